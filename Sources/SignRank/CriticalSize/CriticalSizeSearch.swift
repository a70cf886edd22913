/// The search for the largest n that the free-embedding experiment solves at a dimension.
///
/// Gallop from a start until a size fails (or, downwards, until one succeeds), bisect between, then
/// sweep from 4 below to 5 above the answer, as the published script does. The outcomes are not
/// monotone near the edge, and the sweep shows it.
public struct CriticalSizeSearch: Hashable, Sendable {
  /// What one search came to.
  public struct Result: Hashable, Sendable {
    /// d.
    public let dimension: Int
    /// The answer of the bisection, which is what the published table holds.
    public let criticalSize: Int
    /// The largest n that any run solved.
    public let largestSolved: Int?
    /// The smallest n that a run failed at.
    public let smallestFailed: Int?
    /// Every run, by size.
    public let outcomes: [FreeEmbedding.Outcome]
  }

  /// d.
  public let dimension: Int
  /// k; smaller sizes are solved trivially.
  public let subsetSize: Int
  /// Where the gallop starts.
  public let start: Int

  /// A search.
  public init(dimension: Int, subsetSize: Int, start: Int) {
    precondition(dimension >= 1 && subsetSize >= 1, "dimension and subset size are positive")
    self.dimension = dimension
    self.subsetSize = subsetSize
    self.start = max(start, subsetSize)
  }

  /// Runs the search; each size is evaluated once.
  public func run(
    evaluate: (_ documentCount: Int) async throws -> FreeEmbedding.Outcome
  ) async throws -> Result {
    var outcomes: [Int: FreeEmbedding.Outcome] = [:]
    func isSolved(
      _ size: Int, _ outcomes: inout [Int: FreeEmbedding.Outcome]
    ) async throws -> Bool {
      if size < subsetSize { return true }
      if let known = outcomes[size] { return known.ending == .solved }
      let outcome = try await evaluate(size)
      outcomes[size] = outcome
      return outcome.ending == .solved
    }
    var low = start
    var high = start
    var step = 1
    if try await isSolved(start, &outcomes) {
      high = low + step
      while try await isSolved(high, &outcomes) {
        low = high
        step *= 2
        high = low + step
      }
    } else {
      low = max(high - step, 1)
      while try await !isSolved(low, &outcomes) {
        high = low
        step *= 2
        low = max(high - step, 1)
      }
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try await isSolved(middle, &outcomes) { low = middle } else { high = middle }
    }
    for size in max(subsetSize, low - 4)...max(subsetSize, low + 5) {
      _ = try await isSolved(size, &outcomes)
    }
    let solved = outcomes.values.filter { $0.ending == .solved }.map(\.documentCount)
    return Result(
      dimension: dimension, criticalSize: low, largestSolved: solved.max(),
      smallestFailed: outcomes.values.filter { $0.ending != .solved }.map(\.documentCount).min(),
      outcomes: outcomes.values.sorted { $0.documentCount < $1.documentCount })
  }
}
