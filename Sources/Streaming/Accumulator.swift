/// A mergeable partial result over the blocks of a stream.
///
/// Laws, which `AccumulatorLaws` in the tests checks for every one of them:
///
/// - identity: merging with an empty state changes nothing;
/// - split: consuming a stream equals consuming its two parts apart and merging them, up to the
///   rounding of floating-point addition;
/// - order: `later` holds what follows in the stream;
/// - save and restore: a restored state is the saved one, bit for bit.
public protocol Accumulator: Sendable {
  /// What is consumed.
  associatedtype Block: Sendable
  /// What must be equal for two states to be merged.
  associatedtype Configuration: Sendable
  /// An empty state.
  init(_ configuration: Configuration)
  /// Adds a block that follows everything consumed so far.
  mutating func consume(_ block: Block) throws
  /// Adds the state of the blocks that follow.
  mutating func merge(_ later: Self)
  /// Writes the state.
  func save(to archive: inout StateWriter)
  /// Reads a state that ``save(to:)`` wrote.
  init(restoring archive: inout StateReader) throws
}
