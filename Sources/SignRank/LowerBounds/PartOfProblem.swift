import EmbeddingSets

extension SignProblem {
  /// The submatrix of some rows and columns, in the given order.
  func part(rows: [Int], columns: [Int]) -> RelevanceMatrix {
    var place: [Int: Int] = [:]
    for (index, column) in columns.enumerated() { place[column] = index }
    return RelevanceMatrix(
      columnCount: columns.count,
      relevant: rows.map { matrix.relevant[$0].compactMap { place[$0] }.sorted() },
      judgedNotRelevant: matrix.judgedNotRelevant.map { judged in
        rows.map { judged[$0].compactMap { place[$0] }.sorted() }
      })
  }

  /// Rows of the problem in an order in which evidence may name them: the all-ones row last.
  func ordered(_ chosen: [Int]) -> [Int] {
    chosen.filter { rows[$0] != nil } + chosen.filter { rows[$0] == nil }
  }
}
