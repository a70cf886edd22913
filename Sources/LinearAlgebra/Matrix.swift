/// A dense matrix of Double, row-major.
public struct Matrix: Sendable, Hashable {
  /// Number of rows.
  public let rowCount: Int
  /// Number of columns.
  public let columnCount: Int
  /// rowCount × columnCount entries, row after row.
  public internal(set) var elements: [Double]

  /// A matrix of zeros.
  public init(rowCount: Int, columnCount: Int) {
    let count = Self.elementCount(rowCount: rowCount, columnCount: columnCount)
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = [Double](repeating: 0, count: count)
  }

  /// A matrix of entries given row after row.
  ///
  /// - Precondition: `elements` holds rowCount × columnCount values.
  public init(rowCount: Int, columnCount: Int, elements: [Double]) {
    let count = Self.elementCount(rowCount: rowCount, columnCount: columnCount)
    precondition(elements.count == count, "a matrix holds rowCount × columnCount elements")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// The entry of a row and a column.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(column >= 0 && column < columnCount, "column outside the matrix")
      return elements[row * columnCount + column]
    }
    set {
      precondition(column >= 0 && column < columnCount, "column outside the matrix")
      elements[row * columnCount + column] = newValue
    }
  }

  /// The entries of one row.
  public func row(_ index: Int) -> [Double] {
    precondition(index >= 0 && index < rowCount, "row outside the matrix")
    return Array(elements[index * columnCount..<(index + 1) * columnCount])
  }

  /// Rows and columns exchanged.
  public func transposed() -> Matrix {
    Matrix(
      rowCount: columnCount, columnCount: rowCount,
      elements: transposedCopy(elements.span, rowCount: rowCount, columnCount: columnCount))
  }

  /// Adds a matrix of the same sides (daxpy).
  public mutating func add(_ other: Matrix) {
    precondition(
      other.rowCount == rowCount && other.columnCount == columnCount, "a sum needs equal sides")
    BLAS.add(other.elements.span, weight: 1, to: &elements)
  }

  /// The sum of the squares of all entries.
  public var squaredFrobeniusNorm: Double { BLAS.inner(elements.span, elements.span) }

  /// Number of entries; traps where it overflows.
  static func elementCount(rowCount: Int, columnCount: Int) -> Int {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix has no negative side")
    let (count, overflow) = rowCount.multipliedReportingOverflow(by: columnCount)
    precondition(!overflow, "rowCount × columnCount overflows")
    return count
  }
}

/// The transpose of row-major elements, by square tiles so that both sides stay in cache.
func transposedCopy(_ elements: Span<Double>, rowCount: Int, columnCount: Int) -> [Double] {
  let tile = 16
  var result = [Double](repeating: 0, count: rowCount * columnCount)
  var target = result.mutableSpan
  for firstRow in stride(from: 0, to: rowCount, by: tile) {
    let rows = firstRow..<min(firstRow + tile, rowCount)
    for firstColumn in stride(from: 0, to: columnCount, by: tile) {
      for column in firstColumn..<min(firstColumn + tile, columnCount) {
        for row in rows {
          target[column * rowCount + row] = elements[row * columnCount + column]
        }
      }
    }
  }
  return result
}
