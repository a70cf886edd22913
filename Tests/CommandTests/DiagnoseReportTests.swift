import EmbeddingSets
import Foundation
import Testing

@Suite("Reports of diagnose")
struct DiagnoseReportTests {
  @Test("go to several places at once, each complete")
  func several() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try place.run(
        "diagnose", "set.npy", "--report", "csv=tables/", "--report", "json=r.json", "--report",
        "text=r.txt", "--report", "csv=metrics.csv")
      #expect(run.exitCode == 0)
      #expect(run.output.isEmpty)
      #expect(try place.names() == ["metrics.csv", "r.json", "r.txt", "set.npy", "tables"])
      #expect(try place.text("metrics.csv") == place.text("tables/metrics.csv"))
      #expect(try place.text("r.txt") == place.run("diagnose", "set.npy").output)
      #expect(try place.text("r.json") == place.run("diagnose", "set.npy", "--json").output)
      let tables = try place.names("tables")
      #expect(tables.contains("findings.csv"))
      #expect(tables.contains("spectrum.unit-centered.singular-values.csv"))
      #expect(tables.allSatisfy { $0.hasSuffix(".csv") })
    }
  }

  @Test(
    "a path that cannot be written ends the run before the work, and nothing appears anywhere",
    arguments: [
      ["json=missing/r.json"], ["json=/proc/r.json"], ["csv=set.npy/tables/"], ["json=tables/x/"],
      ["json=good.json", "text=missing/r.txt"], ["text=-", "csv=good/", "json=set.npy/r.json"],
    ])
  func unwritable(reports: [String]) throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      // Not a set: had the work begun, the message would be about it.
      try place.write("not a set", to: "bad.npy")
      try place.write("", to: "tables")
      let options = reports.flatMap { ["--report", $0] }
      for set in ["set.npy", "bad.npy"] {
        let run = try place.run(["diagnose", set] + options)
        #expect(run.exitCode == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(": cannot be "), "\(run.errors)")
        #expect(try place.names() == ["bad.npy", "set.npy", "tables"])
      }
    }
  }

  @Test("input that turns out bad leaves no report, and an old one as it was")
  func badInput() throws {
    try Workspace.use { place in
      try place.write("1,2\n3,dog\n", to: "set.csv")
      try place.write("old", to: "old.json")
      let run = try place.run(
        "diagnose", "set.csv", "--report", "json=old.json", "--report", "csv=new/", "--report",
        "text")
      #expect(run.exitCode == 2)
      #expect(run.output.isEmpty)
      #expect(try place.names() == ["old.json", "set.csv"])
      #expect(try place.text("old.json") == "old")
    }
  }

  @Test("what the reader noticed is said on standard error and stays in every report")
  func warnings() throws {
    try Workspace.use { place in
      let payload = Workspace.floats([1, 2, 3, 4, 5, 7])
      try place.write(
        Workspace.numpy(shape: "(30, 2)", payload: payload), to: "cut.npy")
      let run = try place.run(
        "diagnose", "cut.npy", "--allow-truncated", "--quiet", "--report", "text", "--report",
        "csv=tables/", "--report", "json=r.json")
      #expect(run.exitCode == 0)
      let notice = "truncated: 3 of the 30 promised rows are whole"
      #expect(run.errors == "embedscope: warning: cut.npy: \(notice)\n")
      #expect(run.output.contains("! \(notice)."))
      #expect(try place.text("tables/findings.csv").contains(notice))
      #expect(try place.text("r.json").contains(notice))
    }
  }

  @Test("a report in a pipe of the shell arrives")
  func devices() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try place.run("diagnose", "set.npy", "--report", "json=/dev/stdout")
      #expect(run.exitCode == 0)
      #expect(run.output.hasPrefix("{"))
    }
  }
}
