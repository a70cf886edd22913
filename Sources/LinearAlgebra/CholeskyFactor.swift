import Glibc

/// The Cholesky factorisation A = U′U of a symmetric positive definite matrix.
public struct CholeskyFactor: Sendable, Hashable {
  /// U, upper triangular with a positive diagonal.
  public let upper: Matrix

  /// The solution x of A x = b (dpotrs).
  ///
  /// - Complexity: 2 d² operations.
  public func solve(_ rightSide: [Double]) -> [Double] {
    precondition(rightSide.count == upper.rowCount, "a right side has as many entries as A rows")
    var solution = rightSide
    LAPACK.choleskySolve(
      upper.elements.span, dimension: upper.rowCount, rightSides: &solution, count: 1)
    return solution
  }

  /// The solutions of A x = b for every row b of a matrix, as rows in the same order.
  public func solve(rows rightSides: Matrix) -> Matrix {
    precondition(
      rightSides.columnCount == upper.rowCount, "a right side has as many entries as A rows")
    var solutions = rightSides
    LAPACK.choleskySolve(
      upper.elements.span, dimension: upper.rowCount, rightSides: &solutions.elements,
      count: rightSides.rowCount)
    return solutions
  }

  /// The natural logarithm of the determinant of A.
  public var logDeterminant: Double {
    var sum = 0.0
    for index in 0..<upper.rowCount { sum += log(upper[index, index]) }
    return 2 * sum
  }
}

extension SymmetricMatrix {
  /// The Cholesky factorisation (dpotrf; the receiver is not changed).
  ///
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)`` with the first order that fails.
  /// - Complexity: d³ / 3 operations.
  public func choleskyFactor() throws(LinearAlgebraError) -> CholeskyFactor {
    try requireFinite(elements.span, columnCount: dimension)
    var factor = elements
    try LAPACK.cholesky(&factor, dimension: dimension)
    return CholeskyFactor(
      upper: Matrix(rowCount: dimension, columnCount: dimension, elements: factor))
  }
}
