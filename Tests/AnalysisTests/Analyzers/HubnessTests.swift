import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Hubs, near duplicates, outliers and islands")
struct HubnessTests {
  static func report(
    _ values: [Double], columnCount: Int, _ change: (inout DiagnosisOptions) -> Void = { _ in }
  ) async throws -> Report {
    try await Samples.report(values, columnCount: columnCount) {
      $0.families = [.neighbors]
      change(&$0)
    }
  }

  @Test("counts sum to n k; hubs come first", arguments: Seed.samples(3))
  func sum(seed: Seed) async throws {
    var seed = seed
    let rows = Samples.gaussian(rowCount: 60, columnCount: 4, &seed)
    let search = try await NearestNeighbors(in: InMemorySource(rows, columnCount: 4))
    let counts = OccurrenceCounts(try await search.ofAllRows(k: 5), rowCount: 60)
    #expect(counts.counts.reduce(0, +) == 60 * 5)
    #expect(counts.hubs().first.map(\.count) ?? counts.largest == counts.largest)
    #expect(counts.antihubs().count == Int((counts.antihubShare * 60).rounded()))
  }

  @Test("the numbers of a hand-made table")
  func handMade() throws {
    // one row that all others have, and one that nobody has
    var table = NeighborTable(metric: .cosine, count: 1)
    for (query, neighbor) in [(0, 1), (1, 2), (2, 1), (3, 1)] {
      table.append(query: query, neighbors: [UInt32(neighbor)], values: [1])
    }
    let counts = OccurrenceCounts(table, rowCount: 4)
    #expect(counts.counts == [0, 3, 1, 0] && counts.largest == 3)
    #expect(counts.antihubShare == 0.5 && counts.hubShare == 0.75 && counts.robinHood == 0.5)
    // m2 = 6/4, m3 = 6/4
    #expect(isNear(counts.skewness, 1.5 / (1.5 * 1.5.squareRoot())))
    #expect(counts.antihubs() == [0, 3] && counts.hubs().map(\.row) == [1])
  }

  @Test("a planted centre is a hub that the verdict names")
  func planted() async throws {
    var seed = Seed(21)
    var values = Samples.gaussian(rowCount: 150, columnCount: 40, &seed)
    // a common direction, and row 7 on it: nearer to everybody than they are to each other
    for row in 0..<150 { values[row * 40] += 6 }
    for column in 0..<40 { values[7 * 40 + column] = column == 0 ? 6 : 0 }
    let report = try await Self.report(values, columnCount: 40)
    let largest = try #require(report.number("neighbors.hub-max@k=10"))
    #expect(largest > 140 && largest < 150)
    let hub = try #require(report.findings.first { $0.id == "hubs" })
    #expect(hub.severity == .warning && hub.message.hasPrefix("row 7 is among"))
    let series = try #require(report.series.first { $0.id == "neighbors.hubs" })
    #expect(series.rows.first == [.integer(7), .empty, .integer(Int(largest))])
    let noise = try #require(report.number("neighbors.hub-skewness-white-noise@k=10"))
    #expect(noise < 2 && report.number("neighbors.hub-skewness@k=10").map { $0 > 4 } == true)
  }

  @Test("all equal rows: every pair is a near duplicate", arguments: [15, 40])
  func allEqual(rowCount: Int) async throws {
    let report = try await Self.report(
      (0..<rowCount).flatMap { _ in [1.0, 2, 3] }, columnCount: 3)
    let pairs = Double(rowCount * (rowCount - 1) / 2)
    #expect(report.number("neighbors.near-duplicate-pairs@cosine=0.999") == pairs)
    #expect(report.isUndefined("neighbors.relative-contrast@k=10"))
    #expect(report.number("neighbors.outliers@k=10") == 0)
  }

  @Test("three clusters far apart are three islands, and one lone row is an outlier")
  func islands() async throws {
    var seed = Seed(22)
    var values: [Double] = []
    for row in 0..<90 {
      for column in 0..<6 {
        values.append((column == row % 3 ? 10 : 0) + MatrixFactory.gaussian(&seed))
      }
    }
    values += [0, 0, 0, -10, -10, -10]
    let report = try await Self.report(values, columnCount: 6)
    // the lone row has neighbours too, so it belongs to one of them
    #expect(report.number("neighbors.islands@k=10").map { $0 <= 3 } == true)
    #expect(report.number("neighbors.outliers@k=10") == 1)
    let outliers = try #require(report.series.first { $0.id == "neighbors.outliers" })
    #expect(outliers.rows.first?.first == .integer(90))
    let clusters = try await Self.report(Array(values.dropLast(6)), columnCount: 6)
    #expect(clusters.number("neighbors.islands@k=10") == 3)
    #expect(isNear(clusters.number("neighbors.main-island-share@k=10"), 1 / 3.0))
    #expect(clusters.findings.contains { $0.id == "islands" && $0.severity == .warning })
  }

  @Test("few rows: undefined with a reason, and no series")
  func few() async throws {
    var seed = Seed(23)
    let report = try await Self.report(
      Samples.gaussian(rowCount: 8, columnCount: 3, &seed), columnCount: 3)
    #expect(report.isUndefined("neighbors.hub-skewness@k=10"))
    #expect(report.number("neighbors.near-duplicate-pairs@cosine=0.999") == 0)
    let none = try await Self.report([0, 0, .nan, 1], columnCount: 2)
    for metric in none.metrics { #expect(none.isUndefined(metric.id)) }
  }

  @Test("beyond the budget a sample is searched, and what needs all rows says so")
  func sampled() async throws {
    var seed = Seed(24)
    let values = Samples.gaussian(rowCount: 400, columnCount: 8, &seed)
    func report(_ budget: Double, jobs: Int) async throws -> Report {
      try await Samples.report(values, columnCount: 8) {
        $0.families = [.neighbors, .intrinsicDimension, .headroom]
        $0.neighborsBudget = budget
        $0.headroomBudget = budget
        $0.jobs = jobs
      }
    }
    let (sample, whole) = (try await report(1000, jobs: 1), try await report(1e12, jobs: 2))
    #expect(try await report(1000, jobs: 3) == sample)
    let skewness = try #require(sample["neighbors.hub-skewness@k=10"])
    #expect(skewness.value.status == "skipped")
    #expect(skewness.value.reason?.contains("--neighbors-budget") == true)
    #expect(sample.provenance.notes.contains { $0.contains("sample of 200 rows") })
    for id: MetricID in ["neighbors.relative-contrast@k=10", "headroom.int8-overlap@k=10"] {
      let (part, all) = (try #require(sample[id]), try #require(whole.number(id)))
      let interval = try #require(part.interval)
      // twice a 95 % interval: false alarms are rarer than one in ten thousand
      let slack = interval.high - interval.low
      #expect(interval.low - slack <= all && all <= interval.high + slack)
    }
  }
}
