import EmbeddingSets
import SignRankProof

/// The exact test for sign-rank at most 2, where it succeeds: an order along a half-turn.
struct HalfTurnMethod: BoundMethod {
  let id = "half-turn"
  let title = "an order of the columns along a half-turn"
  let side = BoundSide.upper
  let summary =
    "exact: where the plus-sets of the rows form a chain, two dimensions hold them; O(n m)"

  func reasonToSkip(_ problem: SignProblem) -> String? {
    if problem.matrix.hasHoles { return "entries are not judged" }
    return problem.dense == nil ? "the condensed matrix is too large" : nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard context.upper > 2, let matrix = problem.dense, matrix.rowCount > 0,
      matrix.columnCount > 0, case .order(let columns, let signs) = PlaneOrder.decide(matrix)
    else { return SearchResult(isComplete: true) }
    let negated = zip(columns, signs).filter { $0.1 < 0 }.map(\.0).sorted()
    return SearchResult(
      [
        BoundCandidate(
          signRank: 2,
          evidence: SignChanges(
            changes: 1, areColumns: false, order: columns, negated: negated))
      ], isComplete: true)
  }
}
