import Analysis
import ArgumentParser
import EmbeddingFormats
import EmbeddingSets

/// Tells whether two exports of the same rows have the same geometry: `embedscope compare OLD NEW`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Did the geometry change between two exports of the same rows?",
    usage: "embedscope compare <SET_A> <SET_B> [<options>]",
    discussion: """
      Rows are matched by identifiers where both sets have them, by position otherwise. The sets \
      may have different dimensions.

      Examples:
        embedscope compare old.npy new.npy
        embedscope compare docs-f32.npy docs-int8.npy --report csv=out/
        embedscope compare old.npy new.npy --ids old-ids.txt --against-ids new-ids.txt
      """)

  @Argument(help: ArgumentHelp("The set to hold the other against.", valueName: "SET_A"))
  var first: String

  @Argument(help: ArgumentHelp("The other set.", valueName: "SET_B"))
  var second: String

  @OptionGroup(title: "Reading") var reading: SetOptions

  @Option(help: ArgumentHelp("Identifiers of the rows of SET_B.", valueName: "FILE"))
  var againstIds: String?

  @Option(help: ArgumentHelp("The tensor or member to read of SET_B.", valueName: "NAME"))
  var againstTensor: String?

  @Flag(help: "Match rows by position, whatever identifiers there are.")
  var byPosition = false

  @Option(
    help: ArgumentHelp("Rows listed as those that moved most.", valueName: "N"))
  var worstRows = ExportComparisonOptions().worstRows

  @Option(
    help: ArgumentHelp(
      "Multiply-adds that one sweep over pairs of a set may cost before rows are sampled.",
      valueName: "N"))
  var pairBudget = WorkBudget(ExportComparisonOptions().pairBudget)

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard worstRows >= 0 else {
      throw ValidationError("--worst-rows takes a number of at least 0.")
    }
    if first == "-", second == "-" {
      throw ValidationError("only one set can come from standard input.")
    }
  }

  func run() async throws {
    let summary = WorkSummary()
    let output = try ReportOutput(shared)
    var read = try reading.readOptions()
    let one = try EmbeddingSetReader.open(first, options: read)
    read.idsPath = againstIds
    if let againstTensor { read.tensor = againstTensor }
    let other = try EmbeddingSetReader.open(second, options: read)
    let warnings = InputWarnings(of: [one, other], and: [])
    warnings.announce()
    let line = ProgressLine(quiet: shared.quiet)
    let counter = ProgressCounter()
    let isQuiet = shared.quiet
    var options = ExportComparisonOptions()
    options.jobs = shared.jobs
    options.seed = shared.seed
    options.worstRows = worstRows
    options.pairBudget = pairBudget.multiplyAdds
    let comparison = ExportComparison(
      of: one, with: other, matching: try matching(one, other), options: options
    ) { step in
      line.update(step.task, done: counter.add(step.done, to: step.task), of: step.total)
    } announce: { sentence in
      line.clear()
      if !isQuiet { StandardStreams.note("embedscope: \(sentence)\n") }
    }
    let report = try await comparison.run(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
      stamp: shared.stampText)
    line.clear()
    try output.emit(warnings.added(to: report))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private func matching(
    _ one: any EmbeddingSource, _ other: any EmbeddingSource
  ) throws -> RowMatching {
    let identifiers = (
      try (one as? any IdentifiedSource)?.identifiers(),
      try (other as? any IdentifiedSource)?.identifiers()
    )
    if (reading.ids != nil) != (againstIds != nil), identifiers.0 == nil || identifiers.1 == nil {
      throw ValidationError(
        "identifiers of one set only: give both --ids and --against-ids, or neither.")
    }
    guard !byPosition, let left = identifiers.0, let right = identifiers.1 else {
      return try .byPosition(one, other)
    }
    return try .byIdentifiers(left, right, names: (one.name, other.name))
  }
}
