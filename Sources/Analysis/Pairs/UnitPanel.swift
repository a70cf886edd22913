import EmbeddingSets
import LinearAlgebra
import Streaming

/// Consecutive rows z of a view, ready for products: centered unit rows z = x/|x| - ū by default.
///
/// Centering changes no distance, and it keeps the products small where all rows point the same way:
/// their rounding is then relative to the spread, not to 1.
struct UnitPanel: Sendable {
  /// Values of z in the precision that products are taken in.
  enum Values: Sendable {
    case float([Float])
    case double([Double])
  }

  /// z, row-major.
  let values: Values
  /// |z|² of the values as rounded, so that equal rows are at distance 0.
  let squares: [Double]
  /// The number of each row in its set.
  let rowNumbers: [UInt32]

  /// Number of rows.
  var rowCount: Int { squares.count }

  init(
    _ rows: Span<Double>, rowCount: Int, columnCount: Int, single: Bool, rowNumbers: [UInt32] = []
  ) {
    self.rowNumbers = rowNumbers
    if single {
      let rounded = ReductionKernels.roundRows(rows, rowCount: rowCount, columnCount: columnCount)
      values = .float(rounded.values)
      self.squares = rounded.squares
    } else {
      var values = [Double](repeating: 0, count: rowCount * columnCount)
      var squares = [Double](repeating: 0, count: rowCount)
      for row in 0..<rowCount {
        var square = 0.0
        for index in row * columnCount..<(row + 1) * columnCount {
          values[index] = rows[index]
          square += rows[index] * rows[index]
        }
        squares[row] = square
      }
      self.values = .double(values)
      self.squares = squares
    }
  }
}

/// The panels of a set: kept in memory where they fit a budget, read again where they do not.
struct UnitPanels: Sendable {
  /// Rows of the set in one panel.
  static let panelRows = 1024
  /// Most bytes of panels that are kept.
  private static let keptBytes = 96 << 20

  private let rows: ViewRows
  private let origin: [Double]
  private let single: Bool
  private let kept: [UnitPanel]
  /// Number of panels.
  let count: Int
  /// Components of a row.
  let columnCount: Int

  /// Panels of the rows of a view; `single` takes products in Float.
  ///
  /// Without an origin of its own the set is centered about its mean. `keeping` off reads every panel
  /// when it is asked for.
  init(
    _ source: any EmbeddingSource, pass: RowPassResult, view: SpectralView = .unitCentered,
    origin: [Double]? = nil, single: Bool, keeping: Bool = true, jobs: Int
  ) async throws {
    rows = ViewRows(source: source, pass: pass, view: view)
    self.origin = origin ?? rows.origin()
    self.single = single
    columnCount = source.shape.columnCount
    let rowCount = source.shape.rowCount
    precondition(rowCount <= Int(UInt32.max), "row numbers take 32 bits")
    count = Self.count(rowCount: rowCount)
    var panels: [UnitPanel] = []
    if keeping, rowCount * columnCount * (single ? 4 : 8) <= Self.keptBytes {
      let (rows, origin) = (rows, self.origin)
      try await orderedMap(count: count, width: jobs) { index in
        try Self.read(index, rows: rows, origin: origin, single: single)
      } consume: { _, panel in
        panels.append(panel)
      }
    }
    kept = panels
  }

  /// Panels of a set of so many rows.
  static func count(rowCount: Int) -> Int { (rowCount + panelRows - 1) / panelRows }

  /// Pairs of panels in a sweep over a set of so many rows, a panel with itself included.
  static func tileCount(rowCount: Int) -> Int {
    let panels = count(rowCount: rowCount)
    return panels * (panels + 1) / 2
  }

  /// Whether the panels are in memory.
  var areKept: Bool { kept.count == count }

  /// A panel by index; empty where none of its rows has a direction.
  func panel(_ index: Int) throws -> UnitPanel {
    if index < kept.count { return kept[index] }
    return try Self.read(index, rows: rows, origin: origin, single: single)
  }

  private static func read(
    _ index: Int, rows: ViewRows, origin: [Double], single: Bool
  ) throws -> UnitPanel {
    let range = index * panelRows..<min((index + 1) * panelRows, rows.source.shape.rowCount)
    var reader = RowReader(rows, origin: origin)
    let count = try reader.read(range)
    return UnitPanel(
      reader.rows.span, rowCount: count, columnCount: origin.count, single: single,
      rowNumbers: reader.rowNumbers)
  }
}
