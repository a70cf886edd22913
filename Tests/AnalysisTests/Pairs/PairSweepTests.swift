import EmbeddingSets
import Synchronization
import TestSupport
import Testing

@testable import Analysis

/// Counts how often each pair of rows is visited, and sums their products.
private struct PairCounter: PairConsumer {
  let rowCounts: [Int]
  var counts: [Int: Int] = [:]
  var stripes: [Int] = []
  var largestError = 0.0
  let rows: [[Double]]

  init(rows: [[Double]], rowCounts: [Int]) {
    self.rows = rows
    self.rowCounts = rowCounts
  }

  private func first(_ panel: Int) -> Int { rowCounts[..<panel].reduce(0, +) }

  private mutating func visit(_ tile: PairTile, product: (Int) -> Double) {
    if stripes.last != tile.rowPanel { stripes.append(tile.rowPanel) }
    let (top, left) = (first(tile.rowPanel), first(tile.columnPanel))
    let width = tile.columnSquares.count
    for row in tile.rowSquares.indices {
      for column in (tile.isDiagonal ? row + 1 : 0)..<width {
        let (i, j) = (top + row, left + column)
        counts[i * rows.count + j, default: 0] += 1
        // every 7th, because most of the time goes here
        if (i + j).isMultiple(of: 7) {
          let error = (product(row * width + column) - dot(rows[i], rows[j])).magnitude
          largestError = max(largestError, error)
        }
      }
    }
  }

  mutating func consume(_ products: [Float], of tile: PairTile) {
    visit(tile) { Double(products[$0]) }
  }
  mutating func consume(_ products: [Double], of tile: PairTile) {
    visit(tile) { products[$0] }
  }
  mutating func merge(_ later: PairCounter) {
    counts.merge(later.counts, uniquingKeysWith: +)
    stripes += later.stripes
    largestError = max(largestError, later.largestError)
  }
}

@Suite("One sweep visits every pair of rows once")
struct PairSweepTests {
  /// Rows with a direction, few enough to count pairs of: all others are zero rows.
  static func values(_ places: [Int], rowCount: Int, _ seed: inout Seed) -> [Double] {
    var values = [Double](repeating: 0, count: 2 * rowCount)
    for place in places {
      values[2 * place] = MatrixFactory.gaussian(&seed)
      values[2 * place + 1] = MatrixFactory.gaussian(&seed)
    }
    return values
  }

  static func panels(
    _ values: [Double], single: Bool, jobs: Int = 1
  ) async throws -> UnitPanels {
    let source = InMemorySource(values, columnCount: 2)
    let pass = try await RowPassRunner(
      source: source, parts: [.columns], fingerprintBudget: 0, jobs: jobs, progress: { _ in }
    ).run()
    return try await UnitPanels(source, pass: pass, single: single, jobs: jobs)
  }

  @Test(
    "each pair once and no row with itself, over several panels", arguments: [false, true], [1, 2])
  func once(single: Bool, jobs: Int) async throws {
    var seed = Seed(341)
    let panelRows = UnitPanels.panelRows
    // panels of 30, 1, 0, 21 and 2 rows with a direction
    let places =
      Array(0..<30) + [panelRows + 5] + (0..<21).map { 3 * panelRows + 40 * $0 }
      + [4 * panelRows, 4 * panelRows + 1]
    let values = Self.values(places, rowCount: 4 * panelRows + 2, &seed)
    let rows = Samples.rows(
      Samples.centered(
        Samples.unit(places.flatMap { [values[2 * $0], values[2 * $0 + 1]] }, columnCount: 2),
        columnCount: 2), 2)
    let panels = try await Self.panels(values, single: single, jobs: jobs)
    #expect(panels.count == 5 && panels.columnCount == 2)
    let progress = Mutex<[Int]>([])
    let counter = try await PairSweep(panels: panels, jobs: jobs).run(
      PairCounter(rows: rows, rowCounts: [30, 1, 0, 21, 2])
    ) { tiles in progress.withLock { $0.append(tiles) } }
    #expect(counter.counts.count == 54 * 53 / 2)
    #expect(counter.counts.values.allSatisfy { $0 == 1 })
    #expect(counter.counts.keys.allSatisfy { $0 / 54 < $0 % 54 })
    // merged in stripe order; every tile is reported
    #expect(counter.stripes == [0, 1, 2, 3, 4])
    #expect(progress.withLock { $0.sorted() } == [1, 2, 3, 4, 5])
    // components are below 2: a product of two of them has few roundings
    #expect(counter.largestError <= (single ? 0x1p-20 : 0x1p-48))
  }

  @Test("one row, and no row at all, are no pairs", arguments: [[], [3]])
  func noPairs(places: [Int]) async throws {
    var seed = Seed(342)
    let values = Self.values(places, rowCount: 5, &seed)
    let panels = try await Self.panels(values, single: false)
    let counter = try await PairSweep(panels: panels, jobs: 1).run(
      PairCounter(rows: places.map { _ in [0, 0] }, rowCounts: [places.count])
    ) { _ in }
    #expect(counter.counts.isEmpty)
  }

  @Test("a set of no rows has no panels")
  func empty() async throws {
    let panels = try await Self.panels([], single: false)
    #expect(panels.count == 0)
    let counter = try await PairSweep(panels: panels, jobs: 1).run(
      PairCounter(rows: [], rowCounts: [])
    ) { _ in }
    #expect(counter.counts.isEmpty && counter.stripes.isEmpty)
  }
}
