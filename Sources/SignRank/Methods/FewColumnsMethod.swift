import EmbeddingSets
import SignRankProof

/// Exact tests for a matrix with few columns, or few rows, for sign-rank n and n - 1.
struct FewColumnsMethod: BoundMethod {
  let id = "few-columns"
  let title = "exact tests of few rows or columns"
  let side = BoundSide.lower
  let summary =
    "n if all sign patterns are rows (L-matrix), n - 1 if every antipodal path of the cube meets one; n <= 14"

  func reasonToSkip(_ problem: SignProblem) -> String? {
    if problem.matrix.hasHoles { return "entries are not judged" }
    if min(problem.matrix.rowCount, problem.matrix.columnCount)
      > AntipodalPathObstruction.mostColumns
    {
      return "more than \(AntipodalPathObstruction.mostColumns) rows and columns"
    }
    return nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard let dense = problem.dense else { return SearchResult(isComplete: true) }
    var result = SearchResult(isComplete: true)
    for isTransposed in [false, true] {
      let matrix = isTransposed ? dense.transposed() : dense
      let count = matrix.columnCount
      guard count > 0, count <= AntipodalPathObstruction.mostColumns else { continue }
      if matrix.rowCount == 1 << (count - 1) {
        result.candidates.append(
          BoundCandidate(signRank: count, evidence: ShatteredColumns(isTransposed: isTransposed)))
      } else if count >= 3, count - 1 > context.lower {
        switch AntipodalPath.search(matrix, deadline: context.deadline) {
        case .path: break
        case .undecided: result.isComplete = false
        case .none:
          result.candidates.append(
            BoundCandidate(
              signRank: count - 1, evidence: AntipodalPathObstruction(isTransposed: isTransposed)))
        }
      }
    }
    return result
  }
}
