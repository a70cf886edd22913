import Analysis
import EmbeddingSets
import Findings
import TestSupport
import Testing

@Suite("Hostile sets get numbers or reasons, never a crash or a stand-in")
struct HostileTests {
  /// Nothing that is undefined reads as a number, and every reason is given.
  static func expectSound(_ report: Report, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(report.metrics.count == MetricCatalog.ofOneSet.count, sourceLocation: sourceLocation)
    for metric in report.metrics {
      switch metric.value {
      case .measured(let value):
        #expect(value.isFinite, "\(metric.id)", sourceLocation: sourceLocation)
      case .undefined(let reason), .skipped(let reason):
        #expect(!reason.isEmpty, "\(metric.id)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test(
    "one to five rows of one to seven columns, in both precisions", arguments: [1, 2, 3, 4, 5],
    [1, 2, 7])
  func few(rowCount: Int, columnCount: Int) async throws {
    var seed = Seed(81)
    let values = Samples.gaussian(rowCount: rowCount, columnCount: columnCount, &seed)
    for budget in [4e11, 0] {
      Self.expectSound(
        try await Samples.report(values, columnCount: columnCount) { $0.pairBudget = budget })
      Self.expectSound(
        try await Samples.report(
          InMemorySource(values.map { Float($0) }, columnCount: columnCount)
        ) {
          $0.pairBudget = budget
        })
    }
  }

  @Test("values whose spread is no Double leave empty cells, not a trap")
  func beyondRange() async throws {
    let edge = 1.7e308
    let report = try await Samples.report(
      [edge, edge, edge, edge, -edge, -edge, -edge, -edge], columnCount: 2)
    Self.expectSound(report)
    let columns = try #require(report.series.first { $0.id == "data.columns" })
    #expect(columns.rows.allSatisfy { $0[2] == .empty })
  }

  @Test("integers scaled to norm 1 are rounded: parallel rows leave nothing after centering")
  func parallelIntegers() async throws {
    let values = (0..<200).flatMap { row in [1, -2, 3, 4, -5].map { Float($0 * (row % 5 + 1)) } }
    let report = try await Samples.report(
      InMemorySource(values, columnCount: 5, storedAs: .int8))
    #expect(report.number("spectrum.unit-raw.rank") == 1)
    #expect(report.number("spectrum.unit-centered.rank") == 0)
    #expect(report.isUndefined("spectrum.unit-centered.effective-rank"))
  }

  @Test("one row: raw views read 1, centered ones do not exist")
  func oneRow() async throws {
    let report = try await Samples.report([3, 4, 0], columnCount: 3)
    for name in ["rank", "effective-rank", "participation-ratio", "stable-rank"] {
      #expect(report.number(MetricID("spectrum.raw.\(name)")) == 1)
      #expect(report.isUndefined(MetricID("spectrum.centered.\(name)")))
    }
    for id in ["uniformity@t=2", "isotropy.mean-cosine", "data.norm-cv"] as [MetricID] {
      #expect(report.isUndefined(id), "\(id)")
    }
    #expect(report.number("spectrum.raw.sigma-max") == 5)
  }

  @Test("all rows equal: one direction, nothing after centering", arguments: [2, 9, 200])
  func equal(rowCount: Int) async throws {
    let values = (0..<rowCount).flatMap { _ -> [Double] in [0.1, 0.7, -0.3, 0.9] }
    let report = try await Samples.report(values, columnCount: 4)
    Self.expectSound(report)
    #expect(isNear(report.number("spectrum.raw.effective-rank"), 1, relative: 1e-6))
    #expect(report.number("spectrum.centered.rank") == 0)
    #expect(report.isUndefined("spectrum.centered.effective-rank"))
    #expect(report.isUndefined("spectrum.centered.participation-ratio-debiased"))
    #expect(report.isUndefined("isotropy.mean-cosine-centered"))
    #expect(report.number("data.duplicate-groups") == 1)
    #expect(report.number("data.columns-constant") == 4)
    #expect(report.findings.first?.id == "collapse" && report.findings.first?.severity == .failure)
  }

  @Test("all rows zero: no direction, no spectrum", arguments: [1, 3, 50])
  func zero(rowCount: Int) async throws {
    for value in [0.0, -0.0] {
      let report = try await Samples.report(
        [Double](repeating: value, count: 4 * rowCount), columnCount: 4)
      Self.expectSound(report)
      #expect(report.number("data.rows-zero") == Double(rowCount))
      #expect(report.isUndefined("spectrum.raw.effective-rank"))
      #expect(report.isUndefined("spectrum.unit-raw.rank"))
      #expect(report.isUndefined("uniformity@t=1"))
      #expect(report.isUndefined("isotropy.mean-cosine"))
      #expect(report.isUndefined("data.norm-cv"))
      #expect(report.number("data.norm-max") == 0)
    }
  }

  @Test("no finite row", arguments: [Double.nan, .infinity], [1, 3, 50])
  func nothingFinite(value: Double, rowCount: Int) async throws {
    let values = (0..<rowCount).flatMap { _ -> [Double] in [1, value, 2] }
    let report = try await Samples.report(values, columnCount: 3)
    Self.expectSound(report)
    #expect(report.number("data.rows-nonfinite") == Double(rowCount))
    for id in [
      "data.norm-mean", "spectrum.raw.rank", "isotropy.mean-cosine", "uniformity@t=2",
      "isotropy.partition-log-ratio", "data.columns-dead",
    ] as [MetricID] { #expect(report.isUndefined(id), "\(id)") }
    #expect(report.findings.contains { $0.id == "nonfinite-rows" })
    #expect(report.number("data.duplicate-groups") == 0)
  }

  @Test("rows that are not finite are left out of everything else")
  func leftOut() async throws {
    var seed = Seed(82)
    let values = Samples.gaussian(rowCount: 60, columnCount: 5, &seed)
    var rows = Samples.rows(values, 5)
    rows.insert([1, .nan, 1, 1, 1], at: 0)
    rows.insert([.infinity, 1, 1, 1, 1], at: 30)
    rows.append([.nan, .nan, .nan, .nan, .nan])
    let clean = try await Samples.report(values, columnCount: 5)
    let report = try await Samples.report(rows.flatMap { $0 }, columnCount: 5)
    #expect(report.number("data.rows-nonfinite") == 3)
    for metric in clean.metrics
    where metric.id != "data.rows" && metric.id != "data.rows-nonfinite" {
      if let number = metric.value.number {
        #expect(
          isNear(report.number(metric.id), number, relative: 1e-9, absolute: 1e-12), "\(metric.id)")
      }
    }
  }

  @Test("duplicates are equal bit for bit, with -0 = +0")
  func negativeZero() async throws {
    let values = [1, 0.0, 2, 1, -0.0, 2, 1, 0, 2.0.nextUp, 5, 6, 7]
    let report = try await Samples.report(values, columnCount: 3)
    #expect(report.number("data.duplicate-groups") == 1)
    #expect(report.number("data.duplicate-rows") == 1)
    let series = try #require(report.series.first { $0.id == "data.duplicates" })
    #expect(series.rows == [[.integer(0), .integer(0)], [.integer(0), .integer(1)]])
  }

  @Test("more rows than the duplicate budget are skipped, with the remedy")
  func duplicateBudget() async throws {
    var seed = Seed(83)
    let values = Samples.gaussian(rowCount: 50, columnCount: 3, &seed)
    for (budget, isSkipped) in [(49, true), (50, false)] {
      let report = try await Samples.report(values, columnCount: 3) {
        $0.duplicateBudget = budget
      }
      for id in ["data.duplicate-groups", "data.duplicate-rows"] as [MetricID] {
        #expect(report[id]?.value.status == (isSkipped ? "skipped" : "measured"))
        #expect(report.reason(id)?.contains("--duplicate-budget") == (isSkipped ? true : nil))
      }
    }
  }

  @Test("a budget of nothing skips the partition function, with the remedy")
  func pairBudget() async throws {
    let report = try await Samples.report(.whiteNoise, rowCount: 100, columnCount: 6) {
      $0.pairBudget = 0
    }
    #expect(report["isotropy.partition-log-ratio"]?.value.status == "skipped")
    #expect(report.reason("isotropy.partition-log-ratio")?.contains("--pair-budget") == true)
    #expect(report.number("uniformity@t=2") != nil)
    #expect(report.number("isotropy.mean-cosine-squared") != nil)
  }

  /// Rows 64 to 128 lie between the runs that are looked at first.
  static func misleading(_ special: (Int, inout [Double]) -> Void) -> [Double] {
    var seed = Seed(84)
    var rows = Samples.rows(Samples.gaussian(rowCount: 2000, columnCount: 4, &seed), 4)
    for row in rows.indices { special(row, &rows[row]) }
    return rows.flatMap { $0 }
  }

  @Test("rows of 1e250 that the first look missed", arguments: [1.0, 1e-50])
  func hugeLater(others: Double) async throws {
    var huge: [[Double]] = []
    let values = Self.misleading { row, values in
      let isHuge = (70..<120).contains(row)
      for column in 0..<4 { values[column] *= isHuge ? 1e250 : others }
      if isHuge { huge.append(values) }
    }
    let report = try await Samples.report(values, columnCount: 4)
    Self.expectSound(report)
    #expect(report.provenance.notes.contains { $0.hasPrefix("read twice") })
    // the other rows are nothing beside these
    var padded = huge.map { row in row.map { $0 / 1e250 } }
    padded += [[Double]](repeating: [0, 0, 0, 0], count: 1950)
    let wanted = try await Samples.report(padded.flatMap { $0 }, columnCount: 4)
    for name in ["effective-rank", "participation-ratio", "stable-rank"] {
      for view in ["raw", "centered"] {
        let id = MetricID("spectrum.\(view).\(name)")
        #expect(isNear(report.number(id), wanted.number(id), relative: 1e-9), "\(id)")
      }
    }
    #expect(
      isNear(
        report.number("spectrum.raw.sigma-max"),
        wanted.number("spectrum.raw.sigma-max").map { $0 * 1e250 }, relative: 1e-9))
    let one = try await Samples.report(
      InMemorySource(values, columnCount: 4)
    ) { $0.families = [.isotropy, .uniformity] }
    let unit = try await Samples.report(
      InMemorySource(
        Samples.rows(values, 4).flatMap { row -> [Double] in
          let largest = row.reduce(0) { max($0, $1.magnitude) }
          return row.map { $0 / largest }
        }, columnCount: 4)
    ) { $0.families = [.isotropy, .uniformity] }
    for id in ["isotropy.mean-cosine", "isotropy.std-unit", "uniformity@t=2"] as [MetricID] {
      #expect(isNear(one.number(id), unit.number(id), relative: 0, absolute: 1e-10), "\(id)")
    }
  }

  @Test("rows of 1e25 that the first look missed leave no interval that says nothing")
  func largeLater() async throws {
    let values = Self.misleading { row, values in
      if (70..<120).contains(row) { for column in 0..<4 { values[column] *= 1e25 } }
    }
    let report = try await Samples.report(values, columnCount: 4)
    Self.expectSound(report)
    let id: MetricID = "spectrum.raw.sigma-max"
    if let interval = report[id]?.interval, let value = report.number(id) {
      // a hundred standard errors of 20 blocks would be no interval
      #expect(interval.high <= 100 * value && interval.high.isFinite)
    }
    #expect(isNear(report.number("spectrum.raw.rank"), 4))
  }

  @Test("an origin that the first look missed is found by reading again")
  func farLater() async throws {
    // all runs that are looked at hold no finite row, so the first origin is 0
    let shift = 1e5
    var finite: [[Double]] = []
    let step = (2000 - 64) / 15
    let values = Self.misleading { row, values in
      let offset = row % step
      if offset < 64 && row / step < 16 {
        values[0] = .nan
      } else {
        for column in 0..<4 { values[column] += shift }
        finite.append(values)
      }
    }
    let report = try await Samples.report(values, columnCount: 4)
    #expect(report.provenance.notes.contains { $0.contains("far from the mean") })
    let wanted = try await Samples.report(finite.flatMap { $0 }, columnCount: 4)
    for id in [
      "spectrum.centered.effective-rank", "spectrum.centered.participation-ratio",
      "spectrum.raw.sigma-max", "spectrum.centered.sigma-max", "spectrum.unit-centered.stable-rank",
      "isotropy.mean-cosine-centered", "uniformity@t=4",
    ] as [MetricID] {
      #expect(
        isNear(report.number(id), wanted.number(id), relative: 1e-8, absolute: 1e-10), "\(id)")
    }
  }

  @Test(
    "the ends of float64", arguments: [1e-300, 1e-307, 1e300, 1e-250])
  func ends(scale: Double) async throws {
    var seed = Seed(85)
    let values = Samples.anisotropic(rowCount: 40, columnCount: 5, &seed)
    let base = try await Samples.report(values, columnCount: 5)
    let report = try await Samples.report(values.map { $0 * scale }, columnCount: 5)
    Self.expectSound(report)
    for id in ["spectrum.centered.effective-rank", "uniformity@t=2", "isotropy.mean-cosine"]
      as [MetricID]
    {
      #expect(isNear(report.number(id), base.number(id), relative: 1e-9, absolute: 1e-10), "\(id)")
    }
  }

  @Test("numbers too small to divide by are no directions, and poison nothing")
  func subnormal() async throws {
    var seed = Seed(86)
    let ordinary = Samples.gaussian(rowCount: 40, columnCount: 5, &seed)
    let mixed = try await Samples.report(
      ordinary + [0, 0, .leastNonzeroMagnitude, 0, 0], columnCount: 5)
    Self.expectSound(mixed)
    let base = try await Samples.report(ordinary, columnCount: 5)
    #expect(isNear(mixed.number("uniformity@t=2"), base.number("uniformity@t=2"), relative: 0.2))
    #expect(mixed.number("spectrum.unit-raw.rank") == 5)
    let all = try await Samples.report(ordinary.map { $0 * 0x1p-1040 }, columnCount: 5)
    Self.expectSound(all)
  }
}
