import Streaming
import Testing

@Suite("A plan cuts a stream by its length alone")
struct ShardPlanTests {
  @Test(
    "every element lies in exactly one block of one shard, in order",
    arguments: [0, 1, 2, 3, 5, 19, 20, 21, 97, 1000], [1, 2, 3, 20])
  func coverage(elementCount: Int, shardCount: Int) {
    for blockLength in [1, 2, 7, 64, 5000] {
      let plan = ShardPlan(
        elementCount: elementCount, shardCount: shardCount, blockLength: blockLength)
      #expect(plan.shardCount == min(shardCount, elementCount))
      var next = 0
      var sizes: Set<Int> = []
      for index in 0..<plan.shardCount {
        let shard = plan.shard(index)
        #expect(shard.lowerBound == next && !shard.isEmpty)
        sizes.insert(shard.count)
        for block in plan.blocks(ofShard: index) {
          #expect(block.lowerBound == next && !block.isEmpty && block.count <= blockLength)
          next = block.upperBound
        }
        #expect(next == shard.upperBound)
      }
      #expect(next == elementCount)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }

  @Test("boundaries of the longest streams do not overflow")
  func large() {
    let plan = ShardPlan(elementCount: .max, shardCount: 20, blockLength: .max)
    #expect(plan.shard(0).lowerBound == 0)
    #expect(plan.shard(19).upperBound == .max)
    for index in 1..<20 {
      #expect(plan.shard(index).lowerBound == plan.shard(index - 1).upperBound)
    }
  }

  @Test("a block longer than a shard is the shard", arguments: [1, 10])
  func longBlocks(shardCount: Int) {
    let plan = ShardPlan(elementCount: 10, shardCount: shardCount, blockLength: .max - 10)
    for index in 0..<shardCount { #expect(plan.blocks(ofShard: index) == [plan.shard(index)]) }
  }
}
