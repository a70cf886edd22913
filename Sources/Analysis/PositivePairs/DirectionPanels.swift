import EmbeddingSets
import LinearAlgebra
import Streaming

/// Some rows scaled to norm 1, ready for products, in the precision that products are taken in.
struct DirectionPanel: Sendable {
  /// Unit rows, row-major.
  enum Values: Sendable {
    case float([Float])
    case double([Double])
  }

  let values: Values
  let rowCount: Int

  /// The directions of some rows; the rows themselves where they are unit.
  ///
  /// - Precondition: none of them is zero.
  init(_ rows: Span<Double>, rowCount: Int, columnCount: Int, areUnit: Bool, single: Bool) {
    self.rowCount = rowCount
    var floats = [Float](repeating: 0, count: single ? rowCount * columnCount : 0)
    var doubles = [Double](repeating: 0, count: single ? 0 : rowCount * columnCount)
    for row in 0..<rowCount {
      let elements = row * columnCount..<(row + 1) * columnCount
      let weight = areUnit ? 1 : UnitWeight.of(rows, elements)
      if single {
        for index in elements { floats[index] = Float(weight * rows[index]) }
      } else {
        for index in elements { doubles[index] = weight * rows[index] }
      }
    }
    values = single ? .float(floats) : .double(doubles)
  }

  private init(_ values: Values, rowCount: Int) {
    self.values = values
    self.rowCount = rowCount
  }

  /// Some of its rows.
  func slice(_ rows: Range<Int>, columnCount: Int) -> DirectionPanel {
    if rows == 0..<rowCount { return self }
    let elements = rows.lowerBound * columnCount..<rows.upperBound * columnCount
    let part: Values =
      switch values {
      case .float(let values): .float(Array(values[elements]))
      case .double(let values): .double(Array(values[elements]))
      }
    return DirectionPanel(part, rowCount: rows.count)
  }
}

/// The rows of one side of a sweep, panel by panel: kept in memory as far as a budget goes, read again
/// beyond it.
///
/// Rows that are in a pair come first and share no panel with those that are not.
struct DirectionPanels: Sendable {
  /// Most rows of a panel: more where there are panels enough for every task, because BLAS packs both
  /// panels for every tile.
  static func panelRows(of rowCount: Int) -> Int { rowCount < 32_768 ? 1024 : 2048 }
  /// Most bytes that are kept of one side.
  static let keptBytes = 448 << 20

  let source: any EmbeddingSource
  let scale: Double
  /// Row numbers, those in a pair first.
  let rows: [Int]
  /// How many of them are in a pair.
  let pairedCount: Int
  /// Panels as ranges of positions in ``rows``.
  let ranges: [Range<Int>]
  let areUnit: Bool
  let single: Bool
  private var kept: [DirectionPanel] = []

  init(
    _ source: any EmbeddingSource, scale: Double, rows: [Int], pairedCount: Int,
    areUnit: Bool = false, single: Bool
  ) {
    self.source = source
    self.scale = scale
    self.rows = rows
    self.pairedCount = pairedCount
    self.areUnit = areUnit
    self.single = single
    let height = Self.panelRows(of: rows.count)
    func cut(_ range: Range<Int>) -> [Range<Int>] {
      stride(from: range.lowerBound, to: range.upperBound, by: height).map {
        $0..<min($0 + height, range.upperBound)
      }
    }
    ranges = cut(0..<pairedCount) + cut(pairedCount..<rows.count)
  }

  /// Whether the rows of a panel are in a pair.
  func isPaired(_ panel: Int) -> Bool { ranges[panel].lowerBound < pairedCount }
  /// Whether every panel is in memory.
  var isKept: Bool { kept.count == ranges.count }

  /// Reads as many panels as fit the budget into memory.
  mutating func keep(jobs: Int) async throws {
    let bytes = Self.panelRows(of: rows.count) * source.shape.columnCount * (single ? 4 : 8)
    let count = min(ranges.count, Self.keptBytes / max(1, bytes))
    var panels: [DirectionPanel] = []
    let reader = self
    try await orderedMap(count: count, width: jobs) { index in
      try reader.read(index)
    } consume: { _, panel in
      panels.append(panel)
    }
    kept = panels
  }

  /// A panel by index.
  func panel(_ index: Int) throws -> DirectionPanel {
    index < kept.count ? kept[index] : try read(index)
  }

  private func read(_ index: Int) throws -> DirectionPanel {
    var gatherer = RowGatherer(source, scale: scale)
    try gatherer.read(rows[ranges[index]])
    let columnCount = source.shape.columnCount
    let count = ranges[index].count
    return DirectionPanel(
      gatherer.rows.span.extracting(0..<count * columnCount), rowCount: count,
      columnCount: columnCount, areUnit: areUnit, single: single)
  }
}

/// Room for one tile of cosines between two panels.
struct CosineTile {
  private(set) var floats: [Float] = []
  private(set) var doubles: [Double] = []
  private var isSingle = true

  /// Fills the tile with the products of the rows of two panels of one precision.
  mutating func multiply(_ rows: DirectionPanel, _ columns: DirectionPanel, depth: Int) {
    let count = rows.rowCount * columns.rowCount
    switch (rows.values, columns.values) {
    case (.float(let left), .float(let right)):
      if floats.count < count { floats = Array(repeating: 0, count: count) }
      BLAS.singleProductTransposed(
        left: left.span, leftRows: rows.rowCount, right: right.span, rightRows: columns.rowCount,
        depth: depth, into: &floats)
      isSingle = true
    case (.double(let left), .double(let right)):
      if doubles.count < count { doubles = Array(repeating: 0, count: count) }
      BLAS.doubleProductTransposed(
        left: left.span, leftRows: rows.rowCount, right: right.span, rightRows: columns.rowCount,
        depth: depth, into: &doubles)
      isSingle = false
    default: preconditionFailure("the panels of one sweep have one precision")
    }
  }

  /// Takes a pair out: its terms become 0.
  mutating func leaveOut(_ index: Int) {
    if isSingle {
      floats[index] = Float(ContrastiveKernels.leftOut)
    } else {
      doubles[index] = ContrastiveKernels.leftOut
    }
  }

  /// Adds the terms of the tile at every temperature.
  func addTerms(
    rowCount: Int, columnCount: Int, of ladder: TemperatureLadder, rowSums: inout [Double],
    columnSums: inout [Double]
  ) {
    if isSingle {
      ContrastiveKernels.addTerms(
        floats, rowCount: rowCount, columnCount: columnCount, rates: ladder.rates,
        powers: ladder.powers, rowSums: &rowSums, columnSums: &columnSums)
    } else {
      ContrastiveKernels.addTerms(
        doubles, rowCount: rowCount, columnCount: columnCount, rates: ladder.rates,
        powers: ladder.powers, rowSums: &rowSums, columnSums: &columnSums)
    }
  }
}
