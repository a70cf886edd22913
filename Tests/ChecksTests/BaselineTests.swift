import Findings
import Testing

@testable import Checks

@Suite("The baseline")
struct BaselineTests {
  static func baseline(
    _ value: Double = 100, interval: String = "null", rows: String = "10", revision: Int = 1
  ) throws -> Baseline {
    try Baseline(
      parsing: Array(
        """
        {"schema": "embedscope.baseline/1", "version": "1",
         "inputs": [{"name": "corpus", "kind": "embeddings", "path": "c",
                     "fingerprint": {"rows": "\(rows)", "seed": "0"}, "digest": null}],
         "values": [{"id": "corpus.data.rows", "value": \(value), "interval": \(interval),
                     "unit": "rows", "revision": \(revision)}]}
        """.utf8), file: "main.json")
  }

  private func verdict(
    _ rule: String, now: Double, interval: Interval? = nil, baseline: Baseline?,
    allowed: Set<String> = []
  ) throws -> CheckResult {
    let policy = try PolicySamples.checking("- {metric: corpus.data.rows, baseline: {\(rule)}}")
    return PolicySamples.report(
      policy, [PolicySamples.entry([PolicySamples.rows(now, interval: interval)])],
      baseline: baseline, allowed: allowed
    ).results[0]
  }

  @Test(
    "limits drops, increases and changes, absolute and in percent",
    arguments: [
      ("max_drop: '5%'", 95.0, CheckVerdict.pass), ("max_drop: '5%'", 94.9, .fail),
      ("max_drop: '5%'", 200, .pass), ("max_drop: 5", 95, .pass), ("max_drop: 5", 94, .fail),
      ("max_increase: '5%'", 105, .pass), ("max_increase: '5%'", 106, .fail),
      ("max_increase: 1", 50, .pass), ("max_change: 1", 101, .pass), ("max_change: 1", 98, .fail),
      ("max_change: 1", 102, .fail), ("max_change: 0", 100, .pass), ("max_change: 0", 100.1, .fail),
      ("max_change: 0", 100 + 1e-7, .pass), ("max_drop: 0, verdict: warn", 90, .warn),
    ])
  func movements(rule: String, now: Double, verdict: CheckVerdict) throws {
    let result = try self.verdict(rule, now: now, baseline: Self.baseline())
    #expect(result.verdict == verdict, "\(result.outcomes)")
  }

  @Test("of a negative value counts a fall as a drop, in percent of its magnitude")
  func negative() throws {
    let baseline = try Self.baseline(-4)
    #expect(try verdict("max_increase: '5%'", now: -3.9, baseline: baseline).verdict == .pass)
    #expect(try verdict("max_increase: '5%'", now: -3.7, baseline: baseline).verdict == .fail)
    #expect(try verdict("max_drop: '5%'", now: -4.3, baseline: baseline).verdict == .fail)
  }

  @Test("of zero has no percentage")
  func zero() throws {
    let baseline = try Self.baseline(0)
    #expect(try verdict("max_increase: '5%'", now: 1, baseline: baseline).verdict == .error)
    #expect(try verdict("max_increase: '5%'", now: 0, baseline: baseline).verdict == .pass)
    #expect(try verdict("max_increase: 2", now: 1, baseline: baseline).verdict == .pass)
  }

  @Test("noise lets changes within so many standard errors of both runs pass")
  func noise() throws {
    // both intervals have a standard error of 3, their difference one of 3 sqrt(2) = 4.243
    let half = 3 * BaselineComparison.standardErrorsInHalfWidth
    let baseline = try Self.baseline(100, interval: "[\(100 - half), \(100 + half)]")
    func verdict(_ now: Double) throws -> CheckVerdict {
      try self.verdict(
        "max_drop: 1, noise: 2", now: now, interval: Interval(low: now - half, high: now + half),
        baseline: baseline
      ).verdict
    }
    let twice = 2 * 3 * 2.0.squareRoot()
    #expect(try verdict(100 - twice + 0.001) == .pass)
    #expect(try verdict(100 - twice - 0.001) == .fail)
  }

  @Test("noise without an interval is an error, never a pass")
  func noiseWithoutInterval() throws {
    #expect(
      try verdict("max_drop: 1, noise: 2", now: 100, baseline: Self.baseline()).verdict == .error)
  }

  @Test("that is missing, lacks the metric or has another fingerprint is an error")
  func incomparable() throws {
    #expect(try verdict("max_drop: 1", now: 100, baseline: nil).verdict == .error)
    #expect(
      try verdict("max_drop: 1, required: false", now: 100, baseline: nil).verdict == .skipped)
    let other = try Self.baseline(rows: "11")
    let result = try verdict("max_drop: 1", now: 100, baseline: other)
    #expect(result.verdict == .error)
    #expect(result.outcomes[0].text.contains("rows was 11 and is 10"))
    #expect(
      try verdict("max_drop: 1", now: 100, baseline: other, allowed: ["rows"]).verdict == .pass)
    #expect(try verdict("max_drop: 1, allow: rows", now: 100, baseline: other).verdict == .pass)
    #expect(
      try verdict("max_drop: 1", now: 100, baseline: Self.baseline(revision: 2)).verdict == .error)
    let policy = try PolicySamples.checking(
      "- {metric: corpus.spectrum.rank, baseline: {max_drop: 1}}")
    let lacking = PolicySamples.report(
      policy,
      [PolicySamples.entry([Metric("spectrum.rank", .measured(1), unit: .dimensions)])],
      baseline: try Self.baseline())
    #expect(lacking.results[0].outcomes[0].text.contains("has no corpus.spectrum.rank"))
    #expect(lacking.exitCode == 2)
  }

  @Test("is waited for where the run writes it")
  func writing() throws {
    let policy = try PolicySamples.checking("- {metric: corpus.data.rows, baseline: {max_drop: 1}}")
    let entries = [PolicySamples.entry([PolicySamples.rows(5)])]
    let report = PolicySamples.report(policy, entries, writesBaseline: true)
    #expect(report.results[0].verdict == .skipped)
    #expect(report.exitCode == 0)
    #expect(report.headline.contains("nothing to compare yet"))
    // without a measurement there is nothing that a baseline could hold
    #expect(PolicySamples.report(policy, [], writesBaseline: true).exitCode == 2)
  }

  @Test(
    "that is no baseline is refused",
    arguments: [
      "", "{", "[]", "{}", "{\"schema\": \"x\"}",
      "{\"schema\": \"embedscope.baseline/1\", \"inputs\": [], \"values\": []}",
      "{\"schema\": \"embedscope.baseline/1\", \"inputs\": 1, \"values\": []}",
      "{\"schema\": \"embedscope.baseline/1\", \"inputs\": [], \"values\": [{\"id\": \"a\"}]}",
      "{\"schema\": \"embedscope.baseline/1\", \"inputs\": [], \"values\": [{\"id\": \"a\", \"value\": NaN, \"interval\": null, \"revision\": 1}]}",
      "{\"schema\": \"embedscope.baseline/1\", \"inputs\": [], \"values\": [{\"id\": \"a\", \"value\": 1, \"interval\": [2, 1], \"revision\": 1}]}",
      "{\"schema\": \"embedscope.baseline/1\", \"inputs\": [], \"values\": [{\"id\": \"a\", \"value\": 1, \"interval\": null, \"revision\": 1e300}]}",
    ])
  func broken(text: String) {
    let error = #expect(throws: PolicyError.self) {
      try Baseline(parsing: Array(text.utf8), file: "main.json")
    }
    #expect(error?.file == "main.json")
  }
}
