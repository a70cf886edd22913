/// How a stream is cut: into shards, whose boundaries depend on its length alone, and each shard into
/// blocks.
///
/// Because the number of tasks plays no part, the same input gives the same bits for every `--jobs`.
public struct ShardPlan: Hashable, Sendable {
  /// Elements of the stream.
  public let elementCount: Int
  /// Number of shards; no more than elements, and none where there are no elements.
  public let shardCount: Int
  /// Most elements of a block.
  public let blockLength: Int

  /// A plan.
  ///
  /// - Precondition: `shardCount` and `blockLength` are positive.
  public init(elementCount: Int, shardCount: Int, blockLength: Int) {
    precondition(
      elementCount >= 0 && shardCount > 0 && blockLength > 0, "a plan needs positive sizes")
    self.elementCount = elementCount
    self.shardCount = min(shardCount, elementCount)
    self.blockLength = blockLength
  }

  /// The elements of a shard; sizes differ by one at most.
  public func shard(_ index: Int) -> Range<Int> {
    bound(index)..<bound(index + 1)
  }

  /// The blocks of a shard, in order.
  public func blocks(ofShard index: Int) -> [Range<Int>] {
    let shard = shard(index)
    return stride(from: shard.lowerBound, to: shard.upperBound, by: blockLength).map {
      $0..<min($0 + blockLength, shard.upperBound)
    }
  }

  private func bound(_ index: Int) -> Int {
    let (high, low) = elementCount.multipliedFullWidth(by: index)
    return shardCount.dividingFullWidth((high, low)).quotient
  }
}
