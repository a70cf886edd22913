import Findings
import Testing

@testable import Checks

@Suite("The evaluation of checks")
struct CheckEvaluationTests {
  @Test(
    "passes, warns and fails by the limits",
    arguments: [
      (100.0, CheckVerdict.pass), (40, .warn), (5, .fail), (10, .warn), (50, .pass),
    ])
  func limits(value: Double, verdict: CheckVerdict) throws {
    let policy = try PolicySamples.checking(
      "- {metric: corpus.data.rows, fail: '< 10', warn: '< 50'}")
    let report = PolicySamples.report(policy, [PolicySamples.entry([PolicySamples.rows(value)])])
    #expect(report.results.map(\.verdict) == [verdict])
    #expect(report.exitCode == (verdict == .fail ? 1 : 0))
    #expect(
      PolicySamples.report(
        policy, [PolicySamples.entry([PolicySamples.rows(value)])], failsOnWarning: true
      ).exitCode == (verdict == .pass ? 0 : 1))
  }

  @Test("a metric on the right counts with its factor")
  func right() throws {
    let policy = try PolicySamples.checking(
      "- {metric: corpus.spectrum.rank, fail: '< 50% of data.dimensions'}")
    func exit(_ rank: Double) -> Int32 {
      PolicySamples.report(
        policy,
        [
          PolicySamples.entry([
            Metric("spectrum.rank", .measured(rank), unit: .dimensions),
            Metric("data.dimensions", .measured(64), unit: .dimensions),
          ])
        ]
      ).exitCode
    }
    #expect(exit(32) == 0)
    #expect(exit(31) == 1)
  }

  @Test("never passes where there is no number")
  func noNumber() throws {
    let policy = try PolicySamples.checking("- {metric: corpus.data.rows, fail: '< 10'}")
    let unread = Measurements.Entry(
      input: .init(name: "corpus", kind: "embeddings", path: "c", failure: "it is not there"),
      metrics: [], revisions: [:])
    let cases: [([Measurements.Entry], String)] = [
      ([], "not measured"), ([unread], "it is not there"),
      ([PolicySamples.entry([])], "not computed"),
      ([PolicySamples.entry([Metric("data.rows", .undefined(reason: "why"), unit: .rows)])], "why"),
      (
        [PolicySamples.entry([Metric("data.rows", .skipped(reason: "too dear"), unit: .rows)])],
        "too dear"
      ),
    ]
    for (entries, words) in cases {
      let report = PolicySamples.report(policy, entries)
      #expect(report.exitCode == 2)
      #expect(report.results[0].verdict == .error)
      #expect(report.results[0].outcomes[0].text.contains(words))
    }
  }

  @Test("a missing number on the right is an error too")
  func noNumberRight() throws {
    let policy = try PolicySamples.checking(
      "- {metric: corpus.data.rows, fail: '< data.dimensions'}")
    let report = PolicySamples.report(
      policy,
      [
        PolicySamples.entry([
          PolicySamples.rows(5),
          Metric("data.dimensions", .undefined(reason: "none"), unit: .rows),
        ])
      ])
    #expect(report.exitCode == 2)
  }

  @Test("one failure and one error are no verdict, and both are said")
  func both() throws {
    let policy = try PolicySamples.checking(
      """
      - {metric: corpus.data.rows, fail: '< 10'}
      - {metric: corpus.spectrum.rank, fail: '< 10'}
      """)
    let report = PolicySamples.report(
      policy,
      [
        PolicySamples.entry([
          PolicySamples.rows(5),
          Metric("spectrum.rank", .undefined(reason: "no rows"), unit: .rows),
        ])
      ])
    #expect(report.exitCode == 2)
    #expect(report.headline.contains("1 of 2 checks could not be evaluated; 1 failed"))
  }

  @Test("a failure and an error inside one check are both said")
  func bothInOne() throws {
    let policy = try PolicySamples.checking(
      "- {metric: corpus.data.rows, fail: '< 10', baseline: {max_drop: 1}}")
    let report = PolicySamples.report(policy, [PolicySamples.entry([PolicySamples.rows(5)])])
    #expect(report.exitCode == 2)
    #expect(report.results[0].decisive.map(\.verdict) == [.error, .fail])
    #expect(report.failedCount == 1)
  }

  @Test("skipped checks are reported, and nothing but skipped checks is no verdict")
  func skipped() throws {
    let policy = try PolicySamples.checking("- {metric: corpus.data.rows, skip: 'for now'}")
    let report = PolicySamples.report(policy, [])
    #expect(report.results[0].verdict == .skipped)
    #expect(report.exitCode == 2)
    #expect(report.headline.contains("nothing was checked"))
  }

  @Test("an unreadable input is no verdict even if every check of it is skipped")
  func unreadableAndSkipped() throws {
    let policy = try PolicySamples.policy(
      """
      schema: 1
      inputs: {corpus: c, queries: q}
      checks:
        - {metric: corpus.data.rows, fail: '< 1'}
        - {metric: queries.data.rows, baseline: {max_drop: 1, required: false}}
      """)
    let unread = Measurements.Entry(
      input: .init(name: "queries", kind: "embeddings", path: "q", failure: "gone"), metrics: [],
      revisions: [:])
    let report = PolicySamples.report(
      policy, [PolicySamples.entry([PolicySamples.rows(5)]), unread])
    #expect(report.exitCode == 2)
  }
}
