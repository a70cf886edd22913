import EmbeddingSets
import RealModule

/// Finds the distances of each distinct row to its nearest distinct rows, and what they say of the
/// dimension.
struct IntrinsicDimensionStage {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int
  let seed: UInt64
  /// Most multiply-adds of one search.
  let budget: Double

  /// Norms within this of 1 count as 1: distances of the unit rows are then those of the rows, to a
  /// relative error of that size.
  private static let unitTolerance = 0x1p-21

  /// Whether the distances of the rows are those of their directions.
  var hasUnitRows: Bool {
    let tally = pass.state.tally
    return tally.zeroCount == 0 && pass.state.configuration.scaleExponent == 0
      && (tally.normMinimum - 1).magnitude <= Self.unitTolerance
      && (tally.normMaximum - 1).magnitude <= Self.unitTolerance
  }

  private var usableCount: Int { pass.state.tally.finiteCount }

  /// Multiply-adds: a search of its own where the norms vary, and the decimation curve.
  var expectedCost: Double {
    let whole = NeighborStage.cost(rowCount: usableCount, columnCount: source.shape.columnCount)
    // the lists of all rows hold most of what the decimation curve needs
    return (hasUnitRows ? 0 : min(whole, budget)) + (isExact ? whole / 20 : budget / 3)
  }

  private var isExact: Bool {
    usableCount <= 1000
      || NeighborStage.cost(rowCount: usableCount, columnCount: source.shape.columnCount) <= budget
  }

  /// Estimates from the cosine neighbours where the rows have norm 1, from a search of their own else.
  ///
  /// - Parameter duplicates: groups of equal rows, where they are known.
  func run(
    _ cosine: (search: NearestNeighbors, table: NeighborTable)?,
    duplicates: SetStatistics.Duplicates
  ) async throws -> StageOutcome<IntrinsicDimensionEstimates> {
    guard usableCount >= 3 else { return .undefined(reason: "needs three finite rows") }
    let search: NearestNeighbors
    let table: NeighborTable
    let k = IntrinsicDimensionEstimates.neighborCount
    if let cosine, hasUnitRows {
      (search, table) = cosine
    } else {
      search = try await NearestNeighbors(in: source, pass: pass, metric: .euclidean, jobs: jobs)
      let each = 2 * Double(usableCount) * Double(max(64, source.shape.columnCount))
      let sample = min(10_000, max(200, Int(budget / each)))
      table =
        isExact
        ? try await search.ofAllRows(k: k)
        : try await search.ofRows(
          RowSample.numbers(sample, of: source.shape.rowCount, seed: seed), k: k)
    }
    let isSampled = table.queryCount < usableCount
    let repeats = repeatedRows(table, duplicates, isSampled: isSampled)
    let distinct = usableCount - repeats.count
    guard distinct >= 3 else {
      return .undefined(reason: "needs three rows that differ")
    }
    let distances = try await distinctDistances(table, repeats: repeats, search: search)
    let wholeSet = TwoNearestNeighbors(logRatios: distances.map { Double.log($0[1] / $0[0]) })
    let local = distances.filter { $0.count == k }
    var levels = [
      IntrinsicDimensionEstimates.Level(
        rowCount: distinct, queryCount: distances.count, linear: wholeSet.linear,
        likelihood: wholeSet.likelihood)
    ]
    levels += try await Decimation(
      source: source, metric: table.metric, repeats: repeats, jobs: jobs, seed: seed,
      budget: budget, whole: isSampled ? nil : table
    ).levels()
    return .found(
      IntrinsicDimensionEstimates(
        rowCount: distinct, repeatedCount: repeats.count, isSampled: isSampled,
        twoNearest: wholeSet,
        local: local.count == distances.count
          ? LevinaBickel(inverses: local.map(Self.inverseLocal)) : nil,
        levels: levels))
  }

  /// Rows that repeat one before them.
  private func repeatedRows(
    _ table: NeighborTable, _ duplicates: SetStatistics.Duplicates, isSampled: Bool
  ) -> Set<Int> {
    var repeats: Set<Int> = []
    if case .groups(let groups) = duplicates {
      for group in groups { repeats.formUnion(group.dropFirst()) }
    }
    // copies come first in a list, by number: one before the row itself is the first of them
    guard !isSampled, table.count > 0 else { return repeats }
    for (place, query) in table.queries.enumerated()
    where table.values[place * table.count] == 0
      && Int(table.neighbors[place * table.count]) < query
    {
      repeats.insert(query)
    }
    return repeats
  }

  /// Distances to the nearest distinct rows of each distinct query: twenty, or all where there are
  /// fewer.
  private func distinctDistances(
    _ table: NeighborTable, repeats: Set<Int>, search: NearestNeighbors
  ) async throws -> [[Double]] {
    let wanted = min(
      IntrinsicDimensionEstimates.neighborCount, usableCount - repeats.count - 1)
    var distances: [Int: [Double]] = [:]
    var queries: [Int] = []
    var table = table
    var short: [Int] = []
    func take(_ table: NeighborTable) {
      short = []
      for (place, query) in table.queries.enumerated() where !repeats.contains(query) {
        let list = zip(table.neighbors(ofQuery: place), table.values(ofQuery: place))
          .filter { $0.1 > 0 && !repeats.contains(Int($0.0)) }.map(\.1).prefix(wanted)
        distances[query] = Array(list)
        if list.count < wanted { short.append(query) }
      }
    }
    take(table)
    queries = table.queries.filter { !repeats.contains($0) }
    while !short.isEmpty, table.count < usableCount - 1 {
      // copies of other rows fill these lists
      table = try await search.ofRows(short, k: min(usableCount - 1, 4 * table.count))
      take(table)
    }
    // without two neighbours at a distance, there is no ratio
    return queries.compactMap { distances[$0] }.filter { $0.count >= 2 }
  }

  /// 1/d(i) from ascending distances.
  private static func inverseLocal(_ distances: [Double]) -> Double {
    guard let last = distances.last else { return 0 }
    let sum = distances.dropLast().reduce(0) { $0 + Double.log(last / $1) }
    return sum / Double(distances.count - 1)
  }
}
