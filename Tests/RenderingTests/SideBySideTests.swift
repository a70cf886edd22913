import Findings
import Testing

@testable import Rendering

@Suite("Several reports side by side")
struct SideBySideTests {
  private static func report(
    _ name: String, verdict: String, _ severities: [Severity], labels: [String] = [],
    arguments: [String] = []
  ) -> Report {
    Report(
      command: "diagnose",
      subject: Subject(name: name, rows: 1, dimensions: 1, storedAs: "float32", digest: nil),
      verdict: verdict,
      highlights: labels.map { Highlight(label: $0, value: "1", remark: "") }, metrics: [],
      series: [],
      findings: severities.map {
        Finding(id: "f", severity: $0, message: "\(name) \($0)", evidence: [], advice: "")
      },
      provenance: Provenance(
        version: "0", arguments: arguments, seed: 0,
        blas: Provenance.Library(name: "b", core: "c", threads: 1)))
  }

  @Test("the headline counts the sets by the worst that was found, and names them")
  func headline() {
    let reports = [
      Self.report("a.npy", verdict: "v", [.warning, .failure]),
      Self.report("b.npy", verdict: "v", [.note]), Self.report("c.npy", verdict: "v", [.warning]),
      Self.report("d.npy", verdict: "v", []),
    ]
    #expect(
      SideBySide(reports).headline
        == "4 sets side by side: 1 with failures (a.npy), 1 with warnings (c.npy), 2 without.")
    #expect(
      SideBySide([reports[1], reports[3]]).headline
        == "2 sets side by side, none with failures or warnings.")
    let many = (0..<5).map { Self.report("\($0)", verdict: "v", [.failure]) }
    #expect(SideBySide(many).headline.contains("5 with failures (0, 1, 2 and 2 more)"))
  }

  @Test("an answer has the name of its set, whoever puts it there")
  func answers() {
    let reports = [
      Self.report("x/a.npy", verdict: "x/a.npy: healthy.", []),
      Self.report("x/b.qrels", verdict: "Rank is 4.", []),
    ]
    #expect(SideBySide(reports).answers == ["x/a.npy: healthy.", "b.qrels: Rank is 4."])
  }

  @Test("findings of all sets stand by severity, sets in their order")
  func findings() {
    let reports = [
      Self.report("a", verdict: "v", [.note, .warning]),
      Self.report("b", verdict: "v", [.warning, .failure]),
    ]
    #expect(
      SideBySide(reports).findings.map(\.finding.message)
        == ["b failure", "a warning", "b warning", "a note"])
    #expect(SideBySide(reports).findings.map(\.name) == ["b", "a", "b", "a"])
  }

  @Test("rows are those that half of the sets have")
  func rows() {
    let reports = [
      Self.report("a", verdict: "v", [], labels: ["all", "half", "one"]),
      Self.report("b", verdict: "v", [], labels: ["all", "half"]),
      Self.report("c", verdict: "v", [], labels: ["all"]),
      Self.report("d", verdict: "v", [], labels: ["all"]),
    ]
    let rows = SideBySide(reports).highlights
    #expect(rows.map(\.label) == ["all", "half"])
    #expect(rows[1].cells == ["1", "1", "", ""])
  }

  @Test("a command line is shown only where all come from it")
  func arguments() {
    let one = Self.report("a", verdict: "v", [], arguments: ["diagnose", "a", "b"])
    let other = Self.report("b", verdict: "v", [], arguments: ["diagnose", "b"])
    #expect(SideBySide([one, one]).arguments == ["diagnose", "a", "b"])
    #expect(SideBySide([one, other]).arguments == nil)
  }
}
