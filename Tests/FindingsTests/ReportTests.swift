import Findings
import Testing

@Suite("A report holds what was found and no more")
struct ReportTests {
  static func report(_ metrics: [Metric], digest: String? = nil) -> Report {
    Report(
      command: "diagnose",
      subject: Subject(name: "x", rows: 2, dimensions: 3, storedAs: "float32", digest: digest),
      verdict: "Fine.", highlights: [Highlight(label: "a", value: "1", remark: "b")],
      metrics: metrics, series: [], findings: [FindingTests.finding(.note)],
      provenance: Provenance(
        version: "0", arguments: ["x"], seed: 1,
        blas: Provenance.Library(name: "b", core: "c", threads: 1)))
  }

  @Test("a metric is found by its whole id, parameters included")
  func lookup() {
    let report = Self.report([
      Metric("u@t=1", .measured(1), unit: .nats), Metric("u@t=2", .measured(2), unit: .nats),
      Metric("v", .undefined(reason: "one row"), unit: .ratio),
    ])
    #expect(report["u@t=2"]?.value.number == 2)
    #expect(report["v"]?.value.reason == "one row")
    #expect(report["u"] == nil && report["u@t=3"] == nil && report[""] == nil)
  }

  @Test("of two metrics with one id the first is found")
  func first() {
    let report = Self.report([1, 2].map { Metric("u", .measured($0), unit: .nats) })
    #expect(report["u"]?.value.number == 1)
  }

  @Test("metrics stay in the order they were given")
  func order() {
    let ids: [MetricID] = ["b", "a", "c"]
    #expect(
      Self.report(ids.map { Metric($0, .measured(0), unit: .rows) }).metrics.map(\.id) == ids)
    #expect(Self.report([])["a"] == nil)
  }

  @Test("reports are equal when every part is, and a provenance has no clock unless asked")
  func equality() {
    #expect(Self.report([]) == Self.report([]))
    #expect(Self.report([]) != Self.report([], digest: "ab"))
    let provenance = Self.report([]).provenance
    #expect(provenance.stamp == nil && provenance.notes.isEmpty)
    #expect(Report.schema == "embedscope.report/1")
  }
}
