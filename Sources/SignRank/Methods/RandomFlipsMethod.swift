import EmbeddingSets
import SignRankProof

/// The columns as they stand, some negated so that no row changes sign much more often than every other
/// time: what holds for every matrix, and the baseline of the orders that are searched.
struct RandomFlipsMethod: BoundMethod {
  let id = "random-flips"
  let title = "balanced sign flips in the given order"
  let side = BoundSide.upper
  let summary =
    "about n/2 + sqrt(n log m / 2) + 1 by conditional expectations instead of random flips; O(mn)"

  func reasonToSkip(_ problem: SignProblem) -> String? {
    problem.dense == nil ? "too large to be looked at entry by entry" : nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard let matrix = problem.dense else { return SearchResult(isComplete: true) }
    let found = [false, true].map { ordersRows in
      let lines = LineBits(matrix, ordersRows: ordersRows)
      return LineOrder(lines, order: Array(0..<lines.count)).withGreedySigns().candidate
    }
    return SearchResult(
      found.min { $0.signRank < $1.signRank }.map { [$0] } ?? [], isComplete: true)
  }
}
