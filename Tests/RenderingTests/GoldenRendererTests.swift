import Findings
import Foundation
import Rendering
import Testing

/// Every renderer against files that a reviewer has read: one report, and two side by side.
///
/// A missing file is recorded and fails; after a wanted change: `UPDATE_GOLDEN=1 swift test --filter
/// GoldenRenderer`, then read the difference.
@Suite("What every renderer makes of a sample")
struct GoldenRendererTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")
  private static let updates = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

  private static let single: Report = {
    let sample = SampleReports.healthy
    return Report(
      command: sample.command, subject: sample.subject, verdict: sample.verdict,
      highlights: sample.highlights, metrics: sample.metrics,
      series: sample.series + [FigureTests.spectrum], findings: sample.findings,
      provenance: sample.provenance)
  }()

  /// The sample beside one with a name that every form must escape.
  private static let pair: [Report] = [
    single,
    Report(
      command: "diagnose",
      subject: Subject(
        name: #"runs/<b>&_50%#"é".npy"#, rows: 10, dimensions: 3, storedAs: "float16", digest: nil),
      verdict: #"runs/<b>&_50%#"é".npy: 10 vectors x 3, float16. Healthy."#,
      highlights: [Highlight(label: "mean cosine", value: "0.5", remark: "| * ~ ^ \\ {x}")],
      metrics: [Metric("data.rows", .measured(10), unit: .rows)],
      series: [FigureTests.spectrum], findings: [], provenance: single.provenance),
  ]

  private static let cases = RendererCatalog.all.map(\.id).flatMap { id in
    ["one", "two"].map { "\(id) \($0)" }
  }

  @Test("is what was read", arguments: cases)
  func golden(name: String) throws {
    let parts = name.split(separator: " ")
    let renderer = try #require(RendererCatalog.renderer(id: String(parts[0])))
    let made = renderer.render(parts[1] == "one" ? [Self.single] : Self.pair, style: .plain)
    let folder = Self.folder.appendingPathComponent("\(parts[0])-\(parts[1])")
    let isThere = FileManager.default.fileExists(atPath: folder.path)
    guard isThere, !Self.updates else {
      if isThere { try FileManager.default.removeItem(at: folder) }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for file in made {
        try Data(file.text.utf8).write(to: folder.appendingPathComponent(file.name))
      }
      if !Self.updates { Issue.record("recorded \(folder.path); read it and commit it") }
      return
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == made.map(\.name).sorted())
    for file in made where names.contains(file.name) {
      let known = try String(
        contentsOf: folder.appendingPathComponent(file.name), encoding: .utf8)
      let lines = [file.text, known].map {
        $0.split(separator: "\n", omittingEmptySubsequences: false)
      }
      let place = zip(lines[0], lines[1]).enumerated().first { $0.element.0 != $0.element.1 }
      #expect(
        file.text == known,
        "\(file.name) line \((place?.offset ?? 0) + 1): \(place?.element.0 ?? "another length")")
    }
  }
}
