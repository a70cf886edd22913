/// A dense matrix of signs, a bit an entry: +1, -1, or, where there are holes, either.
///
/// Small after condensing; what searches and proofs look at.
public struct SignMatrix: Sendable, Hashable {
  /// Number of rows.
  public let rowCount: Int
  /// Number of columns.
  public let columnCount: Int
  /// Words of 64 entries in a row.
  public let wordsPerRow: Int
  /// Bit c of a row is set where the entry of column c is +1; bits beyond the last column are 0.
  public private(set) var positive: [UInt64]
  /// Bit c of a row is set where the entry of column c may take either sign; nil without holes.
  ///
  /// A hole has no positive bit.
  public private(set) var holes: [UInt64]?

  /// A matrix of -1.
  public init(rowCount: Int, columnCount: Int) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix has no negative side")
    self.rowCount = rowCount
    self.columnCount = columnCount
    wordsPerRow = (columnCount + 63) / 64
    positive = [UInt64](repeating: 0, count: rowCount * wordsPerRow)
    holes = nil
  }

  /// The sign of an entry: +1, -1, or 0 where it may take either.
  public subscript(row: Int, column: Int) -> Int {
    get {
      let (word, bit) = place(row, column)
      if let holes, holes[word] & bit != 0 { return 0 }
      return positive[word] & bit != 0 ? 1 : -1
    }
    set {
      let (word, bit) = place(row, column)
      positive[word] &= ~bit
      holes?[word] &= ~bit
      if newValue > 0 { positive[word] |= bit }
      if newValue == 0 {
        if holes == nil { holes = [UInt64](repeating: 0, count: positive.count) }
        holes?[word] |= bit
      }
    }
  }

  /// Rows and columns exchanged.
  public func transposed() -> SignMatrix {
    var result = SignMatrix(rowCount: columnCount, columnCount: rowCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { result[column, row] = self[row, column] }
    }
    return result
  }

  private func place(_ row: Int, _ column: Int) -> (word: Int, bit: UInt64) {
    precondition(
      row >= 0 && row < rowCount && column >= 0 && column < columnCount,
      "an entry outside the matrix")
    return (row * wordsPerRow + column / 64, 1 << UInt64(column % 64))
  }
}
