import CLAPACK

// | routine | does                                                             |
// | dsyevd  | eigenvalues and vectors of a symmetric matrix, divide and conquer |
// | dsygvd  | the same of A w = λ B w, by the Cholesky factor of B              |

/// LAPACK on plain buffers, column-major so that LAPACKE makes no transposed copies.
///
/// Finiteness is checked by the callers.
enum LAPACK {}

extension LAPACK {
  /// Eigenvalues, ascending; `matrix` becomes the eigenvectors, one after the other, or garbage.
  static func symmetricEigen(
    _ matrix: inout [Double], dimension: Int, job: EigenJob
  ) throws(LinearAlgebraError) -> [Double] {
    guard dimension > 0 else { return [] }
    BLASLibrary.useOneThread()
    let order = blasInteger(dimension)
    var values = [Double](repeating: 0, count: dimension)
    let info = unsafe LAPACKE_dsyevd(
      LAPACK_COL_MAJOR, job.code, Triangle.code, order, &matrix, order, &values)
    try LAPACKRoutine.dsyevd.check(info, dimension: dimension)
    return values
  }

  /// Eigenvalues, ascending; `a` becomes the eigenvectors, `b` its Cholesky factor.
  static func generalizedEigen(
    _ a: inout [Double], _ b: inout [Double], dimension: Int
  ) throws(LinearAlgebraError) -> [Double] {
    guard dimension > 0 else { return [] }
    BLASLibrary.useOneThread()
    let order = blasInteger(dimension)
    let firstKind: Int32 = 1
    var values = [Double](repeating: 0, count: dimension)
    let info = unsafe LAPACKE_dsygvd(
      LAPACK_COL_MAJOR, firstKind, EigenJob.valuesAndVectors.code, Triangle.code, order, &a, order,
      &b, order, &values)
    try LAPACKRoutine.dsygvd.check(info, dimension: dimension)
    return values
  }

  /// What LAPACKE hands back for a layout that does not exist: a test hook for its message.
  static func infoOfIllegalLayout() -> Int32 {
    var matrix = [1.0]
    var values = [0.0]
    return unsafe LAPACKE_dsyevd(
      0, EigenJob.valuesOnly.code, Triangle.code, 1, &matrix, 1, &values)
  }

  /// The same for a leading dimension that LAPACK itself refuses.
  static func infoOfIllegalLeadingDimension() -> Int32 {
    var matrix = [1.0, 0, 0, 1]
    var values = [0.0, 0]
    return unsafe LAPACKE_dsyevd(
      LAPACK_COL_MAJOR, EigenJob.valuesOnly.code, Triangle.code, 2, &matrix, 1, &values)
  }
}
