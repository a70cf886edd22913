/// Why a decomposition could not be computed.
///
/// Wrong shapes and lengths are faults of the caller and trap; these are faults of the data.
public enum LinearAlgebraError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An entry is NaN or infinite. Found before LAPACK is asked, which would call it an illegal
  /// argument.
  case nonFinite(row: Int, column: Int)
  /// The iteration of the LAPACK routine did not end; `info` is what it handed back.
  case notConverged(routine: String, info: Int)
  /// The leading minor of this order (counted from 1) is not positive.
  case notPositiveDefinite(order: Int)
  /// The LAPACK routine found no memory for its work space.
  case outOfMemory(routine: String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .nonFinite(let row, let column):
      "entry (\(row), \(column)) of the matrix is not finite; drop or repair the rows it comes from"
    case .notConverged(let routine, let info):
      "\(routine) did not converge (info \(info)); scale the data nearer to 1 and check the BLAS "
        + "with `embedscope doctor`"
    case .notPositiveDefinite(let order):
      "the matrix is not positive definite: its leading minor of order \(order) is not positive; "
        + "add a ridge or drop dependent columns"
    case .outOfMemory(let routine):
      "\(routine) found no memory for its work space; use fewer columns or a higher memory limit"
    }
  }
}
