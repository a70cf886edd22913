import EmbeddingSets
import SignRankProof

/// The symmetrised Vapnik-Chervonenkis dimension, of the columns or of the rows.
struct ShatteringMethod: BoundMethod {
  /// Whether sets of rows are looked for.
  let isTransposed: Bool

  var id: String { isTransposed ? "shattered-rows" : "shattered-columns" }
  var title: String {
    isTransposed ? "rows that show all sign patterns" : "columns that show all sign patterns"
  }
  let side = BoundSide.lower
  var summary: String {
    "symmetrised VC dimension of \(isTransposed ? "rows" : "columns"); greedy, then all sets within the effort"
  }

  /// Words that are looked at for a unit of effort.
  private static let workPerEffort = 8_000_000
  /// Of a matrix that is too large to be dense, so many columns and rows take part.
  private static let mostColumns = 4_096

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    let (signs, rows, columns, isWhole) = try Self.oriented(problem, isTransposed: isTransposed)
    let search = ShatteringSearch(
      signs, limit: context.upper, work: Self.workPerEffort * context.effort,
      deadline: context.deadline)
    guard !search.best.isEmpty else { return SearchResult(isComplete: true) }
    let chosenColumns = search.best.map { columns[$0] }
    let chosenRows = search.witnesses().map { rows[$0] }
    let candidate = BoundCandidate(
      signRank: search.best.count, evidence: ShatteredColumns(isTransposed: isTransposed),
      rows: problem.ordered(isTransposed ? chosenColumns : chosenRows),
      columns: isTransposed ? chosenRows : chosenColumns)
    return SearchResult(
      [candidate], isComplete: search.isExhausted || !isWhole && context.effort > 64,
      figures: [.init("signrank.vc-symmetric", Double(search.best.count))])
  }

  /// The matrix with the sets that are looked for among its columns, and the rows and columns of the
  /// problem that its rows and columns are.
  private static func oriented(
    _ problem: SignProblem, isTransposed: Bool
  ) throws -> (SignMatrix, rows: [Int], columns: [Int], isWhole: Bool) {
    let matrix = problem.matrix
    if let dense = problem.dense {
      let (rows, columns) = (Array(0..<matrix.rowCount), Array(0..<matrix.columnCount))
      return isTransposed
        ? (dense.transposed(), columns, rows, true) : (dense, rows, columns, true)
    }
    // The rows and columns with the most relevant entries: in a sparse matrix the most balanced.
    var degrees = [Int](repeating: 0, count: matrix.columnCount)
    for row in matrix.relevant { for column in row { degrees[column] += 1 } }
    let rows = heaviest(matrix.relevant.map(\.count))
    let columns = heaviest(degrees)
    let part = try SignMatrix(of: problem.part(rows: rows, columns: columns))
    return isTransposed
      ? (part.transposed(), columns, rows, false) : (part, rows, columns, false)
  }

  private static func heaviest(_ weights: [Int]) -> [Int] {
    let order = weights.indices.sorted {
      weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1
    }
    return order.prefix(mostColumns).sorted()
  }
}
