import Foundation
import Testing

@Suite("experiment")
struct ExperimentCommandTests {
  @Test("critical-n stops, goes on from its state, and says the same")
  func resumes() throws {
    try Workspace.use { place in
      let arguments = [
        "experiment", "critical-n", "--dimensions", "2", "--k", "1", "--state", "state.csv",
      ]
      let first = try place.run(arguments + ["--report", "csv=a"])
      #expect(first.exitCode == 0, "\(first.errors)")
      // half of the runs are forgotten
      let lines = try place.text("state.csv").split(separator: "\n")
      try place.write(
        lines.prefix(lines.count / 2 + 2).joined(separator: "\n") + "\n", to: "state.csv")
      let second = try place.run(arguments + ["--report", "csv=b"])
      #expect(second.exitCode == 0)
      for name in [
        "metrics.csv", "critical-n.table.csv", "critical-n.runs.csv", "critical-n.fits.csv",
      ] {
        #expect(try place.text("a/\(name)") == place.text("b/\(name)"))
      }
    }
  }

  @Test(
    "refuses wrong ranges, foreign states and unknown kinds",
    arguments: [
      (["critical-n", "--dimensions", "4-"], Int32(64), "--dimensions"),
      (["critical-n", "--dimensions", "9-3"], 64, "4-16"),
      (["critical-n", "--k", "0"], 64, "--k"),
      (["critical-n", "--dimensions", "2", "--state", "foreign.csv"], 2, "foreign.csv: line 1"),
      (["critical-m"], 64, "critical-m"),
    ])
  func refused(arguments: [String], code: Int32, mentioned: String) throws {
    try Workspace.use { place in
      try place.write("a\nb\nc\n", to: "foreign.csv")
      let run = try place.run(["experiment"] + arguments)
      #expect(run.exitCode == code)
      #expect(run.errors.contains(mentioned), "\(run.errors)")
      #expect(run.output.isEmpty)
    }
  }
}
