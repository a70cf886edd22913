import Analysis
import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings

/// Tells whether positives are near and the rest spread out: `embedscope pairs SET_A SET_B`.
struct PairsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairs",
    abstract:
      "Are positive pairs near, the rest spread out, and which directions are noise to them?",
    discussion: """
      Examples:
        embedscope pairs queries.npy docs.npy                  rows go together in order
        embedscope pairs queries.npy docs.npy --pairs pairs.csv
        embedscope pairs docs.npy --pairs pairs.csv            pairs within one set
        embedscope pairs views.npy --groups labels.txt         LiDAR of grouped views

      Pairs are two cells a line: row numbers from 0, or identifiers where the sets have them
      (--ids, --against-ids). Families: \
      \(MetricFamily.allCases.filter { MetricFamily.ofPairs.contains($0) }.map(\.rawValue)
        .joined(separator: ", "))
      """)

  @Argument(
    help: ArgumentHelp(
      "The set of the first row of each pair: a file, a directory or pattern of shards, or -.",
      valueName: "SET_A"))
  var set: String

  @Argument(
    help: ArgumentHelp("The set of the second row; the same as --against.", valueName: "SET_B"))
  var other: String?

  @OptionGroup(title: "Pairs") var input: PairInputOptions

  @OptionGroup(title: "Reading") var reading: SetOptions

  @Option(
    help: ArgumentHelp("Compute these families only.", valueName: "FAMILY,..."),
    transform: { try NameList(parsing: $0, option: "--only") })
  var only: NameList<MetricFamily>?

  @Option(
    help: ArgumentHelp("Leave these families out.", valueName: "FAMILY,..."),
    transform: { try NameList(parsing: $0, option: "--skip") })
  var skip: NameList<MetricFamily>?

  @Option(
    help: ArgumentHelp(
      "Multiply-adds that uniformity or the permutation null may cost before they are sampled.",
      valueName: "N"))
  var pairBudget = WorkBudget(PairOptions().pairBudget)

  @OptionGroup(title: "Findings") var lines: ThresholdOptions

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    if other != nil {
      guard input.against == nil else {
        throw ValidationError("the second set is given twice, as SET_B and with --against.")
      }
    }
    try input.validate(second: input.against ?? other)
    guard input.isGiven || other != nil else {
      throw ValidationError(
        "name a second set, or say what goes together with --pairs or --groups.")
    }
    if set == "-", (input.against ?? other) == "-" {
      throw ValidationError("only one set can come from standard input.")
    }
    _ = try options()
  }

  func run() async throws {
    let summary = WorkSummary()
    let output = try ReportOutput(shared)
    let read = try reading.readOptions()
    let first = try EmbeddingSetReader.open(set, options: read)
    let found = try PairInput(input, second: input.against ?? other, first: first, reading: read)
    let warnings = InputWarnings(
      of: [first] + (found.second.map { [$0] } ?? []), and: found.warnings)
    warnings.announce()
    let line = ProgressLine(quiet: shared.quiet)
    let counter = ProgressCounter()
    var options = try options()
    options.groups = found.groups
    let diagnosis = PairDiagnosis(
      of: first, and: found.second, pairs: found.pairs, options: options
    ) { step in
      line.update(step.task, done: counter.add(step.done, to: step.task), of: step.total)
    }
    let report = try await diagnosis.run(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
      notes: found.notes, stamp: shared.stampText)
    line.clear()
    try output.emit(warnings.added(to: report))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private func options() throws -> PairOptions {
    var options = PairOptions()
    if let only { options.families = Set(only.names).intersection(MetricFamily.ofPairs) }
    if let skip { options.families.subtract(skip.names) }
    guard !options.families.isEmpty else {
      throw ValidationError("--only and --skip leave no family of pairs to compute.")
    }
    options.temperatures = input.allTemperatures
    options.jobs = shared.jobs
    options.seed = shared.seed
    options.pairBudget = pairBudget.multiplyAdds
    options.thresholds = try lines.thresholds()
    return options
  }
}
