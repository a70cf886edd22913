/// The thin singular value decomposition A = U diag(s) V′, k = min(rowCount, columnCount).
public struct SingularSystem: Sendable, Hashable {
  /// The k singular values, the largest first.
  public let values: [Double]
  /// U, rowCount × k, with orthonormal columns.
  public let leftVectors: Matrix
  /// V′, k × columnCount, with orthonormal rows: row i belongs to value i.
  public let rightVectors: Matrix
}

extension Matrix {
  /// The min(rowCount, columnCount) singular values in descending order (dgesdd).
  ///
  /// - Complexity: O(max(m, n) min(m, n)²); the copy that LAPACK destroys is the only one.
  public func singularValues() throws(LinearAlgebraError) -> [Double] {
    try requireFinite(elements.span, columnCount: columnCount)
    var work = elements
    // Column-major these are the elements of the transpose, which has the same singular values.
    return try LAPACK.singularValues(&work, rowCount: columnCount, columnCount: rowCount)
  }

  /// The thin singular value decomposition (dgesdd).
  public func singularSystem() throws(LinearAlgebraError) -> SingularSystem {
    try requireFinite(elements.span, columnCount: columnCount)
    var work = elements
    // A′ = V diag(s) U′: what LAPACK calls left, column-major, are our right vectors as rows.
    let (values, left, right) = try LAPACK.thinSingularSystem(
      &work, rowCount: columnCount, columnCount: rowCount)
    let count = values.count
    return SingularSystem(
      values: values,
      leftVectors: Matrix(rowCount: rowCount, columnCount: count, elements: right),
      rightVectors: Matrix(rowCount: count, columnCount: columnCount, elements: left))
  }
}
