import CLAPACK

// | routine | does                                                                        |
// | dgeqrf  | QR of a matrix                                                              |
// | dtpqrt  | QR of a triangle on top of a rectangle or of another triangle, by its shape |

extension LAPACK {
  /// Columns that dtpqrt treats at once.
  private static let blockColumns = 32

  /// QR of a column-major matrix: its upper triangle becomes R.
  static func orthogonalTriangular(
    _ matrix: inout [Double], rowCount: Int, columnCount: Int
  ) {
    let count = min(rowCount, columnCount)
    guard count > 0 else { return }
    BLASLibrary.useOneThread()
    var reflectors = [Double](repeating: 0, count: count)
    let info = unsafe LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR, blasInteger(rowCount), blasInteger(columnCount), &matrix,
      leadingDimension(rowCount), &reflectors)
    LAPACKRoutine.dgeqrf.checkDirect(info)
  }

  /// R of [R; panel], all column-major; the panel is destroyed.
  static func foldPanel(
    _ panel: inout [Double], rowCount: Int, into triangle: inout [Double], columnCount: Int
  ) {
    fold(&panel, rowCount: rowCount, trapezoidRows: 0, into: &triangle, columnCount: columnCount)
  }

  /// R of two upper triangles on top of each other, column-major; the first is destroyed.
  static func foldTriangle(
    _ other: inout [Double], into triangle: inout [Double], columnCount: Int
  ) {
    fold(
      &other, rowCount: columnCount, trapezoidRows: columnCount, into: &triangle,
      columnCount: columnCount)
  }

  private static func fold(
    _ panel: inout [Double], rowCount: Int, trapezoidRows: Int, into triangle: inout [Double],
    columnCount: Int
  ) {
    guard rowCount > 0, columnCount > 0 else { return }
    BLASLibrary.useOneThread()
    let block = min(blockColumns, columnCount)
    var reflectors = [Double](repeating: 0, count: block * columnCount)
    let info = unsafe LAPACKE_dtpqrt(
      LAPACK_COL_MAJOR, blasInteger(rowCount), blasInteger(columnCount),
      blasInteger(trapezoidRows), blasInteger(block), &triangle, blasInteger(columnCount), &panel,
      blasInteger(rowCount), &reflectors, blasInteger(block))
    LAPACKRoutine.dtpqrt.checkDirect(info)
  }
}
