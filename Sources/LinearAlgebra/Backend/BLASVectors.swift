import CLAPACK

/// Products on plain buffers: what the matrix types and the hot sweeps are made of.
///
/// Every call runs on the calling thread alone (see ``BLASLibrary``); calls from several tasks at
/// once are fine.
public enum BLAS {}

extension BLAS {
  /// The inner product of two vectors (ddot).
  static func inner(_ x: Span<Double>, _ y: Span<Double>) -> Double {
    precondition(x.count == y.count, "an inner product needs equal lengths")
    BLASLibrary.useOneThread()
    return unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe cblas_ddot(blasInteger(x.count), x.baseAddress, 1, y.baseAddress, 1)
      }
    }
  }

  /// The inner product of a range of two vectors in single precision (sdot).
  static func inner(_ x: [Float], _ y: [Float], in range: Range<Int>) -> Float {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= min(x.count, y.count), "a range of both vectors")
    guard !range.isEmpty else { return 0 }
    BLASLibrary.useOneThread()
    return unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return 0 }
        return unsafe cblas_sdot(
          blasInteger(range.count), x + range.lowerBound, 1, y + range.lowerBound, 1)
      }
    }
  }

  /// The Frobenius inner product of two symmetric matrices given by their upper triangles.
  static func symmetricInner(
    _ left: Span<Double>, _ right: Span<Double>, dimension: Int
  ) -> Double {
    guard dimension > 0 else { return 0 }
    BLASLibrary.useOneThread()
    return unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        var diagonal = 0.0
        var above = 0.0
        for row in 0..<dimension {
          let start = row * dimension + row
          unsafe diagonal += left[start] * right[start]
          guard row + 1 < dimension, let l = left.baseAddress, let r = right.baseAddress
          else { continue }
          unsafe above += cblas_ddot(
            blasInteger(dimension - row - 1), l + start + 1, 1, r + start + 1, 1)
        }
        return diagonal + 2 * above
      }
    }
  }

  /// Adds a multiple of a vector (daxpy), in pieces that fit 32 bits.
  static func add(_ x: Span<Double>, weight: Double, to y: inout [Double]) {
    precondition(x.count == y.count, "a sum needs equal lengths")
    BLASLibrary.useOneThread()
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        guard let source = x.baseAddress, let target = y.baseAddress else { return }
        for start in stride(from: 0, to: x.count, by: pieceCount) {
          let count = min(pieceCount, x.count - start)
          unsafe cblas_daxpy(blasInteger(count), weight, source + start, 1, target + start, 1)
        }
      }
    }
  }

  /// Multiplies a vector by a number (dscal), in pieces that fit 32 bits.
  static func scale(_ x: inout [Double], by factor: Double) {
    BLASLibrary.useOneThread()
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let target = x.baseAddress else { return }
      for start in stride(from: 0, to: x.count, by: pieceCount) {
        let count = min(pieceCount, x.count - start)
        unsafe cblas_dscal(blasInteger(count), factor, target + start, 1)
      }
    }
  }

  /// A square of 46,341² entries no longer fits the 32-bit counts of BLAS.
  private static var pieceCount: Int { 1 << 30 }
}
