import EmbeddingSets
import SignRankProof

/// Sparse rows or columns on a moment curve, those that are not so sparse peeled off.
struct MomentCurveMethod: BoundMethod {
  let id = "moment-curve"
  let title = "trigonometric moment curve"
  let side = BoundSide.upper
  let summary =
    "rows (or columns) with at most k of one sign: 2k + 1, one more for each row left out; a sort"

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    let found = [false, true].map { Self.best(problem.matrix, areColumns: $0) }
    guard let best = found.min(by: { $0.signRank < $1.signRank }) else {
      return SearchResult(isComplete: true)
    }
    return SearchResult([best], isComplete: true)
  }

  /// The least of 2k + 1 + p over the number p of densest lines that are left out.
  static func best(_ matrix: RelevanceMatrix, areColumns: Bool) -> BoundCandidate {
    let rarer = rarerCounts(of: matrix, areColumns: areColumns)
    let lines = rarer.indices.sorted { (rarer[$1], $0) < (rarer[$0], $1) }
    var best = (value: Int.max, peeled: 0, sparsity: 0)
    for peeled in 0...lines.count {
      // all lines but those peeled are no denser than the next one
      let sparsity = peeled < lines.count ? rarer[lines[peeled]] : 0
      let value = 2 * sparsity + 1 + peeled
      if value < best.value { best = (value, peeled, sparsity) }
      if peeled + 1 >= best.value { break }
    }
    return BoundCandidate(
      signRank: best.value,
      evidence: SparseLines(
        sparsity: best.sparsity, areColumns: areColumns,
        exceptions: lines.prefix(best.peeled).sorted()))
  }

  /// For each row or column, the number of entries of the rarer sign.
  private static func rarerCounts(of matrix: RelevanceMatrix, areColumns: Bool) -> [Int] {
    guard areColumns else {
      return (0..<matrix.rowCount).map { row in
        let positive = matrix.relevant[row].count
        let negative = matrix.judgedNotRelevant?[row].count ?? matrix.columnCount - positive
        return min(positive, negative)
      }
    }
    var positive = [Int](repeating: 0, count: matrix.columnCount)
    var negative = [Int](repeating: 0, count: matrix.columnCount)
    for row in 0..<matrix.rowCount {
      for column in matrix.relevant[row] { positive[column] += 1 }
      for column in matrix.judgedNotRelevant?[row] ?? [] { negative[column] += 1 }
    }
    return positive.indices.map { column in
      let against = matrix.hasHoles ? negative[column] : matrix.rowCount - positive[column]
      return min(positive[column], against)
    }
  }
}
