import EmbeddingSets

/// How many rows lie within a distance of each of some rows, by products in Double.
///
/// For the rows whose list of neighbours ends within the distance.
struct PairCount: Sendable {
  private let base: PanelProducts

  /// Panels of the base in Double, and what is taken off its rows.
  init(panels: UnitPanels, origin: [Double], jobs: Int) {
    base = PanelProducts(panels: panels, origin: origin, jobs: jobs)
  }

  /// Rows other than itself within a squared distance of each query.
  func counts(_ queries: [NeighborQuery], squaredDistance: Double) async throws -> [Int] {
    try await base.batches(of: queries) { try count($0, squaredDistance) }
  }

  private func count(_ queries: [NeighborQuery], _ squaredDistance: Double) throws -> [Int] {
    let rows = queries.flatMap { $0.centered(base.origin) }
    let squares = base.squares(rows)
    var counts = [Int](repeating: 0, count: queries.count)
    try base.visit(rows) { panel, products in
      for place in queries.indices {
        let start = place * panel.rowCount
        var count = 0
        for column in 0..<panel.rowCount
        where squares[place] + panel.squares[column] - 2 * products[start + column]
          <= squaredDistance
          && panel.rowNumbers[column] != queries[place].excluded
        {
          count += 1
        }
        counts[place] += count
      }
    }
    return counts
  }
}
