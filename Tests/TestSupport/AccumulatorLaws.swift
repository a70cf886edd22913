public import Streaming

/// Checks the laws of ``Accumulator`` on a stream of blocks and says what does not hold.
///
/// Exact parts are compared bit for bit where nothing may round (identity, save and restore); where
/// sums are taken in another order the caller compares, since only it knows what may round.
public struct AccumulatorLaws<State: Accumulator> {
  private let configuration: State.Configuration
  private let blocks: [State.Block]
  private let disagreements: (_ merged: State, _ whole: State) -> [String]

  /// Laws to check on these blocks.
  ///
  /// - Parameter disagreements: what differs between the merged and the whole state beyond rounding.
  public init(
    _ configuration: State.Configuration, blocks: [State.Block],
    disagreements: @escaping (_ merged: State, _ whole: State) -> [String]
  ) {
    self.configuration = configuration
    self.blocks = blocks
    self.disagreements = disagreements
  }

  /// Everything that does not hold, in words; empty where all laws hold.
  ///
  /// - Parameter truncates: also restore from every proper prefix of the saved bytes.
  public func violations(truncates: Bool = true) throws -> [String] {
    let whole = try fold(blocks[...])
    var found = try identity(whole) + splits(whole)
    for count in 0...blocks.count { found += try restoring(after: count, whole: whole) }
    if truncates { found += truncation(whole) }
    return found
  }

  private func fold(_ blocks: ArraySlice<State.Block>) throws -> State {
    var state = State(configuration)
    for block in blocks { try state.consume(block) }
    return state
  }

  private func merged(_ earlier: State, _ later: State) -> State {
    var state = earlier
    state.merge(later)
    return state
  }

  private func identity(_ whole: State) -> [String] {
    let empty = State(configuration)
    var found: [String] = []
    if !isSame(merged(whole, empty), whole) { found.append("merging an empty state changes it") }
    if !isSame(merged(empty, whole), whole) { found.append("an empty state merges to another") }
    if !isSame(merged(empty, empty), empty) { found.append("two empty states are not empty") }
    return found
  }

  private func splits(_ whole: State) throws -> [String] {
    var found: [String] = []
    for first in 0...blocks.count {
      for second in first...blocks.count {
        let (a, b, c) = (
          try fold(blocks[..<first]), try fold(blocks[first..<second]), try fold(blocks[second...])
        )
        for (name, state) in [
          ("(a b) c", merged(merged(a, b), c)), ("a (b c)", merged(a, merged(b, c))),
        ] {
          found += disagreements(state, whole).map { "\(name) split at \(first), \(second): \($0)" }
        }
      }
    }
    return found
  }

  private func restoring(after count: Int, whole: State) throws -> [String] {
    let saved = try fold(blocks[..<count])
    var reader = StateReader(bytes(saved))
    var restored = try State(restoring: &reader)
    var found: [String] = []
    if !reader.isAtEnd { found.append("after \(count): restoring leaves bytes over") }
    if bytes(restored) != bytes(saved) { found.append("after \(count): not restored bit for bit") }
    let joined = merged(restored, try fold(blocks[count...]))
    if bytes(joined) != bytes(merged(saved, try fold(blocks[count...]))) {
      found.append("after \(count): a restored state merges differently")
    }
    for block in blocks[count...] { try restored.consume(block) }
    if bytes(restored) != bytes(whole) {
      found.append("after \(count): a restored state goes on differently")
    }
    return found
  }

  private func truncation(_ state: State) -> [String] {
    let all = bytes(state)
    var found: [String] = []
    for length in all.indices {
      var reader = StateReader(Array(all[..<length]))
      do {
        _ = try State(restoring: &reader)
        found.append("\(length) of \(all.count) bytes are restored")
      } catch is StateError {
      } catch {
        found.append("\(length) of \(all.count) bytes: \(error)")
      }
    }
    return found
  }

  private func bytes(_ state: State) -> [UInt8] {
    var writer = StateWriter()
    state.save(to: &writer)
    return writer.bytes
  }

  /// Whether the saved words are equal, where the two zeros of Double are one.
  private func isSame(_ one: State, _ other: State) -> Bool {
    let (left, right) = (bytes(one), bytes(other))
    guard left.count == right.count else { return false }
    var (a, b) = (StateReader(left), StateReader(right))
    do {
      while !a.isAtEnd {
        let (x, y) = (try a.readUInt64(), try b.readUInt64())
        if x != y, x << 1 | y << 1 != 0 { return false }
      }
    } catch {
      return false
    }
    return true
  }
}

/// Says where numbers differ by more than a bound.
public struct Disagreements {
  /// What was found.
  public private(set) var found: [String] = []

  /// Nothing found yet.
  public init() {}

  /// Notes values that are not equal.
  public mutating func exact<Value: Equatable>(_ name: String, _ value: Value, _ wanted: Value) {
    if value != wanted { found.append("\(name): \(value), not \(wanted)") }
  }

  /// Notes a number farther than `bound` from the wanted one.
  ///
  /// Sums that left the range of Double may read infinity one way and NaN the other.
  public mutating func rounded(_ name: String, _ value: Double, _ wanted: Double, bound: Double) {
    if value == wanted || !(value.isFinite || wanted.isFinite) { return }
    if !((value - wanted).magnitude <= bound) {
      found.append("\(name): \(value), not \(wanted) within \(bound)")
    }
  }
}
