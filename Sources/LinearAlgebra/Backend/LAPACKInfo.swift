/// The LAPACK routines this target calls.
enum LAPACKRoutine: String {
  case dsyevd, dgesdd, dgeqrf, dtpqrt, dpotrf, dpotrs, dsygvd

  /// The only place where `info` is read.
  ///
  /// - Parameter dimension: order of the matrix; dsygvd counts failures of its second matrix from
  ///   there on.
  func check(_ info: Int32, dimension: Int) throws(LinearAlgebraError) {
    guard info != 0 else { return }
    // LAPACK_WORK_MEMORY_ERROR and LAPACK_TRANSPOSE_MEMORY_ERROR of lapacke.h.
    if info == -1010 || info == -1011 { throw .outOfMemory(routine: rawValue) }
    precondition(info > 0, "\(rawValue) was called with an illegal argument \(-info)")
    switch self {
    case .dpotrf: throw .notPositiveDefinite(order: Int(info))
    case .dsygvd where Int(info) > dimension:
      throw .notPositiveDefinite(order: Int(info) - dimension)
    case .dsyevd, .dgesdd, .dgeqrf, .dtpqrt, .dpotrs, .dsygvd:
      throw .notConverged(routine: rawValue, info: Int(info))
    }
  }

  /// The same for direct methods, which cannot fail on finite input but for want of a work space
  /// of some columns.
  func checkDirect(_ info: Int32) {
    do throws(LinearAlgebraError) {
      try check(info, dimension: 0)
    } catch {
      preconditionFailure(error.description)
    }
  }
}

/// Throws where an entry is not finite: LAPACK calls that an illegal argument, or never ends.
func requireFinite(_ elements: Span<Double>, columnCount: Int) throws(LinearAlgebraError) {
  for index in 0..<elements.count where !elements[index].isFinite {
    throw .nonFinite(row: index / columnCount, column: index % columnCount)
  }
}
