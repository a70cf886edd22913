import LinearAlgebra
import Streaming

/// Searches for the critical size at several dimensions, some at once, going on from known outcomes.
public struct CriticalSizeStudy: Sendable {
  /// The dimensions.
  public let dimensions: ClosedRange<Int>
  /// k.
  public let subsetSize: Int
  /// The seed; every run draws from a stream of its own.
  public let seed: UInt64
  /// The constants of a run.
  public let recipe: FreeEmbedding.Recipe

  /// A study.
  public init(
    dimensions: ClosedRange<Int>, subsetSize: Int, seed: UInt64,
    recipe: FreeEmbedding.Recipe = FreeEmbedding.Recipe()
  ) {
    self.dimensions = dimensions
    self.subsetSize = subsetSize
    self.seed = seed
    self.recipe = recipe
  }

  /// Runs every search.
  ///
  /// - Parameters:
  ///   - jobs: searches at once; changes speed, never a result.
  ///   - known: outcomes of an earlier call with the same k, seed and recipe, which are not run again.
  ///   - record: is told each new outcome, from any task.
  /// - Returns: the results by dimension.
  public func run(
    jobs: Int, known: [FreeEmbedding.Outcome],
    record: @escaping @Sendable (FreeEmbedding.Outcome) async throws -> Void
  ) async throws -> [CriticalSizeSearch.Result] {
    var byPlace: [Place: FreeEmbedding.Outcome] = [:]
    for outcome in known { byPlace[Place(outcome.dimension, outcome.documentCount)] = outcome }
    let cache = byPlace
    // The largest dimensions take longest and go first.
    let ordered = Array(dimensions.reversed())
    var results: [CriticalSizeSearch.Result] = []
    try await orderedMap(count: ordered.count, width: jobs) { index in
      let dimension = ordered[index]
      let search = CriticalSizeSearch(
        dimension: dimension, subsetSize: subsetSize, start: 2 * dimension)
      return try await search.run { size in
        if let outcome = cache[Place(dimension, size)] { return outcome }
        var embedding = FreeEmbedding(
          documentCount: size, dimension: dimension, subsetSize: subsetSize, seed: seed,
          recipe: recipe)
        let outcome = try embedding.run()
        try await record(outcome)
        return outcome
      }
    } consume: { _, result in
      results.append(result)
    }
    return results.reversed()
  }

  private struct Place: Hashable {
    let dimension: Int
    let size: Int

    init(_ dimension: Int, _ size: Int) {
      self.dimension = dimension
      self.size = size
    }
  }
}
