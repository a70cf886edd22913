extension Matrix {
  /// The factor R of A = Q R with Q′Q = 1 (dgeqrf): upper triangular, columnCount × columnCount.
  ///
  /// R has the singular values of A (and zeros, where A has fewer rows than columns), without the
  /// squaring of the condition that A′A costs. The diagonal is not negative, which makes R unique
  /// where A has full column rank.
  ///
  /// - Complexity: 2 n d² operations.
  public func triangularFactor() throws(LinearAlgebraError) -> Matrix {
    try requireFinite(elements.span, columnCount: columnCount)
    var work = transposedCopy(elements.span, rowCount: rowCount, columnCount: columnCount)
    LAPACK.orthogonalTriangular(&work, rowCount: rowCount, columnCount: columnCount)
    var factor = Matrix(rowCount: columnCount, columnCount: columnCount)
    for row in 0..<min(rowCount, columnCount) {
      for column in row..<columnCount { factor[row, column] = work[column * rowCount + row] }
    }
    factor.makeDiagonalNonnegative()
    return factor
  }

  /// Turns the sign of every row whose diagonal entry is negative.
  mutating func makeDiagonalNonnegative() {
    for row in 0..<min(rowCount, columnCount) where self[row, row] < 0 {
      for column in row..<columnCount { self[row, column] = -self[row, column] }
    }
  }
}
