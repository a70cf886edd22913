import SignRankProof

/// For every column of a sign matrix the sets of rows with + and with -, as words of 64 bits.
///
/// Holes are in neither.
struct SignSets {
  let rowCount: Int
  let columnCount: Int
  /// Words of a set.
  let words: Int
  /// The sets of the columns, one after the other.
  let plus: [UInt64]
  let minus: [UInt64]

  /// The sets of the columns of a matrix.
  init(columnsOf signs: SignMatrix) {
    let transposed = signs.transposed()
    rowCount = signs.rowCount
    columnCount = signs.columnCount
    words = transposed.wordsPerRow
    plus = transposed.positive
    var minus = plus
    let used = signs.rowCount % 64
    for index in minus.indices {
      minus[index] = ~plus[index]
      if let holes = transposed.holes { minus[index] &= ~holes[index] }
      if used != 0, index % words == words - 1 { minus[index] &= (1 << UInt64(used)) - 1 }
    }
    self.minus = minus
  }

  /// The number of rows with + in a column.
  func plusCount(_ column: Int) -> Int {
    (column * words..<(column + 1) * words).reduce(0) { $0 + plus[$1].nonzeroBitCount }
  }

  /// The number of rows with - in a column.
  func minusCount(_ column: Int) -> Int {
    (column * words..<(column + 1) * words).reduce(0) { $0 + minus[$1].nonzeroBitCount }
  }
}
