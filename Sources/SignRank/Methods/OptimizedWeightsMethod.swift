import EmbeddingSets
import LinearAlgebra
import SignRankProof

/// Forster and Simon's bound with weights that were searched for: of entries, or of rows and columns.
struct OptimizedWeightsMethod: BoundMethod {
  /// What is weighted.
  let freedom: WeightOptimizer.Freedom

  var id: String { freedom == .entries ? "entry-weights" : "row-column-weights" }
  var title: String {
    "singular values, \(freedom == .entries ? "entries" : "rows and columns") weighted"
  }
  let side = BoundSide.lower
  var summary: String {
    freedom == .entries
      ? "Forster-Simon for W o S, every entry of W >= 1 free; descent on log W"
      : "Forster-Simon with weights of rows (at most 1/d each) and columns; descent on their logarithms"
  }

  /// Of the cost of an iteration, so much for a unit of effort.
  private static let costPerEffort = 4e6
  private static let mostCost = 2e7
  private static let mostIterations = 2_000

  func reasonToSkip(_ problem: SignProblem) -> String? {
    if problem.dense == nil || SpectralCost.of(problem) > Self.mostCost {
      return "the condensed matrix is too large for many decompositions"
    }
    if freedom == .rowsAndColumns, problem.matrix.hasHoles { return "entries are not judged" }
    return nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    guard let signs = problem.dense, signs.rowCount > 1, signs.columnCount > 1,
      context.lower < min(signs.rowCount, signs.columnCount)
    else { return SearchResult(isComplete: true) }
    let start = try TwoValuedWeights(signs, deadline: context.deadline)
    var optimizer = WeightOptimizer(
      signs, start, freedom: freedom, excluding: max(1, context.lower))
    // A decomposition of a tiny matrix costs more than its size tells.
    let cost = max(optimizer.iterationCost, 4_000)
    let iterations = min(
      Self.mostIterations, Int(Self.costPerEffort * Double(context.effort) / cost))
    let found = try optimizer.run(iterations: iterations, deadline: context.deadline)
    return SearchResult(
      found.map {
        [
          BoundCandidate(
            signRank: $0.bound.excludedRank + 1, evidence: $0.bound, rows: $0.rows,
            columns: $0.columns)
        ]
      } ?? [], isComplete: iterations >= Self.mostIterations)
  }
}
