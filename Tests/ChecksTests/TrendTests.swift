import Findings
import Testing

@testable import Checks

@Suite("Days of the calendar")
struct CalendarDayTests {
  @Test("count from 1970 and come back as they were written")
  func roundTrip() throws {
    #expect(try HistorySamples.day("1970-01-01").number == 0)
    #expect(try HistorySamples.day("2000-03-01").number == 11_017)
    for number in stride(from: -700_000, through: 700_000, by: 997) {
      let day = CalendarDay(number: number)
      #expect(CalendarDay(day.description) == day || number < -719_162)
    }
    #expect(CalendarDay("2026-11-25T11:00:00Z on host")?.description == "2026-11-25")
  }

  @Test(
    "that do not exist are none",
    arguments: [
      "", "2026", "2026-11", "2026-02-29", "2026-13-01", "2026-00-10", "25.11.2026", "2026-1-1",
      "-026-01-01",
    ])
  func none(text: String) { #expect(CalendarDay(text) == nil) }
}

@Suite("A table of versions")
struct HistoryTableTests {
  @Test("keeps dated versions in order of their days, and finds tasks among its columns")
  func table() throws {
    let history = try HistorySamples.history(
      """
      model,release_date,mean_task,n_parameters,licence,A,B
      b,2025-02-01,3,7,mit,2,4
      a,2025-01-01,2,,mit,1,3
      c,,9,1,mit,9,9
      d,2025-03,9,1,mit,9,9
      """)
    #expect(history.versions.map(\.id) == ["a", "b"])
    #expect(history.tasks == ["A", "B"])
    #expect(history.undatedCount == 2)
    #expect(history.notes.isEmpty)
  }

  @Test("scores over the tasks that all versions share, and names those left out")
  func intersection() throws {
    let history = try HistorySamples.history(
      "date,id,score,A,B\n2025-01-01,a,10,4,16\n2025-02-01,b,20,20,\n")
    #expect(history.tasks == ["A"])
    #expect(history.versions.map(\.score) == [4, 20])
    #expect(history.notes.first?.contains("left out: B") == true)
  }

  @Test("says when the score is not the mean of what look like tasks")
  func mismatch() throws {
    let history = try HistorySamples.history(
      "date,id,score,A,size\n2025-01-01,a,10,10,700\n2025-02-01,b,20,20,900\n")
    #expect(history.notes.first?.contains("--ignore") == true)
    var columns = HistoryTable.Columns()
    columns.ignored = ["size"]
    #expect(
      try HistorySamples.history(
        "date,id,score,A,size\n2025-01-01,a,10,10,700\n2025-02-01,b,20,20,900\n", columns
      ).notes.isEmpty)
  }

  @Test(
    "that makes no history is refused with its line",
    arguments: [
      ("", nil, "no versions"), ("date,id,score\n", nil, "no versions"),
      ("when,id,score\n2025-01-01,a,1\n", 1, "--date-column"),
      ("date,id,score,score\n2025-01-01,a,1,1\n", 1, "stands twice"),
      ("date,id,score\n2025-01-01,a\n", 2, "2 cells"),
      ("date,id,score\n2025-02-30,a,1\n", 2, "no date"),
      ("date,id,score\n01.02.2025,a,1\n", 2, "no date"),
      ("date,id,score\n2025-01-01,a,high\n", 2, "'high'"),
      ("date,id,score\n2025-01-01,a,nan\n", 2, "'nan'"),
      ("date,id,score\n,a,1\n", nil, "full date"),
      ("date,id,score\n2025-01-01,a,0.7\n2025-02-01,b,74\n", 2, "percentages"),
      ("date,id,score,benchmark\n2025-01-01,a,1,v1\n2025-02-01,b,1,v2\n", 3, "--benchmark"),
      ("date,id,score,A,B\n2025-01-01,a,1,1,\n2025-02-01,b,1,,1\n", nil, "every version"),
    ] as [(String, Int?, String)])
  func refused(text: String, line: Int?, words: String) {
    let error = #expect(throws: PolicyError.self) { try HistorySamples.history(text) }
    #expect(error?.line == line)
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test("of several benchmarks gives the one asked for")
  func benchmark() throws {
    var columns = HistoryTable.Columns()
    columns.benchmark = "v2"
    let text = "date,id,score,benchmark\n2025-01-01,a,1,v1\n2025-02-01,b,1,v2\n"
    #expect(try HistorySamples.history(text, columns).versions.map(\.id) == ["b"])
    columns.benchmark = "v3"
    #expect(throws: PolicyError.self) { try HistorySamples.history(text, columns) }
  }
}

@Suite("The frontier")
struct FrontierTests {
  private func versions() throws -> [History.Version] {
    try HistorySamples.history(
      """
      date,id,score
      2024-01-01,a,50
      2024-01-01,b,52
      2024-03-01,c,51
      2024-07-01,d,60
      2024-07-01,e,60
      """
    ).versions
  }

  @Test("rises once a day, to the best of it, and never falls")
  func steps() throws {
    let frontier = Frontier(try versions())
    #expect(frontier.steps.map(\.id) == ["b", "d"])
    #expect(frontier.level(on: try HistorySamples.day("2023-12-31")) == nil)
    #expect(frontier.level(on: try HistorySamples.day("2024-06-30")) == 52)
    #expect(frontier.level(on: try HistorySamples.day("2030-01-01")) == 60)
  }

  @Test("gains so many points and so many percent a month")
  func gain() throws {
    let frontier = Frontier(try versions())
    let from = try HistorySamples.day("2024-01-01")
    // 487 days are sixteen mean months
    let gain = try #require(frontier.gain(from: from, to: CalendarDay(number: from.number + 487)))
    #expect((gain.pointsPerMonth - 8.0 / 16).magnitude < 1e-12)
    let growth = try #require(gain.percentPerMonth)
    var level = 52.0
    for _ in 0..<16 { level *= 1 + growth / 100 }
    #expect((level - 60).magnitude < 1e-9)
    #expect(frontier.gain(from: from, to: from) == nil)
    #expect(frontier.gain(from: CalendarDay(number: from.number - 1), to: from) == nil)
  }
}

@Suite("Fits of the frontier")
struct TrendFitTests {
  @Test("the median slope is that of a line, whatever one point does")
  func theilSen() throws {
    let x = (0..<12).map(Double.init)
    var y = x.map { 3 + 0.5 * $0 }
    #expect(try #require(TheilSen(x, y)).slope == 0.5)
    y[7] = 1000
    let bent = try #require(TheilSen(x, y))
    #expect((bent.slope - 0.5).magnitude < 1e-12)
    let interval = try #require(bent.interval)
    #expect(interval.low <= 0.5 && interval.high >= 0.5)
    #expect(TheilSen([1], [1]) == nil)
    #expect(try #require(TheilSen([1, 2, 3], [1, 2, 3])).interval == nil)
  }

  @Test("one bend is found where it is, with its slopes and a small p")
  func bend() throws {
    let x = (0..<20).map(Double.init)
    var noise = HistorySamples.Generator(state: 3)
    let y = x.map { min($0, 8) + 0.1 * max(0, $0 - 8) + 0.01 * noise.uniform() }
    var generator = HistorySamples.Generator(state: 5)
    let found = try #require(Breakpoint(x, y, permutations: 199, generator: &generator))
    #expect(found.position == 8)
    #expect((found.slopeBefore - 1).magnitude < 0.01)
    #expect((found.slopeAfter - 0.1).magnitude < 0.01)
    #expect(found.pValue == 1.0 / 200)
  }

  @Test("on lines with noise p is small as rarely as it should be")
  func noBend() throws {
    var generator = HistorySamples.Generator(state: 11)
    var small = 0
    let trials = 60
    for _ in 0..<trials {
      let x = (0..<12).map(Double.init)
      let y = x.map { $0 + generator.uniform() }
      let found = try #require(Breakpoint(x, y, permutations: 39, generator: &generator))
      if found.pValue <= 0.1 { small += 1 }
    }
    // six are expected; fifteen are beyond four standard deviations of a binomial count
    #expect(small < 15)
    #expect(Breakpoint([0, 1, 2], [0, 1, 2], permutations: 9, generator: &generator) == nil)
    let line = (0..<9).map(Double.init)
    #expect(Breakpoint(line, line, permutations: 9, generator: &generator) == nil)
  }

  @Test("a level is found where the curve bends towards one, and its interval mostly holds it")
  func level() throws {
    let x = (0..<16).map(Double.init)
    var noise = HistorySamples.Generator(state: 2)
    var covered = 0
    for _ in 0..<8 {
      var curve = 30.0
      // each step takes a fifth off the distance to 80
      let y = x.map { _ -> Double in
        curve += (80 - curve) / 5
        return curve + 0.2 * noise.uniform()
      }
      let fit = try SaturationFit.fit(x, y).get()
      if fit.interval.low < 80 && fit.interval.high > 80 { covered += 1 }
      #expect((fit.level - 80).magnitude < 2)
      // (4/5)^h = 1/2
      #expect((fit.halfLife - 3.106).magnitude < 0.3)
    }
    // at a coverage of 95 %, fewer than five of eight have a chance of 4 in 10,000
    #expect(covered >= 5)
  }

  @Test("no level is named for a line, an upward bend or too few steps")
  func refusals() {
    let x = (0..<20).map(Double.init)
    var noise = HistorySamples.Generator(state: 4)
    let line = x.map { 50 + $0 + noise.uniform() }
    let up = x.map { 50 + $0 * $0 }
    for (xs, ys) in [(x, line), (x, up), ([0, 1, 2], [0, 1, 1.5])] {
      if case .success(let fit) = SaturationFit.fit(xs, ys) { Issue.record("\(fit)") }
    }
  }

  @Test(
    "quantiles of Student's t agree with tables",
    arguments: [
      (1, 12.706), (2, 4.3027), (3, 3.1824), (5, 2.5706), (10, 2.2281), (30, 2.0423), (100, 1.9840),
    ])
  func student(freedom: Int, value: Double) {
    #expect((StudentQuantile.upper95(freedom) / value - 1).magnitude < 0.003)
  }
}

@Suite("A trend")
struct TrendAnalysisTests {
  @Test("says better, within the noise and worse")
  func latest() throws {
    for (score, expected) in [
      (60.0, TrendAnalysis.Latest.better), (50.2, .withinNoise), (40, .worse),
    ] {
      let history = HistorySamples.monthly([48, 50, score], tasks: 40, noise: 3, seed: 9)
      let trend = try HistorySamples.trend(history)
      #expect(trend.latest == expected)
      let report = trend.report(provenance: PolicySamples.provenance)
      #expect(report.findings.contains { $0.id == "worse" } == (expected == .worse))
    }
  }

  @Test("counts the versions since the last significant improvement")
  func still() throws {
    let history = HistorySamples.monthly(
      [40, 50, 49.5, 49.8, 49.6, 49.9], tasks: 40, noise: 3, seed: 4)
    let trend = try HistorySamples.trend(history)
    #expect(trend.lastSignificant?.id == "v1")
    #expect(trend.versionsWithinNoise == 4)
  }

  @Test("knows nothing of noise without tasks or errors, and says so")
  func noTasks() throws {
    let history = HistorySamples.monthly([40, 50, 55], tasks: 0, noise: 0, seed: 1)
    let trend = try HistorySamples.trend(history)
    #expect(trend.latest == .unknown)
    #expect(trend.versionsWithinNoise == nil)
    let report = trend.report(provenance: PolicySamples.provenance)
    #expect(report["trend.noise-floor"]?.value.status == "undefined")
    #expect(report["trend.frontier-best"]?.value.number == 55)
  }

  @Test("takes standard errors where there are no tasks")
  func standardErrors() throws {
    let history = try HistorySamples.history(
      "date,id,score,stderr\n2025-01-01,a,50,1\n2025-02-01,b,52,1\n2025-03-01,c,60,1\n")
    let trend = try HistorySamples.trend(history)
    let comparison = try #require(trend.latestComparison)
    let half = 1.959963984540054 * 2.0.squareRoot()
    #expect((comparison.interval.low - (8 - half)).magnitude < 1e-12)
    #expect(trend.latest == .better)
    #expect(trend.lastSignificant?.id == "c")
  }

  @Test("emits every metric once, in the order of its catalogue, for one version too")
  func catalogue() throws {
    for scores in [[50.0], [50, 51], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]] {
      for tasks in [0, 1, 12] {
        let history = HistorySamples.monthly(scores, tasks: tasks, noise: 1, seed: 1)
        let report = try HistorySamples.trend(history, draws: 200)
          .report(provenance: PolicySamples.provenance)
        #expect(report.metrics.map(\.id) == TrendCatalog.all.map(\.id))
      }
    }
  }

  @Test("looks at the world as it was on a day")
  func asOf() throws {
    let history = HistorySamples.monthly([50, 60, 70], tasks: 0, noise: 0, seed: 1)
    let day = history.versions[1].day
    let trend = try HistorySamples.trend(history, until: day)
    #expect(trend.frontier.steps.map(\.id) == ["v0", "v1"])
    #expect(throws: PolicyError.self) {
      try HistorySamples.trend(history, until: CalendarDay(number: 0))
    }
  }

  @Test("gives the same numbers for the same seed")
  func repeatable() throws {
    let history = HistorySamples.monthly([50, 51, 52, 53], tasks: 20, noise: 3, seed: 1)
    let first = try HistorySamples.trend(history).report(provenance: PolicySamples.provenance)
    let second = try HistorySamples.trend(history).report(provenance: PolicySamples.provenance)
    #expect(first == second)
  }
}

@Suite("A folder of reports")
struct HistoryDocumentsTests {
  private func check(
    _ date: String?, _ value: String, run: String = "x", revision: Int = 1,
    interval: String = "null"
  ) -> [UInt8] {
    let stamp = date.map { "\"run\": \"\(run)\", \"date\": \"\($0)\"," } ?? ""
    return Array(
      """
      {"schema": "embedscope.check/1", \(stamp)
       "values": [{"id": "corpus.data.rows", "value": \(value), "interval": \(interval), "revision": \(revision)}],
       "provenance": {"stamp": null}}
      """.utf8)
  }

  private func history(_ documents: [(String, [UInt8])]) throws -> History {
    try HistoryDocuments(name: "runs", metric: "corpus.data.rows").history(
      of: documents.map { HistoryDocuments.Document(file: $0.0, bytes: $0.1) })
  }

  @Test("takes dates from documents, stamps or file names, and errors from intervals")
  func dates() throws {
    let report = Array(
      """
      {"schema": "embedscope.report/1",
       "metrics": [{"id": "corpus.data.rows", "value": 3, "interval": null}],
       "provenance": {"stamp": "2025-03-01T00:00:00Z on host"}}
      """.utf8)
    let found = try history([
      ("runs/a.json", check("2025-01-01T10:00:00Z", "1", run: "first", interval: "[0, 2]")),
      ("runs/2025-02-01_b.json", check(nil, "2")), ("runs/c.json", report),
      ("runs/d.json", check(nil, "9")), ("runs/e.json", check("2025-01-01", "null")),
    ])
    #expect(found.versions.map(\.id) == ["first", "2025-02-01_b", "c"])
    #expect(found.versions.map(\.score) == [1, 2, 3])
    #expect(found.undatedCount == 1)
    #expect(found.notes.first?.contains("e.json") == true)
    let error = try #require(found.versions[0].standardError)
    #expect((error * 1.959963984540054 - 1).magnitude < 1e-12)
  }

  @Test("refuses what is no report, lacks the metric or mixes definitions")
  func refusals() {
    for documents in [
      [("a.json", Array("{}".utf8))], [("a.json", Array("{\"schema\": \"x/1\"}".utf8))],
      [("a.json", check("2025-01-01", "null"))],
      [("a.json", check("2025-01-01", "1")), ("b.json", check("2025-01-02", "1", revision: 2))],
      [("a.json", check(nil, "1"))], [("a.json", Array("{\"schema".utf8))],
    ] {
      #expect(throws: PolicyError.self) { try history(documents) }
    }
  }
}
