import EmbeddingSets
import SignRankProof

/// The exact test for sign-rank at most 2, where it succeeds: the order along a half-turn.
struct PlaneOrderMethod: BoundMethod {
  let id = "plane-order"
  let title = "an order of the columns in the plane"
  let side = BoundSide.upper
  let summary =
    "exact: rank at most 2 if and only if the plus-sets of the rows form a chain; O(n m)"

  func reasonToSkip(_ problem: SignProblem) -> String? {
    PlaneMethod().reasonToSkip(problem)
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard let matrix = problem.dense, matrix.rowCount > 1, matrix.columnCount > 1,
      case .order(let columns, let signs) = PlaneOrder.decide(matrix)
    else { return SearchResult(isComplete: true) }
    let negated = zip(columns, signs).filter { $0.1 < 0 }.map(\.0).sorted()
    return SearchResult(
      [
        BoundCandidate(
          signRank: 2,
          evidence: SignChanges(changes: 1, areColumns: false, order: columns, negated: negated))
      ], isComplete: true)
  }
}
