import CLAPACK

// Our upper row-major triangle is the lower column-major one.
extension BLAS {
  /// A ← A + w x x′ (dsyr).
  static func addOuterProduct(_ x: Span<Double>, weight: Double, to matrix: inout [Double]) {
    let order = blasInteger(x.count)
    precondition(matrix.count == x.count * x.count, "the matrix is square of the vector's length")
    BLASLibrary.useOneThread()
    unsafe x.withUnsafeBufferPointer { x in
      unsafe cblas_dsyr(
        CblasColMajor, CblasLower, order, weight, x.baseAddress, 1, &matrix,
        leadingDimension(x.count))
    }
  }

  /// A ← A + w (x y′ + y x′) (dsyr2).
  static func addSymmetricOuterProduct(
    _ x: Span<Double>, _ y: Span<Double>, weight: Double, to matrix: inout [Double]
  ) {
    let order = blasInteger(x.count)
    precondition(
      y.count == x.count && matrix.count == x.count * x.count,
      "the matrix is square of the vectors' length")
    BLASLibrary.useOneThread()
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe cblas_dsyr2(
          CblasColMajor, CblasLower, order, weight, x.baseAddress, 1, y.baseAddress, 1, &matrix,
          leadingDimension(x.count))
      }
    }
  }

  /// A x (dsymv).
  static func symmetricProduct(_ matrix: Span<Double>, _ x: Span<Double>) -> [Double] {
    let order = blasInteger(x.count)
    precondition(matrix.count == x.count * x.count, "the matrix is square of the vector's length")
    BLASLibrary.useOneThread()
    var result = [Double](repeating: 0, count: x.count)
    unsafe matrix.withUnsafeBufferPointer { matrix in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe cblas_dsymv(
          CblasColMajor, CblasLower, order, 1, matrix.baseAddress, leadingDimension(x.count),
          x.baseAddress, 1, 0, &result, 1)
      }
    }
    return result
  }

  /// A x for a packed upper triangle, row after row, in single precision (sspmv).
  static func packedProduct(_ packed: Span<Float>, _ x: Span<Float>) -> [Float] {
    let order = blasInteger(x.count)
    precondition(packed.count == x.count * (x.count + 1) / 2, "a packed triangle of x's order")
    BLASLibrary.useOneThread()
    var result = [Float](repeating: 0, count: x.count)
    unsafe packed.withUnsafeBufferPointer { packed in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe cblas_sspmv(
          CblasColMajor, CblasLower, order, 1, packed.baseAddress, x.baseAddress, 1, 0, &result, 1)
      }
    }
    return result
  }

  /// A ← A + w R′R or A + w R R′ for R of rowCount × columnCount, row-major (dsyrk).
  static func addGram(
    _ block: Span<Double>, rowCount: Int, columnCount: Int, of vectors: GramVectors,
    weight: Double, to matrix: inout [Double]
  ) {
    let (order, depth) =
      switch vectors {
      case .columns: (columnCount, rowCount)
      case .rows: (rowCount, columnCount)
      }
    precondition(
      block.count == rowCount * columnCount && matrix.count == order * order,
      "the block and the matrix have the sides given")
    guard order > 0, depth > 0 else { return }
    BLASLibrary.useOneThread()
    unsafe block.withUnsafeBufferPointer { block in
      unsafe cblas_dsyrk(
        CblasColMajor, CblasLower, vectors.code, blasInteger(order), blasInteger(depth), weight,
        block.baseAddress, leadingDimension(columnCount), 1, &matrix, leadingDimension(order))
    }
  }
}
