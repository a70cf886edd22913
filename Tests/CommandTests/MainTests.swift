import ArgumentParser
import Testing

@testable import embedscope

@Suite("The program")
struct MainTests {
  @Test("says its version")
  func version() throws {
    let run = try EmbedscopeProcess("--version")
    #expect(run.exitCode == 0)
    #expect(run.output == "0.1.0\n")
    #expect(run.errors.isEmpty)
  }

  @Test(
    "ends with 64 on wrong usage, names what is wrong, and keeps standard output empty",
    arguments: [
      (["diagnosee"], "diagnosee"), (["list", "--jsn"], "--json"), (["list", "--foo"], "--foo"),
      (["explain"], "ID"), (["explain", "a-b-c-d"], "a-b-c-d"), (["list", "dat"], "'data'"),
      (["--nonsense"], "--nonsense"), (["lst"], "Did you mean 'list'?"),
    ])
  func usage(arguments: [String], mentioned: String) throws {
    let run = try EmbedscopeProcess(arguments)
    #expect(run.exitCode == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("embedscope: "))
    #expect(run.errors.contains(mentioned))
  }

  @Test(
    "helps within 80 columns",
    arguments: [[]]
      + Embedscope.configuration.subcommands.map { [$0.configuration.commandName ?? ""] })
  func help(command: [String]) throws {
    let run = try EmbedscopeProcess(command + ["--help"])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("USAGE: embedscope"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(run.errors.isEmpty)
  }

  @Test("gives 2, not 1, when the answer cannot be written")
  func fullDisk() throws {
    let run = try EmbedscopeProcess(["list"], outputPath: "/dev/full")
    #expect(run.exitCode == 2)
    #expect(run.errors.hasPrefix("embedscope: standard output cannot be written"))
  }
}
