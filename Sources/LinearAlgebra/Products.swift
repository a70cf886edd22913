/// The product of two matrices, either of them transposed first if asked for (dgemm).
///
/// - Precondition: the inner sides agree.
/// - Complexity: 2 m n k operations.
public func product(
  _ a: Matrix, _ b: Matrix, transposeA: Bool = false, transposeB: Bool = false
) -> Matrix {
  let depth = transposeA ? a.rowCount : a.columnCount
  precondition(
    depth == (transposeB ? b.columnCount : b.rowCount), "the inner sides of a product agree")
  var result = Matrix(
    rowCount: transposeA ? a.columnCount : a.rowCount,
    columnCount: transposeB ? b.rowCount : b.columnCount)
  BLAS.multiply(
    a, transposeA ? .transposed : .asStored, b, transposeB ? .transposed : .asStored,
    depth: depth, into: &result)
  return result
}

extension Matrix {
  /// Takes a multiple of the sum of two matrices of the same sides off: A ← A - f (B + C).
  public mutating func subtract(_ b: Matrix, _ c: Matrix, factor: Double) {
    for other in [b, c] {
      precondition(
        other.rowCount == rowCount && other.columnCount == columnCount, "a sum needs equal sides")
      BLAS.add(other.elements.span, weight: -factor, to: &elements)
    }
  }
}
