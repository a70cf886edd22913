/// A finite, ordered stream of elements that can be read by ranges, any number of times.
///
/// Indexed ranges rather than a sequence: shards, retries and second passes are then free.
public protocol BlockSource<Block>: Sendable {
  /// Some consecutive elements.
  associatedtype Block: Sendable
  /// Number of elements.
  var elementCount: Int { get }
  /// The elements of a range inside `0..<elementCount`.
  func block(_ range: Range<Int>) throws -> Block
}
