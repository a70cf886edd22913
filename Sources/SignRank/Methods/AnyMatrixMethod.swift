import EmbeddingSets
import SignRankProof

/// At least 1, so that there is always an interval.
struct AnyMatrixMethod: BoundMethod {
  let id = "not-empty"
  let title = "a matrix that is not empty"
  let side = BoundSide.lower
  let summary = "at least 1; free"

  /// Evidence about a row that shows an entry, so that the certificate stays small.
  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    for row in 0..<problem.matrix.rowCount {
      guard let column = problem.firstJudgedColumn(row) else { continue }
      return SearchResult(
        [BoundCandidate(signRank: 1, evidence: AnyMatrix(), rows: [row], columns: [column])],
        isComplete: true)
    }
    return SearchResult(isComplete: true)
  }
}
