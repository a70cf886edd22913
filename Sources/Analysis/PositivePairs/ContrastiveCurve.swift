import EmbeddingSets
import LinearAlgebra
import Streaming

/// InfoNCE among N rows of each side for growing N: whether the bound still grows with the number of
/// candidates or has flattened below its ceiling.
///
/// A seeded order of the pairs is taken greedily, so that no row is drawn twice; N pairs in a row of
/// that order are a batch, every query of which has the N rows of the batch as candidates. Small N
/// average many batches.
struct ContrastiveCurve: Sendable {
  /// One point at one temperature.
  struct Point: Sendable, Hashable {
    /// N.
    let candidates: Int
    let temperature: Double
    /// Mean loss over the batches, forward.
    let loss: Double
    /// Standard error of that mean over batches; nil for one batch.
    let standardError: Double?
    let batches: Int
  }

  let sources: PairPass.Sources
  let pairs: PositivePairs
  let cosines: [Double]
  let roster: PairRoster
  let temperatures: [Double]
  let jobs: Int
  let seed: UInt64

  /// N of the first point; each further one doubles it.
  static let fewest = 32
  /// Pairs that are drawn at most.
  static let mostPairs = 8192

  /// The points, N ascending, temperatures in their order within each.
  ///
  /// - Complexity: O(p² d) for p drawn pairs; memory for their rows and a tile a task.
  func points() async throws -> [Point] {
    let drawn = draw()
    var points: [Point] = []
    let values = try DrawnRows(sources, pairs: pairs, numbers: drawn)
    let relations = relations(drawn)
    var size = Self.fewest
    while size < max(roster.first.rows.count, roster.second.rows.count), size <= drawn.count {
      let batchCount = drawn.count / size
      let ladder = TemperatureLadder(temperatures, single: false)
      var losses = [[Double]](repeating: [], count: temperatures.count)
      let width = size
      try await orderedMap(count: batchCount, width: jobs) { batch in
        try Task.checkCancellation()
        return values.losses(
          of: batch * width..<(batch + 1) * width, cosines: drawn.map { cosines[$0] },
          relations: relations, ladder: ladder, temperatures: temperatures)
      } consume: { _, batch in
        for index in losses.indices { losses[index].append(batch[index]) }
      }
      for (temperature, values) in zip(temperatures, losses) {
        points.append(Self.point(values, candidates: size, temperature: temperature))
      }
      size *= 2
    }
    return points
  }

  private static func point(_ losses: [Double], candidates: Int, temperature: Double) -> Point {
    let count = Double(losses.count)
    let mean = losses.reduce(0, +) / count
    let scatter = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Point(
      candidates: candidates, temperature: temperature, loss: mean,
      standardError: losses.count > 1 ? (scatter / (count - 1) / count).squareRoot() : nil,
      batches: losses.count)
  }

  /// Numbers of pairs in a seeded order, no row twice.
  private func draw() -> [Int] {
    var order = Array(0..<pairs.count)
    var bits = SplitMix64(seed: SplitMix64.mix(seed ^ 0xC0A5_7E11))
    var drawn: [Int] = []
    var firstTaken = Set<Int>()
    var secondTaken = Set<Int>()
    for index in order.indices {
      let other =
        index + Int(bits.next().multipliedFullWidth(by: UInt64(order.count - index)).high)
      order.swapAt(index, other)
      let pair = order[index]
      let (row, column) = (pairs.first[pair], pairs.second[pair])
      if firstTaken.contains(row) || secondTaken.contains(column) { continue }
      if pairs.areWithinOneSet, firstTaken.contains(column) || secondTaken.contains(row) {
        continue
      }
      firstTaken.insert(row)
      secondTaken.insert(column)
      drawn.append(pair)
      if drawn.count == Self.mostPairs { break }
    }
    return drawn
  }

  /// For each drawn pair, the places of other drawn pairs whose second row is a positive of its first.
  private func relations(_ drawn: [Int]) -> [[Int]] {
    guard !roster.isOneToOne else { return [] }
    var placeOfColumn: [Int: Int] = [:]
    for (place, pair) in drawn.enumerated() { placeOfColumn[pairs.second[pair]] = place }
    var rowPosition: [Int: Int] = [:]
    for (position, row) in roster.first.rows.prefix(roster.first.pairedCount).enumerated() {
      rowPosition[row] = position
    }
    var related: [[Int]] = []
    for (place, pair) in drawn.enumerated() {
      var places: [Int] = []
      if let position = rowPosition[pairs.first[pair]] {
        for entry in roster.starts[position]..<roster.starts[position + 1] {
          let column = roster.second.rows[roster.positives[entry]]
          if let other = placeOfColumn[column], other != place { places.append(other) }
        }
      }
      related.append(places)
    }
    return related
  }
}

/// The unit rows of some pairs, in memory.
private struct DrawnRows: Sendable {
  private let first: [Double]
  private let second: [Double]
  private let depth: Int

  /// Most columns of a tile.
  private static let tileColumns = 512

  init(_ sources: PairPass.Sources, pairs: PositivePairs, numbers: [Int]) throws {
    depth = sources.columnCount
    first = try Self.directions(
      sources.first, sources, numbers.map { pairs.first[$0] }, depth)
    second = try Self.directions(
      sources.second, sources, numbers.map { pairs.second[$0] }, depth)
  }

  private static func directions(
    _ source: any EmbeddingSource, _ sources: PairPass.Sources, _ rows: [Int], _ depth: Int
  ) throws -> [Double] {
    var reader = RowGatherer(source, scale: sources.scale)
    try reader.read(rows[...])
    let panel = DirectionPanel(
      reader.rows.span.extracting(0..<rows.count * depth), rowCount: rows.count,
      columnCount: depth, areUnit: sources.areUnit, single: false)
    guard case .double(let values) = panel.values else {
      preconditionFailure("a panel in double precision was asked for")
    }
    return values
  }

  /// The mean loss of a batch at each temperature.
  func losses(
    of batch: Range<Int>, cosines: [Double], relations: [[Int]], ladder: TemperatureLadder,
    temperatures: [Double]
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: batch.count * ladder.count)
    var products = [Double](repeating: 0, count: batch.count * min(batch.count, Self.tileColumns))
    for start in stride(from: batch.lowerBound, to: batch.upperBound, by: Self.tileColumns) {
      let columns = start..<min(batch.upperBound, start + Self.tileColumns)
      BLAS.doubleProductTransposed(
        left: first.span.extracting(batch.lowerBound * depth..<batch.upperBound * depth),
        leftRows: batch.count,
        right: second.span.extracting(columns.lowerBound * depth..<columns.upperBound * depth),
        rightRows: columns.count, depth: depth, into: &products)
      for row in batch {
        let offset = (row - batch.lowerBound) * columns.count - columns.lowerBound
        if columns.contains(row) { products[offset + row] = ContrastiveKernels.leftOut }
        for other in relations.isEmpty ? [] : relations[row] where columns.contains(other) {
          products[offset + other] = ContrastiveKernels.leftOut
        }
      }
      var columnSums = [Double](repeating: 0, count: columns.count * ladder.count)
      ContrastiveKernels.addTerms(
        products, rowCount: batch.count, columnCount: columns.count, rates: ladder.rates,
        powers: ladder.powers, rowSums: &sums, columnSums: &columnSums)
    }
    let positives = batch.map { [cosines[$0]] }
    return temperatures.map { temperature in
      let step = ladder.index(of: temperature) * batch.count
      return InfoNCE(
        positives: positives, sums: sums[step..<step + batch.count],
        candidateCounts: Array(repeating: batch.count, count: batch.count),
        temperature: temperature
      ).loss
    }
  }
}
