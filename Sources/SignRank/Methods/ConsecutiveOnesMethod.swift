import EmbeddingSets
import SignRankProof

/// Rows that are arcs of a circle: an order in which every row changes sign at most twice.
struct ConsecutiveOnesMethod: BoundMethod {
  let id = "consecutive-ones"
  let title = "consecutive ones around a circle"
  let side = BoundSide.upper
  let summary =
    "three dimensions where all rows (or all columns) are arcs in some order; exact, by PQ-tree"

  /// A deeper tree could exhaust the stack of a task.
  private static let mostLines = 4096

  func reasonToSkip(_ problem: SignProblem) -> String? {
    if problem.dense == nil { return "too large to be looked at entry by entry" }
    if problem.matrix.hasHoles { return "unjudged entries leave more than one matrix" }
    return nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard context.upper > 3, let matrix = problem.dense else {
      return SearchResult(isComplete: true)
    }
    var candidates: [BoundCandidate] = []
    for ordersRows in [false, true] where candidates.isEmpty {
      let oriented = ordersRows ? matrix.transposed() : matrix
      guard oriented.columnCount <= Self.mostLines,
        let order = Self.circularOrder(oriented, deadline: context.deadline)
      else { continue }
      let found = LineOrder(LineBits(matrix, ordersRows: ordersRows), order: order).candidate
      candidates.append(found)
    }
    return SearchResult(candidates, isComplete: true)
  }

  /// An order of the columns in which the +1 of every row are consecutive around the circle; nil if
  /// there is none.
  ///
  /// Rows that hold column 0 are complemented, which does not change what is an arc; then all have to be
  /// consecutive among the others (Tucker 1971).
  static func circularOrder(_ matrix: SignMatrix, deadline: Deadline) -> [Int]? {
    guard matrix.columnCount > 1 else { return Array(0..<matrix.columnCount) }
    var tree = ConsecutiveOrder(count: matrix.columnCount - 1)
    var isMember = [Bool](repeating: false, count: matrix.columnCount - 1)
    for row in 0..<matrix.rowCount {
      if row % 64 == 63, deadline.isPassed { return nil }
      let first = matrix[row, 0]
      for column in 1..<matrix.columnCount { isMember[column - 1] = matrix[row, column] != first }
      guard tree.require(isMember) else { return nil }
    }
    return [0] + tree.order.map { $0 + 1 }
  }
}
