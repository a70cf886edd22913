import EmbeddingSets
import SignRankProof

/// Vectors found by annealed gradient descent and rounded to whole numbers.
struct GradientSearchMethod: BoundMethod {
  let id = "gradient-search"
  let title = "gradient search, rounded to whole numbers"
  let side = BoundSide.upper
  let summary =
    "logistic loss on unit vectors, 32 starts at once, sharpness 5 to 300; then whole-number factors"

  /// Work of about 20 ms.
  private static let workPerEffort = 20_000_000
  /// The sharpness needs some room to grow.
  private static let fewestIterations = 120
  /// More iterations than this did not find more.
  private static let mostIterations = 4000
  private static let mostEntries = 1 << 22

  func reasonToSkip(_ problem: SignProblem) -> String? {
    let (entries, overflow) = problem.matrix.rowCount.multipliedReportingOverflow(
      by: problem.matrix.columnCount)
    return problem.dense == nil || overflow || entries > Self.mostEntries
      ? "more than \(Self.mostEntries) entries" : nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard let matrix = problem.dense, context.upper > context.lower else {
      return SearchResult(isComplete: true)
    }
    let signs = FactorSearch.signs(of: matrix)
    var upper = context.upper
    var best: BoundCandidate?
    var budget = context.effort * Self.workPerEffort
    var step = max(1, (upper - context.lower) / 2)
    while upper > context.lower, !context.deadline.isPassed {
      let rank = max(context.lower, upper - step)
      let search = FactorSearch(
        matrix, signs: signs, rank: rank,
        seed: SplitMix64.mix(context.seed &+ UInt64(context.effort) << 20 &+ UInt64(rank)))
      // long jumps get a part of the work, the last step what is left
      let share = step > 1 ? budget / 3 : budget
      let iterations = min(Self.mostIterations, share / search.workPerIteration)
      guard iterations >= Self.fewestIterations else { break }
      let outcome = search.run(iterations: iterations, deadline: context.deadline)
      budget -= outcome.iterations * search.workPerIteration
      if let found = outcome.factors {
        upper = rank
        best = BoundCandidate(signRank: rank, evidence: found)
        step = max(1, min(step, (upper - context.lower) / 2))
      } else if step == 1 {
        break
      } else {
        step /= 2
      }
    }
    return SearchResult(best.map { [$0] } ?? [], isComplete: upper == context.lower)
  }
}
