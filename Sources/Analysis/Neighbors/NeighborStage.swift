import EmbeddingSets
import LinearAlgebra
import Streaming

/// The cosine neighbours of all rows where that fits the budget, of a seeded sample beyond it.
struct NeighborStage {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int
  let seed: UInt64
  /// Most multiply-adds of one search.
  let budget: Double
  /// Neighbours kept of each row.
  let listCount: Int
  let progress: @Sendable (Int) -> Void

  /// Fewest and most queries of a sample.
  static let fewestQueries = 200
  static let mostQueries = 10_000

  private var usableCount: Int { pass.state.tally.directionCount }

  /// Multiply-adds of the search within the whole set, counted with both factors; the selection costs
  /// as much as some 64 of them.
  static func cost(rowCount: Int, columnCount: Int) -> Double {
    Double(rowCount) * Double(rowCount) * Double(max(64, columnCount))
  }

  /// Whether every row is a query.
  var isExact: Bool {
    usableCount <= Self.fewestQueries
      || Self.cost(rowCount: usableCount, columnCount: source.shape.columnCount) <= budget
  }

  /// Number of queries.
  var queryCount: Int {
    if isExact { return usableCount }
    let each = 2 * Double(usableCount) * Double(max(64, source.shape.columnCount))
    return min(Self.mostQueries, max(Self.fewestQueries, Int(budget / each)))
  }

  /// Multiply-adds of it all.
  func expectedCost(withNoise: Bool) -> Double {
    let columnCount = source.shape.columnCount
    guard isExact else {
      return 2 * Double(queryCount) * Double(usableCount) * Double(max(64, columnCount))
    }
    return Self.cost(rowCount: usableCount, columnCount: columnCount)
      + (withNoise ? noise.cost : 0)
  }

  private var noise: WhiteNoiseHubness {
    WhiteNoiseHubness(
      setRowCount: usableCount, setColumnCount: source.shape.columnCount, jobs: jobs,
      seed: seed)
  }

  /// The searcher, and empty lists where one sweep over all pairs is to fill them.
  func prepare() async throws -> NeighborStages.Prepared {
    let search = try await NearestNeighbors(in: source, pass: pass, metric: .cosine, jobs: jobs)
    return NeighborStages.Prepared(
      search: search, selection: isExact ? search.selection(k: listCount) : nil)
  }

  /// The graph, from lists that a sweep has filled or from a search of its own.
  ///
  /// Without `describing` only the table is made.
  func graph(
    _ prepared: NeighborStages.Prepared, describing: Bool
  ) async throws -> NeighborGraph {
    let search = prepared.search
    let k = listCount
    let table =
      if let selection = prepared.selection, let single = prepared.isFilledSingle {
        try await search.table(of: selection, k: k, single: single)
      } else if isExact {
        try await search.ofAllRows(k: k, progress: progress)
      } else {
        try await search.ofRows(
          RowSample.numbers(queryCount, of: source.shape.rowCount, seed: seed), k: k)
      }
    let columns = pass.state.unitColumns
    let meanCosine = columns.flatMap {
      UnitSums($0, shift: pass.state.configuration.unitShift).meanCosine
    }
    return NeighborGraph(
      table: table, rowCount: source.shape.rowCount, usableCount: usableCount,
      duplicatePairs: describing && isExact ? try await duplicatePairs(table, search) : nil,
      typicalDistance: meanCosine.map { max(0, 2 - 2 * $0).squareRoot() },
      noise: describing ? try await searchedNoise() : .skipped(reason: "not asked for"),
      describing: describing)
  }

  /// Pairs within the distance of near duplicates: each is seen from both of its rows.
  private func duplicatePairs(
    _ table: NeighborTable, _ search: NearestNeighbors
  ) async throws -> Int {
    let square = 2 - 2 * NeighborGraph.duplicateCosine
    var count = 0
    var open: [Int] = []
    for (place, query) in table.queries.enumerated() {
      let found = table.values(ofQuery: place).count { $0 * $0 <= square }
      // a list that ends within the distance may have left others out
      if found == table.count, table.count < usableCount - 1 {
        open.append(query)
      } else {
        count += found
      }
    }
    if !open.isEmpty {
      count += try await search.counts(within: square, of: open).reduce(0, +)
    }
    return count / 2
  }

  private func searchedNoise() async throws -> StageOutcome<WhiteNoiseHubness.Found> {
    guard isExact else { return .skipped(reason: "only a sample of the rows was searched") }
    let k = NeighborGraph.hubCount
    guard usableCount > k else { return .undefined(reason: "needs more than \(k) rows") }
    return .found(try await noise.search())
  }
}
