import Synchronization

/// One line on the terminal that says how far the work is; nothing anywhere else.
///
/// May be fed from several tasks at once. Draws at most ten times a second.
final class ProgressLine: Sendable {
  private struct State {
    var lastDrawn: ContinuousClock.Instant?
    var isVisible = false
  }

  private static let interval = Duration.milliseconds(100)
  private let started = ContinuousClock.now
  private let isOn: Bool
  private let state = Mutex(State())

  /// A line that is drawn if standard error is a terminal and `quiet` was not asked for.
  init(quiet: Bool) { isOn = !quiet && StandardStreams.errorIsTerminal }

  /// Says that so much of a task is done, both in the same unit.
  func update(_ task: String, done: Int, of total: Int) {
    guard isOn else { return }
    let now = ContinuousClock.now
    state.withLock { state in
      // Work that ends at once needs no line.
      let last = state.lastDrawn ?? started
      guard now - last >= Self.interval else { return }
      state.lastDrawn = now
      state.isVisible = true
      StandardStreams.note("\r\u{1B}[K" + Self.text(task, done, total, now - started))
    }
  }

  /// Takes the line away; to be called before anything else is written.
  func clear() {
    state.withLock { state in
      guard state.isVisible else { return }
      state.isVisible = false
      StandardStreams.note("\r\u{1B}[K")
    }
  }

  static func text(_ task: String, _ done: Int, _ total: Int, _ elapsed: Duration) -> String {
    let share = total > 0 ? min(max(Double(done) / Double(total), 0), 1) : 0
    let percent = Int(share * 100)
    return "\(task) \(percent) %, \(elapsed.components.seconds) s"
  }
}
