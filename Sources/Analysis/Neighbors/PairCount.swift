import EmbeddingSets
import LinearAlgebra
import Streaming

/// How many rows lie within a distance of each of some rows, by products in Double.
///
/// For the rows whose list of neighbours ends within the distance.
struct PairCount: Sendable {
  /// Panels of the base in Double, and what is taken off its rows.
  let panels: UnitPanels
  let origin: [Double]
  let jobs: Int

  /// Queries that share a read of the base.
  private static let batch = 256

  /// Rows other than itself within a squared distance of each query.
  func counts(_ queries: [NeighborQuery], squaredDistance: Double) async throws -> [Int] {
    var found: [Int] = []
    let batches = (queries.count + Self.batch - 1) / Self.batch
    try await orderedMap(count: batches, width: jobs) { index in
      let first = index * Self.batch
      return try count(
        Array(queries[first..<min(first + Self.batch, queries.count)]), squaredDistance)
    } consume: { _, part in
      found += part
    }
    return found
  }

  private func count(_ queries: [NeighborQuery], _ squaredDistance: Double) throws -> [Int] {
    let depth = origin.count
    let rows = queries.flatMap { $0.centered(origin) }
    var counts = [Int](repeating: 0, count: queries.count)
    var products: [Double] = []
    for index in 0..<panels.count {
      let panel = try panels.panel(index)
      guard case .double(let values) = panel.values, panel.rowCount > 0 else { continue }
      if products.count < queries.count * panel.rowCount {
        products = Array(repeating: 0, count: queries.count * panel.rowCount)
      }
      BLAS.doubleProductTransposed(
        left: rows.span, leftRows: queries.count, right: values.span, rightRows: panel.rowCount,
        depth: depth, into: &products)
      for place in queries.indices {
        var square = 0.0
        for column in place * depth..<(place + 1) * depth { square += rows[column] * rows[column] }
        let start = place * panel.rowCount
        var count = 0
        for column in 0..<panel.rowCount
        where square + panel.squares[column] - 2 * products[start + column] <= squaredDistance
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
