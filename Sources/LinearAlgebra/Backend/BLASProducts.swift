import CLAPACK

extension BLAS {
  /// All inner products between two tiles of rows in single precision: C = L R′ (sgemm).
  ///
  /// `left` is leftRows × depth and `right` rightRows × depth, both row-major; the first
  /// leftRows × rightRows values of `result` become C, row-major. Nothing is copied or allocated:
  /// keep `result` between calls.
  ///
  /// - Precondition: `result` holds at least leftRows × rightRows values.
  /// - Complexity: 2 leftRows × rightRows × depth operations.
  public static func singleProductTransposed(
    left: Span<Float>, leftRows: Int, right: Span<Float>, rightRows: Int, depth: Int,
    into result: inout [Float]
  ) {
    extendSingleProductTransposed(
      left: left, leftRows: leftRows, right: right, rightRows: rightRows, width: depth,
      columns: 0..<depth, into: &result)
  }

  /// All inner products between two tiles of rows in double precision: C = L R′ (dgemm).
  ///
  /// As ``singleProductTransposed(left:leftRows:right:rightRows:depth:into:)``.
  public static func doubleProductTransposed(
    left: Span<Double>, leftRows: Int, right: Span<Double>, rightRows: Int, depth: Int,
    into result: inout [Double]
  ) {
    requireTiles(left.count, leftRows, right.count, rightRows, depth, result.count)
    guard leftRows > 0, rightRows > 0 else { return }
    BLASLibrary.useOneThread()
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe cblas_dgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, blasInteger(leftRows), blasInteger(rightRows),
          blasInteger(depth), 1, left.baseAddress, leadingDimension(depth), right.baseAddress,
          leadingDimension(depth), 0, &result, leadingDimension(rightRows))
      }
    }
  }

  /// Inner products between some columns of two tiles of rows: C ← C + L R′, or C = L R′ where the
  /// columns are the first (sgemm).
  ///
  /// So the products of a prefix of the columns become those of a longer one at the cost of what is
  /// between them. `left` is leftRows × width and `right` rightRows × width, both row-major; the first
  /// leftRows × rightRows values of `result` are C, row-major.
  ///
  /// - Precondition: `result` holds at least leftRows × rightRows values.
  /// - Complexity: 2 leftRows × rightRows × columns.count operations.
  public static func extendSingleProductTransposed(
    left: Span<Float>, leftRows: Int, right: Span<Float>, rightRows: Int, width: Int,
    columns: Range<Int>, into result: inout [Float]
  ) {
    requireTiles(left.count, leftRows, right.count, rightRows, width, result.count)
    precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "columns of the tiles")
    guard leftRows > 0, rightRows > 0 else { return }
    BLASLibrary.useOneThread()
    let first = columns.lowerBound
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, blasInteger(leftRows), blasInteger(rightRows),
          blasInteger(columns.count), 1, left.baseAddress.map { unsafe $0 + first },
          leadingDimension(width), right.baseAddress.map { unsafe $0 + first },
          leadingDimension(width), first == 0 ? 0 : 1, &result, leadingDimension(rightRows))
      }
    }
  }

  /// All inner products of a tile of rows with itself, on and above the diagonal: C = R R′ (ssyrk).
  ///
  /// `rows` is rowCount × depth, row-major; of the first rowCount × rowCount values of `result`,
  /// row-major, those on and above the diagonal become C, the others stay as they are.
  ///
  /// - Precondition: `result` holds at least rowCount × rowCount values.
  /// - Complexity: rowCount² × depth operations.
  public static func singleGram(
    of rows: Span<Float>, rowCount: Int, depth: Int, into result: inout [Float]
  ) {
    requireTiles(rows.count, rowCount, rows.count, rowCount, depth, result.count)
    guard rowCount > 0 else { return }
    BLASLibrary.useOneThread()
    unsafe rows.withUnsafeBufferPointer { rows in
      unsafe cblas_ssyrk(
        CblasRowMajor, CblasUpper, CblasNoTrans, blasInteger(rowCount), blasInteger(depth), 1,
        rows.baseAddress, leadingDimension(depth), 0, &result, leadingDimension(rowCount))
    }
  }

  /// All inner products of a tile of rows with itself, on and above the diagonal: C = R R′ (dsyrk).
  ///
  /// As ``singleGram(of:rowCount:depth:into:)``.
  public static func doubleGram(
    of rows: Span<Double>, rowCount: Int, depth: Int, into result: inout [Double]
  ) {
    requireTiles(rows.count, rowCount, rows.count, rowCount, depth, result.count)
    guard rowCount > 0 else { return }
    BLASLibrary.useOneThread()
    unsafe rows.withUnsafeBufferPointer { rows in
      unsafe cblas_dsyrk(
        CblasRowMajor, CblasUpper, CblasNoTrans, blasInteger(rowCount), blasInteger(depth), 1,
        rows.baseAddress, leadingDimension(depth), 0, &result, leadingDimension(rowCount))
    }
  }

  /// All inner products between the columns of two blocks of rows in single precision: C = L′ R (sgemm).
  ///
  /// `left` and `right` are rowCount × columnCount, row-major; `result` becomes columnCount².
  public static func singleCrossProduct(
    left: Span<Float>, right: Span<Float>, rowCount: Int, columnCount: Int,
    into result: inout [Float]
  ) {
    let count = Matrix.elementCount(rowCount: rowCount, columnCount: columnCount)
    precondition(left.count == count && right.count == count, "a block holds rows × columns values")
    precondition(result.count == columnCount * columnCount, "the result is square of the columns")
    guard columnCount > 0 else { return }
    BLASLibrary.useOneThread()
    let (side, leading) = (blasInteger(columnCount), leadingDimension(columnCount))
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe cblas_sgemm(
          CblasRowMajor, CblasTrans, CblasNoTrans, side, side, blasInteger(rowCount), 1,
          left.baseAddress, leading, right.baseAddress, leading, 0, &result, leading)
      }
    }
  }

  /// C = op(A) op(B) (dgemm).
  static func multiply(
    _ a: Matrix, _ opA: Transposition, _ b: Matrix, _ opB: Transposition, depth: Int,
    into c: inout Matrix
  ) {
    guard !c.elements.isEmpty else { return }
    BLASLibrary.useOneThread()
    let (rows, columns) = (blasInteger(c.rowCount), blasInteger(c.columnCount))
    unsafe cblas_dgemm(
      CblasRowMajor, opA.code, opB.code, rows, columns, blasInteger(depth), 1, a.elements,
      leadingDimension(a.columnCount), b.elements, leadingDimension(b.columnCount), 0,
      &c.elements, columns)
  }

  private static func requireTiles(
    _ leftCount: Int, _ leftRows: Int, _ rightCount: Int, _ rightRows: Int, _ depth: Int,
    _ resultCount: Int
  ) {
    precondition(
      leftCount == Matrix.elementCount(rowCount: leftRows, columnCount: depth)
        && rightCount == Matrix.elementCount(rowCount: rightRows, columnCount: depth),
      "a tile holds rows × depth values")
    precondition(
      resultCount >= Matrix.elementCount(rowCount: leftRows, columnCount: rightRows),
      "the result has room for leftRows × rightRows values")
  }
}
