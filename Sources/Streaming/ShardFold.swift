/// Folds each shard of a stream into an accumulator and hands the states over in shard order.
///
/// - Parameters:
///   - configuration: of every state.
///   - source: read once, every element by one shard.
///   - plan: how the stream is cut; fixes the result.
///   - width: how many shards are under way at a time; changes speed and memory, never the result.
///   - progress: called with the number of elements of each block that was consumed, from any task.
///   - deliver: called with each shard's index and state, in order.
public func foldShards<State: Accumulator, Source: BlockSource>(
  _ configuration: State.Configuration, as type: State.Type = State.self, over source: Source,
  plan: ShardPlan, width: Int, progress: @escaping @Sendable (Int) -> Void = { _ in },
  deliver: (Int, State) throws -> Void
) async throws where Source.Block == State.Block {
  try await orderedMap(count: plan.shardCount, width: width) { index in
    var state = State(configuration)
    for range in plan.blocks(ofShard: index) {
      try Task.checkCancellation()
      try state.consume(source.block(range))
      progress(range.count)
    }
    return state
  } consume: { index, state in
    try deliver(index, state)
  }
}
