import EmbeddingSets
import SignRankProof

/// The dimension of the condensed matrix.
struct SmallerSideMethod: BoundMethod {
  let id = "smaller-side"
  let title = "number of distinct rows or columns"
  let side = BoundSide.upper
  let summary = "rank is at most the smaller side of the condensed matrix; free"

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    SearchResult(
      [
        BoundCandidate(
          signRank: min(problem.matrix.rowCount, problem.matrix.columnCount),
          evidence: SmallerSide())
      ], isComplete: true)
  }
}
