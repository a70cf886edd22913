import EmbeddingSets
import RealModule

/// The fits of ``TwoNearestNeighbors`` on halves, quarters and so on of the distinct rows, drawn at
/// random, each part within the one before.
///
/// A dimension that depends on the scale shows as a slope of the curve.
struct Decimation {
  let source: any EmbeddingSource
  let metric: NeighborMetric
  /// Rows that repeat one before them: they take no part.
  let repeats: Set<Int>
  let jobs: Int
  let seed: UInt64
  /// Most multiply-adds of four searches of a part.
  let budget: Double
  /// The nearest of every row among all, where that is known: of twenty in the whole set most often two
  /// are in a half or a quarter, and they are the nearest there.
  let whole: NeighborTable?

  /// Fewest rows of a part.
  private static let fewestRows = 100

  /// The fits, largest part first.
  func levels() async throws -> [IntrinsicDimensionEstimates.Level] {
    let rows = RowSample.permutation(of: source.shape.rowCount, seed: seed)
      .filter { !repeats.contains($0) }
    var levels: [IntrinsicDimensionEstimates.Level] = []
    var size = rows.count / 2
    while size >= Self.fewestRows {
      defer { size /= 2 }
      let cost = NeighborStage.cost(rowCount: size, columnCount: source.shape.columnCount)
      guard whole != nil || 4 * cost <= budget else { continue }
      guard let distances = try await twoNearest(Array(rows[..<size])) else { break }
      let ratios = distances.compactMap { first, second -> Double? in
        first > 0 ? Double.log(second / first) : nil
      }
      let fit = TwoNearestNeighbors(logRatios: ratios)
      levels.append(
        IntrinsicDimensionEstimates.Level(
          rowCount: distances.count, queryCount: ratios.count, linear: fit.linear,
          likelihood: fit.likelihood))
    }
    return levels
  }

  /// The distances of each usable row of a part to its two nearest in the part; nil for a part without
  /// three such rows.
  private func twoNearest(_ part: [Int]) async throws -> [(Double, Double)]? {
    guard let whole else {
      return distances(in: try await search(part).ofAllRows(k: 2))?.map(\.value)
    }
    var places = [Int](repeating: -1, count: source.shape.rowCount)
    for (place, row) in part.enumerated() { places[row] = place }
    var found: [Int: (Double, Double)] = [:]
    var short: [Int] = []
    for (index, query) in whole.queries.enumerated() where places[query] >= 0 {
      var nearest: [Double] = []
      for (neighbor, value) in zip(whole.neighbors(ofQuery: index), whole.values(ofQuery: index))
      where places[Int(neighbor)] >= 0 {
        nearest.append(value)
        if nearest.count == 2 { break }
      }
      if nearest.count == 2 {
        found[places[query]] = (nearest[0], nearest[1])
      } else {
        short.append(places[query])
      }
    }
    if !short.isEmpty {
      let search = try await search(part)
      // from half of the rows on, a sweep that serves both rows of a pair is the shorter way
      let table =
        2 * short.count < part.count
        ? try await search.ofRows(short.sorted(), k: 2) : try await search.ofAllRows(k: 2)
      guard let others = distances(in: table) else { return nil }
      for (place, value) in others { found[place] = value }
    }
    guard found.count >= 3 else { return nil }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private func search(_ part: [Int]) async throws -> NearestNeighbors {
    try await NearestNeighbors(
      in: try RowSubset(source, rows: part), metric: metric, jobs: jobs)
  }

  private func distances(in table: NeighborTable) -> [(place: Int, value: (Double, Double))]? {
    guard table.count == 2 else { return nil }
    return table.queries.indices.map {
      (table.queries[$0], (table.values[2 * $0], table.values[2 * $0 + 1]))
    }
  }
}
