import ArgumentParser
import Rendering
import Testing

@testable import embedscope

@Suite("The options of every command")
struct SharedOptionsTests {
  @Test("reports are text by default, repeatable, and --json is short for one of them")
  func reports() throws {
    #expect(try SharedOptions.parse([]).reports == [ReportTarget(format: "text")])
    let options = try SharedOptions.parse([
      "--report", "csv=out/", "--report=json=a=b.json", "--report", "text", "--json",
    ])
    #expect(
      options.reports == [
        ReportTarget(format: "csv", path: "out/"), ReportTarget(format: "json", path: "a=b.json"),
        ReportTarget(format: "text"), ReportTarget(format: "json"),
      ])
    #expect(try ReportTarget(parsing: "json=-").path == nil)
    #expect(try ReportTarget(parsing: "json=/dev/stdout").path == nil)
  }

  @Test(
    "what cannot be understood is wrong usage, with a way out",
    arguments: [
      (["--report", "jsn"], "Did you mean 'json'?"), (["--report", "csv="], "path"),
      (["--jobs", "0"], "--jobs takes"), (["--jobs", "two"], "two"), (["--seed=-1"], "-1"),
      (["--report", "csv=a", "--report", "json=a"], "two reports go to 'a'"),
      (["--color", "red"], "red"),
    ])
  func refused(arguments: [String], mentioned: String) throws {
    let error = #expect(throws: (any Error).self) { try SharedOptions.parse(arguments) }
    let thrown = try #require(error)
    #expect(SharedOptions.exitCode(for: thrown) == ExitCodes.usage)
    #expect(SharedOptions.message(for: thrown).contains(mentioned))
  }

  @Test("every renderer of the catalogue can be asked for")
  func formats() throws {
    for renderer in RendererCatalog.all {
      #expect(try ReportTarget(parsing: "\(renderer.id)=x").format == renderer.id)
    }
  }

  @Test("jobs are at least one, and as many as asked for")
  func jobs() throws {
    #expect(try SharedOptions.parse([]).jobs >= 1)
    #expect(try SharedOptions.parse(["--jobs", "3"]).jobs == 3)
  }

  @Test("a date and a host appear only when asked for")
  func stamp() throws {
    #expect(try SharedOptions.parse([]).stampText == nil)
    #expect(try SharedOptions.parse(["--stamp"]).stampText?.contains("T") == true)
  }

  @Test("colour: the option wins over the environment, the environment over the terminal")
  func color() {
    let plain = ["NO_COLOR": "1"]
    #expect(ColorChoice.auto.isOn(environment: [:], isTerminal: true))
    #expect(!ColorChoice.auto.isOn(environment: [:], isTerminal: false))
    #expect(!ColorChoice.auto.isOn(environment: plain, isTerminal: true))
    #expect(ColorChoice.auto.isOn(environment: ["NO_COLOR": ""], isTerminal: true))
    #expect(!ColorChoice.auto.isOn(environment: ["TERM": "dumb"], isTerminal: true))
    #expect(ColorChoice.auto.isOn(environment: ["CLICOLOR_FORCE": "1"], isTerminal: false))
    #expect(ColorChoice.always.isOn(environment: plain, isTerminal: false))
    #expect(!ColorChoice.never.isOn(environment: [:], isTerminal: true))
  }

  @Test("a report remembers the arguments that bear on the result, and no others")
  func resultArguments() {
    let given = [
      "diagnose", "a.npy", "--jobs", "3", "--report=csv=x/", "--report", "text", "--json", "-q",
      "--only", "data", "--color", "always", "--seed=4", "--", "--json",
    ]
    #expect(
      ResultArguments.filtered(given)
        == ["diagnose", "a.npy", "--only", "data", "--seed=4", "--", "--json"])
  }

  @Test("progress says how far and how long")
  func progress() {
    #expect(ProgressLine.text("reading", 1, 4, .seconds(3)) == "reading 25 %, 3 s")
    #expect(ProgressLine.text("reading", 9, 0, .zero) == "reading 0 %, 0 s")
  }
}
