import CLAPACK

// | routine | does                                                        |
// | dgesdd  | singular values and vectors of any matrix, divide and conquer |

extension LAPACK {
  /// Singular values, descending, of a column-major matrix, which is destroyed.
  static func singularValues(
    _ matrix: inout [Double], rowCount: Int, columnCount: Int
  ) throws(LinearAlgebraError) -> [Double] {
    let count = min(rowCount, columnCount)
    guard count > 0 else { return [] }
    BLASLibrary.useOneThread()
    var values = [Double](repeating: 0, count: count)
    let info = unsafe LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, SingularJob.valuesOnly.code, blasInteger(rowCount),
      blasInteger(columnCount), &matrix, leadingDimension(rowCount), &values, nil, 1, nil, 1)
    try LAPACKRoutine.dgesdd.check(info, dimension: count)
    return values
  }

  /// Singular values, descending, with the vectors column-major.
  ///
  /// Left is rowCount × k, right (transposed) k × columnCount. The matrix is destroyed.
  static func thinSingularSystem(
    _ matrix: inout [Double], rowCount: Int, columnCount: Int
  ) throws(LinearAlgebraError) -> (values: [Double], left: [Double], right: [Double]) {
    let count = min(rowCount, columnCount)
    guard count > 0 else { return ([], [], []) }
    BLASLibrary.useOneThread()
    var values = [Double](repeating: 0, count: count)
    var left = [Double](repeating: 0, count: rowCount * count)
    var right = [Double](repeating: 0, count: count * columnCount)
    let info = unsafe LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, SingularJob.thin.code, blasInteger(rowCount), blasInteger(columnCount),
      &matrix, leadingDimension(rowCount), &values, &left, leadingDimension(rowCount), &right,
      leadingDimension(count))
    try LAPACKRoutine.dgesdd.check(info, dimension: count)
    return (values, left, right)
  }
}
