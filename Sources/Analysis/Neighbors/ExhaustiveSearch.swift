import EmbeddingSets
import LinearAlgebra
import Streaming

/// Neighbours of a few rows by holding every row of the base against the best so far, in Double.
///
/// For rows whose candidates are not certain: more rows nearly as near as the k-th than the lists hold,
/// as in a set with many copies of one row.
struct ExhaustiveSearch: Sendable {
  let refinement: NeighborRefinement
  /// Panels of the base in Double.
  let panels: UnitPanels
  /// Taken off each row.
  let origin: [Double]
  let jobs: Int

  /// Queries that share a read of the base.
  private static let batch = 256

  /// The nearest rows of each query.
  ///
  /// - Parameter known: the k-th remoteness among the candidates of each query: a bound from above.
  func run(_ queries: [(query: NeighborQuery, known: Double)]) async throws -> [NearestRows] {
    var found: [NearestRows] = []
    let batches = (queries.count + Self.batch - 1) / Self.batch
    try await orderedMap(count: batches, width: jobs) { index in
      let first = index * Self.batch
      return try search(Array(queries[first..<min(first + Self.batch, queries.count)]))
    } consume: { _, part in
      found += part
    }
    return found
  }

  private func search(_ queries: [(query: NeighborQuery, known: Double)]) throws -> [NearestRows] {
    let columnCount = origin.count
    let metric = refinement.metric
    var nearest = queries.map { _ in NearestRows(count: refinement.count) }
    let rows = queries.flatMap { $0.query.centered(origin) }
    // squares of the rows in Double: those that came with the candidates were rounded to Float
    let squares = queries.indices.map { place in
      rows[place * columnCount..<(place + 1) * columnCount].reduce(0) { $0 + $1 * $1 }
    }
    var limits = queries.indices.map { limit(squares[$0], queries[$0].known) }
    var products: [Double] = []
    for index in 0..<panels.count {
      let panel = try panels.panel(index)
      guard case .double(let values) = panel.values, panel.rowCount > 0 else { continue }
      if products.count < queries.count * panel.rowCount {
        products = Array(repeating: 0, count: queries.count * panel.rowCount)
      }
      BLAS.doubleProductTransposed(
        left: rows.span, leftRows: queries.count, right: values.span, rightRows: panel.rowCount,
        depth: columnCount, into: &products)
      let halves = panel.squares.map(metric.half)
      for (place, (query, known)) in queries.enumerated() {
        let start = place * panel.rowCount
        var numbers: [UInt32] = []
        for column in 0..<panel.rowCount
        where products[start + column] - halves[column] >= limits[place]
          && panel.rowNumbers[column] != query.excluded
        {
          numbers.append(panel.rowNumbers[column])
        }
        guard !numbers.isEmpty else { continue }
        let remoteness = try refinement.base.remoteness(
          of: query.values, weight: query.weight, to: numbers, metric: metric)
        for (number, value) in zip(numbers, remoteness) { nearest[place].offer(number, value) }
        guard let last = nearest[place].last else { continue }
        // no distance is below 0, and later rows have larger numbers
        limits[place] =
          last == 0 && metric != .innerProduct
          ? .infinity : limit(squares[place], min(last, known))
      }
    }
    return nearest
  }

  /// No row with a key below this can be among the neighbours.
  private func limit(_ square: Double, _ remoteness: Double) -> Double {
    refinement.metric.key(remoteness: remoteness, square: square)
      - refinement.bounds.slack(square: square)
  }
}

extension NeighborQuery {
  /// z = weight × x - origin.
  func centered(_ origin: [Double]) -> [Double] {
    var rows = [Double](repeating: 0, count: origin.count)
    switch values {
    case .float(let values):
      for column in origin.indices {
        rows[column] = weight * Double(values[column]) - origin[column]
      }
    case .double(let values):
      for column in origin.indices { rows[column] = weight * values[column] - origin[column] }
    }
    return rows
  }
}
