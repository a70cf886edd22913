import EmbeddingSets
import SignRankProof

/// The exact test for sign-rank at most 2, where it fails: at least 3.
struct PlaneMethod: BoundMethod {
  let id = "chain-test"
  let title = "no order of the columns in the plane"
  let side = BoundSide.lower
  let summary =
    "exact: rank at most 2 if and only if the plus-sets of the rows form a chain; O(n m)"

  func reasonToSkip(_ problem: SignProblem) -> String? {
    if problem.matrix.hasHoles { return "entries are not judged" }
    if problem.dense == nil { return "the condensed matrix is too large" }
    return nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard let matrix = problem.dense, matrix.rowCount > 0, matrix.columnCount > 0,
      case .obstruction(let rows, let columns, let evidence) = PlaneOrder.decide(matrix)
    else { return SearchResult(isComplete: true) }
    return SearchResult(
      [BoundCandidate(signRank: 3, evidence: evidence, rows: rows, columns: columns)],
      isComplete: true)
  }
}
