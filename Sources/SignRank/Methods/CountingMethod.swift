import EmbeddingSets
import SignRankProof

/// Counting rows and columns that differ.
struct CountingMethod: BoundMethod {
  let id = "counting"
  let title = "number of distinct rows or columns (Cover)"
  let side = BoundSide.lower
  let summary = "d dimensions have room for at most sum C(n-1, i), i < d, rows up to sign; free"

  private static let mostEntriesInVain = 1 << 22

  func reasonToSkip(_ problem: SignProblem) -> String? {
    problem.matrix.hasHoles ? "entries are not judged" : nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    let (rows, columns) = (problem.matrix.rowCount, problem.matrix.columnCount)
    guard problem.dense != nil, rows > 0, columns > 0 else {
      return SearchResult(isComplete: true)
    }
    let byRows = DistinctRows.leastDimension(rowCount: rows, columnCount: columns)
    let byColumns = DistinctRows.leastDimension(rowCount: columns, columnCount: rows)
    // Evidence about a large matrix is large; where it would tell nothing new it is not made.
    if max(byRows, byColumns) <= context.lower, rows * columns > Self.mostEntriesInVain {
      return SearchResult(isComplete: true)
    }
    return SearchResult(
      [
        BoundCandidate(
          signRank: max(byRows, byColumns), evidence: DistinctRows(isTransposed: byColumns > byRows)
        )
      ], isComplete: true)
  }
}
