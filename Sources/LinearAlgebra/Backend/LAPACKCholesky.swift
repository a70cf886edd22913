import CLAPACK

// | routine | does                                        |
// | dpotrf  | Cholesky factor of a symmetric matrix       |
// | dpotrs  | solution of A x = b from the factor         |

extension LAPACK {
  /// The Cholesky factor in the lower triangle, column-major: our upper one, A = U′U.
  static func cholesky(
    _ matrix: inout [Double], dimension: Int
  ) throws(LinearAlgebraError) {
    guard dimension > 0 else { return }
    BLASLibrary.useOneThread()
    let order = blasInteger(dimension)
    let info = unsafe LAPACKE_dpotrf(LAPACK_COL_MAJOR, Triangle.code, order, &matrix, order)
    try LAPACKRoutine.dpotrf.check(info, dimension: dimension)
  }

  /// Solves for `count` right sides, one after the other in memory, in place.
  static func choleskySolve(
    _ factor: Span<Double>, dimension: Int, rightSides: inout [Double], count: Int
  ) {
    guard dimension > 0, count > 0 else { return }
    BLASLibrary.useOneThread()
    let order = blasInteger(dimension)
    let info = unsafe factor.withUnsafeBufferPointer { factor in
      unsafe LAPACKE_dpotrs(
        LAPACK_COL_MAJOR, Triangle.code, order, blasInteger(count), factor.baseAddress, order,
        &rightSides, order)
    }
    LAPACKRoutine.dpotrs.checkDirect(info)
  }
}
