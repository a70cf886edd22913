import Synchronization

/// A value that tasks take turns at.
///
/// Hold one at a time, or several in a fixed order, so that no two tasks wait for each other.
final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  /// What the first task finds.
  init(_ initial: Value) { value = Mutex(initial) }

  /// Reads or changes the value while other tasks wait.
  func withLock<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    try value.withLock { try body(&$0) }
  }
}
