import Checks
import EmbeddingSets
import Foundation
import Rendering
import Testing

@testable import embedscope

/// What the repository ships for the CI of others.
@Suite("The action and the hook")
struct ActionTests {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.repository.appendingPathComponent(path), encoding: .utf8)
  }

  /// The script of the step `Check`, as a shell gets it.
  private func script() throws -> String {
    let action = try text("action.yml")
    let start = try #require(action.range(of: "      run: |\n", options: .backwards))
    return action[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("        ") ? String($0.dropFirst(8)) : String($0) }
      .joined(separator: "\n")
  }

  private func run(
    _ place: Workspace, policy: String
  ) throws -> (code: Int32, output: String, summary: String, outputs: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-e", "-o", "pipefail", "-c", try script()]
    process.currentDirectoryURL = place.directory
    var environment = ProcessInfo.processInfo.environment
    environment.merge([
      "PROGRAM": try EmbedscopeProcess.executable().path, "POLICY": policy, "BASELINE": "",
      "ALLOW_MISMATCH": "", "FAIL_ON": "fail", "HISTORY": "runs", "REPORTS": "out",
      "GITHUB_OUTPUT": place.directory.appendingPathComponent("outputs").path,
      "GITHUB_STEP_SUMMARY": place.directory.appendingPathComponent("summary").path,
    ]) { _, own in own }
    process.environment = environment
    let log = place.directory.appendingPathComponent("log")
    try Data().write(to: log)
    let handle = try FileHandle(forWritingTo: log)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try place.text("log"), try place.text("summary"),
      try place.text("outputs")
    )
  }

  @Test(
    "the action ends with the exit code of the check and leaves a summary",
    arguments: [("< 10", 0), ("< 100", 1), ("wrong", 2)] as [(String, Int32)])
  func action(limit: String, code: Int32) throws {
    try Workspace.use { place in
      try place.plant(.lowRank)
      try place.write(
        "schema: 1\ninputs: {corpus: set.npy}\nchecks:\n- {metric: corpus.data.rows, fail: \"\(limit)\"}\n",
        to: "p.yml")
      let result = try run(place, policy: "p.yml")
      #expect(result.code == code, "\(result.output)")
      #expect(result.outputs == "exit-code=\(code)\n")
      #expect(result.summary.hasPrefix("### embedscope check: "))
      if code == 1 { #expect(result.output.contains("::error file=p.yml,line=4,title=fail")) }
      if code < 2 { #expect(try place.names("out").count == 4) }
    }
  }

  @Test("the hook runs a command that there is, with options that it has")
  func hook() throws {
    let hook = try text(".pre-commit-hooks.yaml")
    #expect(hook.contains("entry: embedscope check --quiet --policy\n"))
    #expect(hook.contains("language: system"))
  }
}
