/// The triangular factor R of a tall matrix that arrives in blocks of rows (TSQR).
///
/// R′R = A′A for all rows A absorbed so far, but R comes from orthogonal transformations, never
/// from A′A: singular values keep an error of ε ‖A‖ where eigenvalues of the Gram matrix have one
/// of √ε ‖A‖. States of parts of the rows merge to the state of the whole: by rounding, not
/// mathematics, does the result depend on where the rows were cut, so cut where the data says.
///
/// Rows are gathered into panels, and a panel is folded into R by a QR factorisation that knows R
/// is triangular already (dtpqrt): 2 d² operations a row however small the blocks are.
///
/// - Source: Demmel, Grigori, Hoemmen and Langou, "Communication-optimal parallel and sequential QR
///   and LU factorizations", SIAM Journal on Scientific Computing 34 (2012).
public struct TallSkinnyFactor: Sendable, Hashable {
  /// Number of columns.
  public let columnCount: Int
  /// Number of rows absorbed.
  public private(set) var rowCount = 0

  /// R of the rows folded in, columnCount², column-major as dtpqrt wants it; zero below the
  /// diagonal.
  public private(set) var triangle: [Double]
  /// Rows not folded in yet, row-major, fewer than a panel.
  public private(set) var pending: [Double] = []

  /// Rows of a panel: the measured rate no longer grows beyond.
  private static let panelRows = 256

  /// No rows yet.
  public init(columnCount: Int) {
    let count = Matrix.elementCount(rowCount: columnCount, columnCount: columnCount)
    self.columnCount = columnCount
    triangle = [Double](repeating: 0, count: count)
  }

  /// A state as it was, from its four properties; it goes on bit for bit as the saved one would.
  ///
  /// - Precondition: `triangle` holds columnCount² values and `pending` whole rows, fewer than a
  ///   panel of 256.
  /// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``, so that no damaged file gets to LAPACK.
  public init(
    columnCount: Int, rowCount: Int, triangle: [Double], pending: [Double]
  ) throws(LinearAlgebraError) {
    precondition(
      triangle.count == Matrix.elementCount(rowCount: columnCount, columnCount: columnCount),
      "a triangle holds columnCount² values")
    precondition(
      pending.isEmpty
        || (pending.count % columnCount == 0 && pending.count < Self.panelRows * columnCount),
      "pending rows are whole and fewer than a panel")
    try requireFinite(triangle.span, columnCount: columnCount)
    try requireFinite(pending.span, columnCount: columnCount)
    self.columnCount = columnCount
    self.rowCount = rowCount
    self.triangle = triangle
    self.pending = pending
  }

  /// Takes in a block of rows, row-major.
  ///
  /// - Throws: ``LinearAlgebraError/nonFinite(row:column:)`` with the row counted from the start of
  ///   the block; the state is then unchanged.
  /// - Complexity: 2 rowCount × columnCount² operations.
  public mutating func absorb(
    rows: Span<Double>, rowCount: Int
  ) throws(LinearAlgebraError) {
    precondition(
      rows.count == Matrix.elementCount(rowCount: rowCount, columnCount: columnCount),
      "a block of rows holds rowCount × columnCount values")
    try requireFinite(rows, columnCount: columnCount)
    self.rowCount += rowCount
    guard columnCount > 0 else { return }
    let panelCount = Self.panelRows * columnCount
    if pending.capacity < min(panelCount, rows.count) { pending.reserveCapacity(panelCount) }
    var taken = 0
    while taken < rows.count {
      let end = min(rows.count, taken + panelCount - pending.count)
      for index in taken..<end { pending.append(rows[index]) }
      taken = end
      if pending.count == panelCount { foldPending() }
    }
  }

  /// Takes in the rows of another state of as many columns.
  public mutating func merge(_ other: TallSkinnyFactor) throws(LinearAlgebraError) {
    precondition(other.columnCount == columnCount, "merged factors have equal columns")
    var panel = other.triangle
    LAPACK.foldTriangle(&panel, into: &triangle, columnCount: columnCount)
    let rows = rowCount + other.rowCount
    try absorb(rows: other.pending.span, rowCount: other.pendingRows)
    rowCount = rows
  }

  /// R of all rows absorbed: upper triangular, columnCount × columnCount, diagonal not negative.
  ///
  /// The rows beyond the number absorbed are zero. The state can go on absorbing.
  public func finish() -> Matrix {
    var whole = self
    whole.foldPending()
    var factor = Matrix(
      rowCount: columnCount, columnCount: columnCount,
      elements: transposedCopy(
        whole.triangle.span, rowCount: columnCount, columnCount: columnCount))
    factor.makeDiagonalNonnegative()
    return factor
  }

  private var pendingRows: Int { columnCount == 0 ? 0 : pending.count / columnCount }

  private mutating func foldPending() {
    let rows = pendingRows
    guard rows > 0 else { return }
    var panel = transposedCopy(pending.span, rowCount: rows, columnCount: columnCount)
    LAPACK.foldPanel(&panel, rowCount: rows, into: &triangle, columnCount: columnCount)
    pending.removeAll(keepingCapacity: true)
  }
}
