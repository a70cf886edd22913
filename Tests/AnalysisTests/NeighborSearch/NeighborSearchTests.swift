import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("The search for neighbours under any metric")
struct NeighborSearchTests {
  static func search(
    _ rows: [[Double]], of queries: [[Double]]? = nil, _ metric: NeighborMetric = .cosine,
    k: Int = 10, _ change: (inout NeighborSearchOptions) -> Void = { _ in }
  ) async throws -> NeighborSearch.Result {
    var options = NeighborSearchOptions()
    options.metric = metric
    options.neighborCount = k
    options.jobs = 2
    change(&options)
    return try await NeighborSearch(
      in: NearestNeighborsTests.source(rows), of: queries.map { NearestNeighborsTests.source($0) },
      options: options
    ).run(version: "test", arguments: [])
  }

  static func gaussian(_ count: Int, _ columns: Int, seed: UInt64) -> [[Double]] {
    var seed = Seed(seed)
    return Samples.rows(
      Samples.gaussian(rowCount: count, columnCount: columns, &seed), columns)
  }

  static func unit(_ row: [Double]) -> [Double] {
    let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return row.map { $0 / norm }
  }

  @Test(
    "lists are those of a brute-force search in float64, ties by number",
    arguments: NeighborMetric.allCases)
  func bruteForce(metric: NeighborMetric) async throws {
    var seed = Seed(31)
    for kind in [NearestNeighborsTests.Kind.lattice, .copies, .gaussian] {
      let rows = kind.rows(&seed)
      let lists = try await Self.search(rows, metric, k: 6).lists
      let wanted = BruteForce.neighbors(of: rows, in: rows, isBase: true, metric: metric, k: 6)
      #expect(lists.queryRows == wanted.indices.filter { wanted[$0] != nil })
      #expect(lists.neighbors == wanted.compactMap { $0 }.flatMap { $0 }, "\(kind) \(metric)")
    }
  }

  @Test(
    "of another set's rows, too, with the values of the pairs", arguments: NeighborMetric.allCases)
  func otherSet(metric: NeighborMetric) async throws {
    let base = Self.gaussian(60, 4, seed: 32)
    var queries = Self.gaussian(20, 4, seed: 33)
    queries[3] = base[17]
    queries[8] = [.nan, 0, 0, 1]
    let result = try await Self.search(base, of: queries, metric, k: 5)
    let wanted = BruteForce.neighbors(of: queries, in: base, isBase: false, metric: metric, k: 5)
    #expect(result.lists.queryRows == (0..<20).filter { $0 != 8 })
    #expect(result.lists.neighbors == wanted.compactMap { $0 }.flatMap { $0 })
    #expect(result.report.findings.first?.id == "rows-nonfinite")
    let values = result.lists.values()
    for (place, query) in result.lists.queryRows.enumerated() {
      for rank in 0..<5 {
        let (x, y) = (queries[query], base[Int(result.lists.neighbors[place * 5 + rank])])
        let product = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
        let wanted =
          switch metric {
          case .innerProduct: product
          case .euclidean:
            zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
          case .cosine: zip(Self.unit(x), Self.unit(y)).reduce(0) { $0 + $1.0 * $1.1 }
          }
        // sums of four products of numbers of size one
        #expect(isNear(values[place * 5 + rank], wanted, relative: 0x1p-48, absolute: 0x1p-48))
      }
    }
  }

  @Test("for cosine the hub metrics are those of diagnose, by id, number and interval")
  func sameAsDiagnose() async throws {
    let rows = Self.gaussian(150, 6, seed: 34)
    let own = try await Self.search(rows).report
    let other = try await HubnessTests.report(rows.flatMap { $0 }, columnCount: 6)
    let shared = own.metrics.filter { other[$0.id] != nil }
    #expect(shared.count == 5)
    for metric in shared { #expect(other[metric.id] == metric) }
  }

  @Test("every metric has a definition with its unit", arguments: NeighborMetric.allCases)
  func catalogue(metric: NeighborMetric) async throws {
    let rows = Self.gaussian(40, 3, seed: 35)
    for queries in [nil, Self.gaussian(12, 3, seed: 36)] {
      let report = try await Self.search(rows, of: queries, metric, k: 3).report
      #expect(Set(report.metrics.map(\.id)).count == report.metrics.count)
      for found in report.metrics {
        let definition = try #require(
          NeighborSearchCatalog.all.first { $0.id.base == found.id.base })
        #expect(definition.unit == found.unit && found.value.number != nil, "\(found.id)")
      }
    }
  }

  @Test("counts of queries sum to q k, and half of the places is what it says")
  func counts() async throws {
    let report = try await Self.search(
      Self.gaussian(50, 3, seed: 37), of: Self.gaussian(30, 3, seed: 38), k: 4
    ).report
    let series = try #require(report.series.first { $0.id == "neighbors.occurrences" })
    var (places, rows) = (0, 0)
    for row in series.rows {
      guard case .integer(let occurrences) = row[0], case .integer(let count) = row[1] else {
        Issue.record("counts are whole")
        return
      }
      places += occurrences * count
      rows += count
    }
    #expect(places == 120 && rows == 50)
    let counts = OccurrenceCounts(k: 2, rows: [0, 1, 2, 3, 4], counts: [1, 6, 0, 3, 0])
    #expect(counts.halfCount == 1 && counts.mean == 2 && counts.antihubShare == 0.4)
    #expect(counts.hubs().map(\.row) == [1] && counts.hubShare == 0.6)
    // |1-2| + |6-2| + |0-2| + |3-2| + |0-2| = 10, of 2 x 10
    #expect(counts.robinHood == 0.5)
  }

  @Test(
    "scaling all rows leaves the lists, and the numbers about them",
    arguments: NeighborMetric.allCases)
  func scaling(metric: NeighborMetric) async throws {
    let rows = Self.gaussian(80, 5, seed: 39)
    let first = try await Self.search(rows, metric, k: 4)
    let second = try await Self.search(rows.map { $0.map { 3.7 * $0 } }, metric, k: 4)
    #expect(first.lists.neighbors == second.lists.neighbors)
    for metric in first.report.metrics where !metric.id.base.hasSuffix("-median") {
      #expect(second.report[metric.id] == metric)
    }
  }

  @Test("rotating all rows leaves the lists", arguments: NeighborMetric.allCases)
  func rotation(metric: NeighborMetric) async throws {
    let rows = Self.gaussian(80, 4, seed: 40)
    let turned = rows.map { row in
      // two planes, by angles with cosine 0.6 and 0.8
      [
        0.6 * row[0] - 0.8 * row[2], 0.8 * row[1] - 0.6 * row[3], 0.8 * row[0] + 0.6 * row[2],
        0.6 * row[1] + 0.8 * row[3],
      ]
    }
    let (first, second) = (
      try await Self.search(rows, metric, k: 4), try await Self.search(turned, metric, k: 4)
    )
    #expect(first.lists.neighbors == second.lists.neighbors)
  }

  @Test("on unit rows all three metrics agree")
  func unitRows() async throws {
    let rows = Self.gaussian(90, 5, seed: 41).map(Self.unit)
    let cosine = try await Self.search(rows, k: 5)
    for metric in [NeighborMetric.euclidean, .innerProduct] {
      let other = try await Self.search(rows, metric, k: 5)
      #expect(other.lists.neighbors == cosine.lists.neighbors)
      let id = MetricID("neighbors.cosine-overlap@k=5,metric=\(metric.rawValue)")
      #expect(other.report.number(id) == 1)
      #expect(other.report.findings.map(\.id) == ["metrics-agree"])
      for own in cosine.report.metrics { #expect(other.report[own.id] ?? own == own) }
    }
  }

  @Test("one row of huge norm is everybody's neighbour by product, and nobody's special by cosine")
  func hugeRow() async throws {
    var rows = Self.gaussian(200, 8, seed: 42).map { row in
      // all within a half space, so that products are positive
      Self.unit(row.enumerated().map { $0.offset == 0 ? $0.element.magnitude + 6 : $0.element })
    }
    rows[7] = rows[7].map { 100 * $0 }
    let report = try await Self.search(rows, .innerProduct).report
    #expect(report.number("neighbors.hub-max@k=10,metric=inner-product") == 199)
    #expect(report.number("neighbors.hub-max@k=10").map { $0 < 50 } == true)
    let hub = try #require(report.findings.first { $0.id == "hubs" })
    #expect(hub.message.hasPrefix("row 7 is among the 10 nearest of 99.5 % of the rows"))
    // itself only: all others have their largest product with it
    #expect(report.number("neighbors.own-product-share") == 1.0 / 200)
    let hubs = try #require(report.series.first { $0.id == "neighbors.hubs" })
    #expect(hubs.rows[0][0] == .integer(7) && hubs.rows[0][2] == .integer(199))
    guard case .number(let norm) = hubs.rows[0][3] else {
      Issue.record("hubs have norms")
      return
    }
    #expect(isNear(norm, 100, relative: 0x1p-48))
  }

  @Test("norms that vary decide by product and by distance, in opposite senses")
  func norms() async throws {
    var seed = Seed(43)
    let rows = Self.gaussian(300, 8, seed: 44).map { row in
      let length = (0..<4).reduce(1.0) { product, _ in product * (0.5 + seed.uniform()) }
      return Self.unit(row).map { $0 * length }
    }
    let product = try await Self.search(rows, .innerProduct).report
    let distance = try await Self.search(rows, .euclidean).report
    let id = { (metric: String) in MetricID("neighbors.norm-correlation@k=10,metric=\(metric)") }
    let (up, down) = (
      try #require(product[id("inner-product")]), try #require(distance[id("euclidean")])
    )
    #expect(up.value.number.map { $0 > 0.5 } == true && up.interval.map { $0.low > 0 } == true)
    #expect(down.value.number.map { $0 < -0.5 } == true)
    let finding = try #require(product.findings.first)
    #expect(finding.id == "norms-decide" && finding.severity == .warning)
    #expect(product.verdict.contains("are never found (cosine: "))
  }

  @Test("a copy of a row is no nearer to it than itself")
  func copies() async throws {
    let rows = Self.gaussian(30, 7, seed: 45).map(Self.unit)
    let report = try await Self.search(rows + rows, .innerProduct, k: 2).report
    #expect(report.number("neighbors.own-product-share") == 1)
  }

  @Test(
    "beyond the budget a sample is searched; what needs all lists says so",
    arguments: [false, true])
  func sampled(isOther: Bool) async throws {
    let rows = Self.gaussian(300, 4, seed: 46)
    let queries = isOther ? Self.gaussian(260, 4, seed: 47) : nil
    func search(_ budget: Double, jobs: Int) async throws -> NeighborSearch.Result {
      try await Self.search(rows, of: queries, .innerProduct, k: 3) {
        $0.neighborsBudget = budget
        $0.jobs = jobs
      }
    }
    let (part, all) = (try await search(1000, jobs: 1), try await search(1e12, jobs: 2))
    #expect(try await search(1000, jobs: 3).report == part.report)
    #expect(part.lists.queryRows.count == 200)
    for (place, row) in part.lists.queryRows.enumerated() {
      let other = try #require(all.lists.queryRows.firstIndex(of: row))
      #expect(
        part.lists.neighbors[3 * place..<3 * place + 3]
          == all.lists.neighbors[3 * other..<3 * other + 3])
    }
    let suffix = "@k=3,metric=inner-product" + (isOther ? ",queries=other" : "")
    let skewness = try #require(part.report[MetricID("neighbors.hub-skewness" + suffix)])
    #expect(skewness.value.status == "skipped")
    #expect(skewness.value.reason?.contains("--neighbors-budget") == true)
    #expect(part.report.series.isEmpty && part.report.findings.contains { $0.id == "sampled" })
    let overlap = MetricID("neighbors.cosine-overlap" + suffix)
    let interval = try #require(part.report[overlap]?.interval)
    let whole = try #require(all.report.number(overlap))
    // twice a 95 % interval: false alarms are rarer than one in ten thousand
    let slack = interval.high - interval.low
    #expect(interval.low - slack <= whole && whole <= interval.high + slack)
  }

  @Test("what has no answer is refused with the remedy")
  func refused() async throws {
    let rows = Self.gaussian(8, 3, seed: 48)
    let few = await #expect(throws: NeighborSearchError.self) { try await Self.search(rows, k: 8) }
    #expect(few?.description.contains("found 8.\nAsk for at most 7 with -k.") == true)
    #expect(try await Self.search(rows, k: 7).lists.neighbors.count == 56)
    let queries = try await Self.search(rows, of: [[1, 2, 3]], k: 8)
    #expect(queries.lists.neighbors.sorted() == Array(0..<8))
    let wide = await #expect(throws: NeighborSearchError.self) {
      try await Self.search(rows, of: [[1, 2]], k: 2)
    }
    #expect(wide?.description.contains("expected rows of 3 components") == true)
    let none = await #expect(throws: NeighborSearchError.self) {
      try await Self.search(rows, of: [[0, 0, 0], [.nan, 1, 2]], k: 2)
    }
    #expect(none?.description.contains("found none among 2 rows") == true)
    let broken = await #expect(throws: NeighborSearchError.self) {
      try await Self.search([[.nan, 1], [1, .infinity], [0, 0]], k: 1)
    }
    #expect(broken?.description.contains("found 0") == true)
  }

  @Test(
    "huge and tiny rows have the same lists, and no number outside float64",
    arguments: [1e200, 1e-200])
  func extremes(scale: Double) async throws {
    let rows = Self.gaussian(40, 4, seed: 49)
    let scaled = rows.map { $0.map { scale * $0 } }
    for metric in NeighborMetric.allCases {
      let (first, second) = (
        try await Self.search(rows, metric, k: 3), try await Self.search(scaled, metric, k: 3)
      )
      #expect(first.lists.neighbors == second.lists.neighbors)
      let suffix = metric == .cosine ? "" : ",metric=\(metric.rawValue)"
      let skewness = MetricID("neighbors.hub-skewness@k=3\(suffix)")
      #expect(first.report[skewness] == second.report[skewness])
      if metric == .innerProduct {
        #expect(second.report.isUndefined("neighbors.own-product-share"))
      }
    }
  }

  @Test("all rows equal: every metric has a number or a reason")
  func allEqual() async throws {
    let rows = Array(repeating: [1.0, 2, 3], count: 20)
    for metric in NeighborMetric.allCases {
      let report = try await Self.search(rows, metric, k: 3).report
      let suffix = metric == .cosine ? "" : ",metric=\(metric.rawValue)"
      #expect(report.number(MetricID("neighbors.hub-max@k=3\(suffix)")) == 19)
      for value in report.metrics.map(\.value) where value.number == nil {
        #expect(value.reason?.isEmpty == false)
      }
    }
  }
}
