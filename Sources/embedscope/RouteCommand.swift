import ArgumentParser
import EmbeddingFormats
import Retrieval

/// What choosing a system for each query could gain: `embedscope route --qrels R --run A --run B`.
struct RouteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route",
    abstract: "What could choosing a system for each query gain, and what does a rule gain?",
    discussion: """
      The oracle is held against a null with random signs; a tree of depth two and a ridge \
      regression are fitted on lists, texts and the rarity of terms (--bm25 or --sparse), and judged \
      on queries they have not seen.

      Example:
        embedscope route --qrels qrels.tsv --run bm25.trec --run dense.trec \\
            --query-texts queries.jsonl
      """)

  @OptionGroup(title: "Judgments") var judgments: JudgmentOptions

  @OptionGroup(title: "Systems") var systems: ContenderOptions

  @OptionGroup(title: "Comparison") var comparing: ComparisonArguments

  @Option(
    help: ArgumentHelp(
      "Texts of the queries: JSON lines with 'text', or a table.", valueName: "FILE"))
  var queryTexts: String?

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard systems.names.count >= 2 else {
      throw ValidationError("routing chooses among two systems or more.")
    }
    guard systems.names.count <= 17 else {
      throw ValidationError("routing takes at most 17 systems: the null tries every sign.")
    }
    _ = try comparing.options(judgments, shared)
  }

  func run() async throws {
    let summary = WorkSummary()
    let reports = try ReportOutput(shared)
    let judged = try judgments.read()
    let texts = try queryTexts.map { try QueryGroupsReader.read($0, column: "text") }
    let contenders = try await systems.contenders(judged, jobs: shared.jobs)
    let routing = try await Routing(
      of: contenders, against: judged, texts: texts,
      options: comparing.options(judgments, shared))
    try reports.emit(
      routing.report(
        name: judgments.qrels, version: Version.current,
        arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
        stamp: shared.stampText))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }
}
