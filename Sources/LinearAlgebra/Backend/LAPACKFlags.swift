import CLAPACK

// LAPACK and CBLAS take letters and numbers that any other letter or number can stand in for;
// these enums leave no other.

/// Which results an eigenvalue routine computes.
enum EigenJob {
  case valuesOnly
  case valuesAndVectors

  var code: CChar {
    switch self {
    case .valuesOnly: CChar(UInt8(ascii: "N"))
    case .valuesAndVectors: CChar(UInt8(ascii: "V"))
    }
  }
}

/// Which results a singular value routine computes.
enum SingularJob {
  case valuesOnly
  case thin

  var code: CChar {
    switch self {
    case .valuesOnly: CChar(UInt8(ascii: "N"))
    case .thin: CChar(UInt8(ascii: "S"))
    }
  }
}

/// The triangle LAPACK reads: always the lower one, column-major, our upper one row-major.
enum Triangle {
  static let code = CChar(UInt8(ascii: "L"))
}

/// Whether an operand of a product is read transposed.
enum Transposition {
  case asStored
  case transposed

  var code: CBLAS_TRANSPOSE {
    switch self {
    case .asStored: CblasNoTrans
    case .transposed: CblasTrans
    }
  }
}

/// Which vectors a Gram matrix takes the inner products of.
enum GramVectors {
  case columns
  case rows

  /// A row-major block is its own transpose to a column-major routine.
  var code: CBLAS_TRANSPOSE {
    switch self {
    case .columns: CblasNoTrans
    case .rows: CblasTrans
    }
  }
}

/// A side of a matrix as BLAS takes it.
///
/// - Precondition: fits 32 bits, as the installed library counts.
func blasInteger(_ count: Int) -> Int32 {
  precondition(count <= Int(Int32.max), "a side beyond 2,147,483,647 does not fit this BLAS")
  return Int32(count)
}

/// A leading dimension as BLAS takes it: at least 1, also for an empty matrix.
func leadingDimension(_ count: Int) -> Int32 { blasInteger(max(1, count)) }
