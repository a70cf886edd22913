import LinearAlgebra
import Streaming

/// A panel of rows with the codes that pairs are sorted out by.
struct ScreenedPanel: Sendable {
  let panel: UnitPanel
  let side: ScreeningKernels.Side

  /// - Precondition: the panel holds Floats.
  init(_ panel: UnitPanel, columnCount: Int) {
    guard case .float(let values) = panel.values else {
      preconditionFailure("codes are of rows of Floats")
    }
    self.panel = panel
    side = ScreeningKernels.Side(
      values: values, codes: ScreeningKernels.codes(values, columnCount: columnCount),
      numbers: panel.rowNumbers)
  }
}

/// A sweep over all pairs of rows that looks for neighbours only: most pairs are ruled out by products of
/// 8-bit codes, which a processor may multiply four times as fast, with a bound on what they leave out.
///
/// Lists end with the same candidates as those of a ``PairSweep``, up to the rounding of Float. Where codes
/// rule out too little (rows with one huge component, many copies) products are taken in Float.
struct ScreenedSweep: Sendable {
  let panels: UnitPanels
  let jobs: Int

  /// Screening is given up where it leaves more than this share of the pairs of a tile.
  private static let mostComputed = 0.25
  /// Rows shorter than this are as fast in Float.
  private static let fewestColumns = 32

  /// Whether the sweep is worth it for a set.
  static func isWorthIt(rowCount: Int, columnCount: Int) -> Bool {
    ScreeningKernels.isAvailable && rowCount > UnitPanels.panelRows
      && columnCount >= fewestColumns && columnCount <= ScreeningKernels.mostColumns
  }

  /// Fills the lists.
  ///
  /// - Complexity: n² d multiply-adds of 8 bits, 2 d operations for each pair that is not ruled out; memory
  ///   for two bytes a value of the panels kept.
  func run(
    _ selection: NeighborSelection, progress: @escaping @Sendable (Int) -> Void
  ) async throws -> NeighborSelection {
    var kept: [ScreenedPanel] = []
    if panels.areKept {
      try await orderedMap(count: panels.count, width: jobs) { index in
        ScreenedPanel(try panels.panel(index), columnCount: panels.columnCount)
      } consume: { _, panel in
        kept.append(panel)
      }
    }
    let all = kept
    let isGivenUp = Shared(false)
    @Sendable func screened(_ index: Int) throws -> ScreenedPanel {
      index < all.count
        ? all[index] : ScreenedPanel(try panels.panel(index), columnCount: panels.columnCount)
    }
    try await orderedMap(count: panels.count, width: jobs) { stripe in
      try Task.checkCancellation()
      let rows = try screened(stripe)
      var tiles = TileBuffer()
      for other in PairSweep.columnPanels(of: stripe, among: panels.count) {
        if isGivenUp.withLock({ $0 }) {
          let columns = other == stripe ? rows.panel : try panels.panel(other)
          let tile = PairTile(rows.panel, columns, rowPanel: stripe, columnPanel: other)
          tiles.multiply(tile, rows.panel, columns, depth: panels.columnCount)
          selection.consume(tiles.floats, of: tile)
        } else {
          let columns = other == stripe ? rows : try screened(other)
          let tile = PairTile(rows.panel, columns.panel, rowPanel: stripe, columnPanel: other)
          let share = selection.screen(rows.side, columns.side, of: tile)
          if let share, share > Self.mostComputed { isGivenUp.withLock { $0 = true } }
        }
      }
      progress(panels.count - stripe)
    } consume: { _, _ in
    }
    return selection
  }
}
