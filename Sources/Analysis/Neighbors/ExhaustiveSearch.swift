import EmbeddingSets

/// Neighbours of a few rows by holding every row of the base against the best so far, in Double.
///
/// For rows whose candidates are not certain: more rows nearly as near as the k-th than the lists hold,
/// as in a set with many copies of one row.
struct ExhaustiveSearch: Sendable {
  let refinement: NeighborRefinement
  private let base: PanelProducts

  /// A search among panels of the base in Double, about what is taken off each row.
  init(refinement: NeighborRefinement, panels: UnitPanels, origin: [Double], jobs: Int) {
    self.refinement = refinement
    base = PanelProducts(panels: panels, origin: origin, jobs: jobs)
  }

  /// The nearest rows of each query.
  ///
  /// - Parameter queries: with the k-th remoteness among the candidates of each, a bound from above.
  func run(_ queries: [(query: NeighborQuery, known: Double)]) async throws -> [NearestRows] {
    try await base.batches(of: queries) { try search($0) }
  }

  private func search(_ queries: [(query: NeighborQuery, known: Double)]) throws -> [NearestRows] {
    let metric = refinement.metric
    var nearest = queries.map { _ in NearestRows(count: refinement.count) }
    let rows = queries.flatMap { $0.query.centered(base.origin) }
    let squares = base.squares(rows)
    var limits = queries.indices.map { limit(squares[$0], queries[$0].known) }
    try base.visit(rows) { panel, products in
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
