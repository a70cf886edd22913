import CLAPACK

extension BLAS {
  /// C = A B in single precision (sgemm), into the first rows × columns values of `result`.
  ///
  /// `left` is rows × depth and `right` depth × columns, both row-major. Nothing is allocated.
  public static func singleProduct(
    left: Span<Float>, rows: Int, right: Span<Float>, columns: Int, depth: Int,
    into result: inout [Float], at offset: Int = 0
  ) {
    precondition(
      left.count >= rows * depth && right.count >= depth * columns
        && result.count >= offset + rows * columns,
      "tiles and result have room for the product")
    guard rows > 0, columns > 0 else { return }
    BLASLibrary.useOneThread()
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe result.withUnsafeMutableBufferPointer { result in
          unsafe cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasInteger(rows), blasInteger(columns),
            blasInteger(depth), 1, left.baseAddress, leadingDimension(depth), right.baseAddress,
            leadingDimension(columns), 0, result.baseAddress.map { unsafe $0 + offset },
            leadingDimension(columns))
        }
      }
    }
  }

  /// C ← C + A′ B in single precision (sgemm).
  ///
  /// `left` is depth × rows and `right` depth × columns, both row-major.
  public static func addSingleTransposedProduct(
    left: Span<Float>, rows: Int, right: Span<Float>, columns: Int, depth: Int,
    to result: inout [Float]
  ) {
    precondition(
      left.count >= rows * depth && right.count >= depth * columns
        && result.count >= rows * columns,
      "tiles and result have room for the product")
    guard rows > 0, columns > 0, depth > 0 else { return }
    BLASLibrary.useOneThread()
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe cblas_sgemm(
          CblasRowMajor, CblasTrans, CblasNoTrans, blasInteger(rows), blasInteger(columns),
          blasInteger(depth), 1, left.baseAddress, leadingDimension(rows), right.baseAddress,
          leadingDimension(columns), 1, &result, leadingDimension(columns))
      }
    }
  }
}
