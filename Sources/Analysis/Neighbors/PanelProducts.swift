import LinearAlgebra
import Streaming

/// Products of a few queries with every row of a base, in Double.
///
/// For what single precision cannot settle: batches of queries share a read of the base.
struct PanelProducts: Sendable {
  /// Panels of the base in Double, and what is taken off its rows.
  let panels: UnitPanels
  let origin: [Double]
  let jobs: Int

  /// Queries that share a read of the base.
  private static let batch = 256

  /// What a search finds for each query, batch by batch.
  func batches<Query: Sendable, Found: Sendable>(
    of queries: [Query], search: @escaping @Sendable ([Query]) throws -> [Found]
  ) async throws -> [Found] {
    var found: [Found] = []
    let count = (queries.count + Self.batch - 1) / Self.batch
    try await orderedMap(count: count, width: jobs) { index in
      let first = index * Self.batch
      return try search(Array(queries[first..<min(first + Self.batch, queries.count)]))
    } consume: { _, part in
      found += part
    }
    return found
  }

  /// |z|² of each query in Double: what came with candidates was rounded to Float.
  func squares(_ rows: [Double]) -> [Double] {
    stride(from: 0, to: rows.count, by: origin.count).map { start in
      rows[start..<start + origin.count].reduce(0) { $0 + $1 * $1 }
    }
  }

  /// Visits every panel with the products of some queries and its rows, a query after the other.
  ///
  /// - Parameter rows: the queries about the origin, row-major.
  func visit(_ rows: [Double], _ body: (UnitPanel, [Double]) throws -> Void) throws {
    let queryCount = rows.count / origin.count
    var products: [Double] = []
    for index in 0..<panels.count {
      let panel = try panels.panel(index)
      guard case .double(let values) = panel.values, panel.rowCount > 0 else { continue }
      if products.count < queryCount * panel.rowCount {
        products = Array(repeating: 0, count: queryCount * panel.rowCount)
      }
      BLAS.doubleProductTransposed(
        left: rows.span, leftRows: queryCount, right: values.span, rightRows: panel.rowCount,
        depth: origin.count, into: &products)
      try body(panel, products)
    }
  }
}
