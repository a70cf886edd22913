/// Folds each shard of a stream into an accumulator and hands the results over in shard order.
///
/// - Parameters:
///   - configuration: of every state.
///   - type: of the states.
///   - source: read once, every element by one shard.
///   - plan: how the stream is cut; fixes the result.
///   - width: how many shards are under way at a time; changes speed and memory, never the result.
///   - progress: called with the number of elements of each block that was consumed, from any task.
///   - finish: what becomes of each shard's state, in the shard's own task.
///   - deliver: called with each shard's index and result, in order.
public func foldShards<State: Accumulator, Source: BlockSource, Result: Sendable>(
  _ configuration: State.Configuration, as type: State.Type = State.self, over source: Source,
  plan: ShardPlan, width: Int, progress: @escaping @Sendable (Int) -> Void = { _ in },
  finish: @escaping @Sendable (State) throws -> Result, deliver: (Int, Result) throws -> Void
) async throws where Source.Block == State.Block {
  try await orderedMap(count: plan.shardCount, width: width) { index in
    var state = State(configuration)
    for range in plan.blocks(ofShard: index) {
      try Task.checkCancellation()
      try state.consume(source.block(range))
      progress(range.count)
    }
    return try finish(state)
  } consume: { index, result in
    try deliver(index, result)
  }
}
