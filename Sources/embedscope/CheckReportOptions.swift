import ArgumentParser
import FoundationEssentials
import LinearAlgebra
import Rendering

/// Where the result of `check` goes and how the run works: `--report` knows the forms of a check.
struct CheckReportOptions: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Write a report: \(CheckRendererCatalog.all.map(\.id).joined(separator: ", ")). Repeatable.",
      discussion: "Without a path to standard output.", valueName: "FORMAT[=PATH]"),
    transform: { try ReportTarget(parsing: $0, among: CheckRendererCatalog.all.map(\.id)) })
  private var requestedReports: [ReportTarget] = []

  @Flag(name: .customLong("json"), help: "Short for --report json.")
  private var json = false

  @Option(
    name: .customLong("jobs"),
    help: ArgumentHelp(
      "How many tasks work at once (default: one a processor). Changes speed, never the result.",
      valueName: "N"))
  private var requestedJobs: Int?

  @Option(
    help: ArgumentHelp(
      "Seed of everything random (default: that of the policy, or 0).", valueName: "N"))
  var seed: UInt64?

  @Flag(name: [.short, .long], help: "No progress on standard error.")
  var quiet = false

  @Option(help: "Colour in the text report: auto, always or never. NO_COLOR is honoured.")
  var color = ColorChoice.auto

  @Flag(help: "Put date and host into the report.")
  var stamp = false

  mutating func validate() throws {
    if let requestedJobs, !(1...4096).contains(requestedJobs) {
      throw ValidationError("--jobs takes a number from 1 to 4096, not \(requestedJobs).")
    }
    let paths = targets.compactMap(\.path)
    if let twice = paths.first(where: { path in paths.filter { $0 == path }.count > 1 }) {
      throw ValidationError("two reports go to '\(twice)'; give each a path of its own.")
    }
  }

  /// Where reports go: as asked, or text on standard output.
  var targets: [ReportTarget] {
    let asked = requestedReports + (json ? [ReportTarget(format: "json")] : [])
    return asked.isEmpty ? [ReportTarget(format: "text")] : asked
  }

  /// How many tasks work at once.
  var jobs: Int {
    let processors = max(1, ProcessInfo.processInfo.activeProcessorCount)
    return requestedJobs ?? min(processors, BLASLibrary.affordableCalls ?? processors)
  }

  /// The line that `--stamp` puts into a report.
  var stampText: String? {
    guard stamp else { return nil }
    return "\(Date.now.formatted(.iso8601)) on \(ProcessInfo.processInfo.hostName)"
  }

  /// Whether a text report on standard output has colour.
  var isColored: Bool {
    color.isOn(
      environment: ProcessInfo.processInfo.environment,
      isTerminal: StandardStreams.outputIsTerminal)
  }
}
