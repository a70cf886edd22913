import ArgumentParser
import Checks
import EmbeddingFormats
import EmbeddingSets
import Findings
import FoundationEssentials
import LinearAlgebra

/// Tells whether versions still get better: `embedscope trend HISTORY`.
struct TrendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "Are model versions still improving, by more than the noise?",
    usage: "embedscope trend <HISTORY> [<options>]",
    discussion: """
      HISTORY is a table with a row a version (date, id, score and, better, a column a task), or a
      folder of reports that check --history or --report json made. Higher scores are better.

      Examples:
        embedscope trend history.csv
        embedscope trend leaderboard.csv --window 2024-01-01..2025-01-01 --as-of 2025-10-20
        embedscope trend runs/ --metric corpus.spectrum.centered.effective-rank --fail-if-worse

      With --fail-if-worse and --fail-after the exit code is 1 for a negative verdict, and 2 where
      there is none because neither task scores nor standard errors are known.
      """)

  @Argument(help: ArgumentHelp("A CSV or TSV table, or a folder of reports.", valueName: "HISTORY"))
  var history: String

  @Option(help: ArgumentHelp("The score, in a folder of reports.", valueName: "METRIC-ID"))
  var metric: String?

  @Flag(help: "Turn the sign of the metric: lower values are better.")
  var lowerIsBetter = false

  @Option(help: ArgumentHelp("The column of dates.", valueName: "NAME"))
  var dateColumn: String?

  @Option(help: ArgumentHelp("The column of names.", valueName: "NAME"))
  var idColumn: String?

  @Option(help: ArgumentHelp("The column of scores.", valueName: "NAME"))
  var scoreColumn: String?

  @Option(
    help: ArgumentHelp(
      "The columns of tasks (default: all other columns of numbers).", valueName: "NAME,..."))
  var tasks: String?

  @Option(help: ArgumentHelp("Columns of numbers that are no tasks.", valueName: "NAME,..."))
  var ignore: String?

  @Option(help: ArgumentHelp("The benchmark to keep, in a table of several.", valueName: "NAME"))
  var benchmark: String?

  @Option(
    name: .customLong("window"),
    help: ArgumentHelp("A stretch of time, repeatable: 2024-01-01..2025-01-01.", valueName: "A..B"),
    transform: Self.window)
  var windows: [TrendOptions.Window] = []

  @Option(
    help: ArgumentHelp("Look at the world as it was on this day.", valueName: "DATE"),
    transform: Self.day)
  var asOf: CalendarDay?

  @Option(help: ArgumentHelp("How many of the best are compared with each other.", valueName: "N"))
  var top = TrendOptions().top

  @Option(help: ArgumentHelp("Resamplings of the tasks.", valueName: "N"))
  var draws = TrendOptions().draws

  @Flag(help: "Exit with 1 if the latest version is significantly worse than the best before it.")
  var failIfWorse = false

  @Option(
    help: ArgumentHelp(
      "Exit with 1 if this many versions in a row brought no significant improvement.",
      valueName: "N"))
  var failAfter: Int?

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard (2...200).contains(top) else {
      throw ValidationError("--top takes a number from 2 to 200, not \(top).")
    }
    guard (200...1_000_000).contains(draws) else {
      throw ValidationError("--draws takes a number from 200 to 1000000, not \(draws).")
    }
    if let failAfter, failAfter < 1 {
      throw ValidationError("--fail-after takes a number of at least 1, not \(failAfter).")
    }
  }

  func run() async throws {
    let output = try ReportOutput(shared)
    var options = TrendOptions()
    options.windows = windows
    options.top = top
    options.draws = draws
    var generator = SplitMix64(seed: shared.seed)
    let trend = try TrendAnalysis(
      of: try read(), until: asOf, options: options, generator: &generator)
    let report = trend.report(
      provenance: Provenance(
        version: Version.current,
        arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()), seed: shared.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        stamp: shared.stampText))
    try output.emit(report)
    try judge(trend)
  }

  private func judge(_ trend: TrendAnalysis) throws {
    guard failIfWorse || failAfter != nil else { return }
    let isUnknown =
      (failIfWorse && trend.latest == .unknown)
      || (failAfter != nil && trend.versionsWithinNoise == nil)
    guard !isUnknown else {
      throw OutputError(
        "\(history): what is significant is not known.\nAdd a column a task or standard errors, "
          + "or a second day, or leave --fail-if-worse and --fail-after out.")
    }
    let isStill = failAfter.map { (trend.versionsWithinNoise ?? 0) >= $0 } ?? false
    if (failIfWorse && trend.latest == .worse) || isStill { throw ExitCodes.negativeVerdict }
  }

  private func read() throws -> History {
    guard try OutputWriter.isDirectory(history) else {
      if metric != nil || lowerIsBetter {
        throw ValidationError("--metric and --lower-is-better are for folders of reports.")
      }
      var columns = HistoryTable.Columns()
      columns.date = dateColumn
      columns.id = idColumn
      columns.score = scoreColumn
      columns.tasks = tasks.map(Self.names)
      columns.ignored = ignore.map(Self.names) ?? []
      columns.benchmark = benchmark
      return try HistoryTable(file: history, columns: columns).history(
        of: DelimitedTable.rows(path: history).map {
          HistoryTable.Row(line: $0.line, cells: $0.cells)
        })
    }
    guard let metric else {
      throw ValidationError("a folder of reports needs --metric METRIC-ID.")
    }
    let directory = history.hasSuffix("/") ? history : history + "/"
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: history)
        .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw OutputError(
        "\(history): cannot be listed (\(SystemErrorText.describe(error))).\nCheck the path.")
    }
    guard !names.isEmpty else {
      throw OutputError("\(history): holds no report.\nMake some with check --history.")
    }
    return try HistoryDocuments(name: history, metric: metric, lowerIsBetter: lowerIsBetter)
      .history(
        of: names.map {
          HistoryDocuments.Document(
            file: directory + $0, bytes: try WholeFile.bytes(directory + $0))
        })
  }

  private static func names(_ text: String) -> [String] {
    text.split(separator: ",").map(String.init)
  }

  private static func day(_ text: String) throws -> CalendarDay {
    guard let day = CalendarDay(text) else {
      throw ValidationError("'\(text)' is no date; write 2026-11-25.")
    }
    return day
  }

  private static func window(_ text: String) throws -> TrendOptions.Window {
    guard let dots = text.firstRange(of: "..") else {
      throw ValidationError("--window takes two dates, 2024-01-01..2025-01-01, not '\(text)'.")
    }
    let from = try day(String(text[..<dots.lowerBound]))
    let to = try day(String(text[dots.upperBound...]))
    guard from < to else {
      throw ValidationError("--window \(text): the first day has to be the earlier one.")
    }
    return TrendOptions.Window(from: from, to: to)
  }
}
