import Foundation
import Testing

@Suite("embedscope report")
struct ReportCommandTests {
  private static let set = "Notebooks-data/planted/broken-1000x64.npy"
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test("says the same as the run that stored the report")
  func same() throws {
    try Workspace.use { place in
      let stored = place.directory.appendingPathComponent("run.json").path
      let page = place.directory.appendingPathComponent("run.html").path
      let run = try EmbedscopeProcess(
        [
          "diagnose", Self.set, "--only", "data,spectrum", "--report", "json=\(stored)", "--report",
          "html=\(page)", "--report", "text",
        ], in: Self.repository)
      #expect(run.exitCode == 0, "\(run.errors)")
      let again = place.directory.appendingPathComponent("again.html").path
      let report = try EmbedscopeProcess(
        ["report", stored, "--report", "html=\(again)", "--report", "text"], in: Self.repository)
      #expect(report.exitCode == 0 && report.output == run.output)
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: page))
          == Data(contentsOf: URL(fileURLWithPath: again)))
      let both = try EmbedscopeProcess(
        ["report", stored, stored, "--report", "csv"], in: Self.repository)
      #expect(both.exitCode == 0)
      #expect(both.output.split(separator: "\n").filter { $0.contains(",data.rows,") }.count == 2)
    }
  }

  @Test("a file that is no report is no verdict, and the message says what it is")
  func wrong() throws {
    let missing = try EmbedscopeProcess(["report", "missing.json"], in: Self.repository)
    #expect(missing.exitCode == 2 && missing.output.isEmpty)
    #expect(missing.errors.contains("missing.json"))
    let other = try EmbedscopeProcess(["report", Self.set], in: Self.repository)
    #expect(other.exitCode == 2 && other.errors.contains("no JSON document"))
    #expect(try EmbedscopeProcess(["report"], in: Self.repository).exitCode == 64)
  }
}
