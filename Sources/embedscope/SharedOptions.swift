import ArgumentParser
import FoundationEssentials
import LinearAlgebra
import Rendering

/// The forms that the result of a command can take, as its options name them.
protocol ReportForms: Sendable {
  /// The ids that `--report` takes.
  static var ids: [String] { get }
  /// Where a form goes, for help.
  static var places: String { get }
  /// What the seed is where none is given, for help.
  static var seedDefault: String { get }
}

/// The forms of a report.
enum AnalysisForms: ReportForms {
  static let ids = RendererCatalog.all.map(\.id)
  static let places =
    "Without a path to standard output. A directory, as in csv=DIR/, gets one file a table."
  static let seedDefault = "0"
}

/// The forms of the result of `check`.
enum CheckForms: ReportForms {
  static let ids = CheckRendererCatalog.all.map(\.id)
  static let places = "Without a path to standard output."
  static let seedDefault = "that of the policy, or 0"
}

/// The options of every command that makes a report.
typealias SharedOptions = ReportOptions<AnalysisForms>

/// Where results go and how the work is done, for results of some forms.
struct ReportOptions<Forms: ReportForms>: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Write a report: \(Forms.ids.joined(separator: ", ")). Repeatable.",
      discussion: Forms.places, valueName: "FORMAT[=PATH]"),
    transform: { try ReportTarget(parsing: $0, among: Forms.ids) })
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
    name: .customLong("seed"),
    help: ArgumentHelp(
      "Seed of everything random (default: \(Forms.seedDefault)).", valueName: "N"))
  var givenSeed: UInt64?

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
    let paths = reports.compactMap(\.path)
    if let twice = paths.first(where: { path in paths.filter { $0 == path }.count > 1 }) {
      throw ValidationError("two reports go to '\(twice)'; give each a path of its own.")
    }
  }

  /// Where reports go: as asked, or text on standard output.
  var reports: [ReportTarget] {
    let asked = requestedReports + (json ? [ReportTarget(format: "json")] : [])
    return asked.isEmpty ? [ReportTarget(format: "text")] : asked
  }

  /// The seed, 0 where none was given.
  var seed: UInt64 { givenSeed ?? 0 }

  /// How many tasks work at once: as many as there are processors, fewer where a limit on address
  /// space leaves no room for the buffers that BLAS keeps for each.
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
