import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Retrieval

/// Ranking quality of runs side by side: `embedscope evaluate --qrels R --run NAME=FILE`.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Ranking quality of systems side by side, with intervals and significance.",
    discussion: """
      Measures, order and ties are those of trec_eval; means are over all judged queries with a \
      relevant document, missing ones 0.

      Examples:
        embedscope evaluate --qrels qrels.tsv --run bm25=bm25.trec --run dense.trec
        embedscope evaluate --qrels qrels.tsv --run a=a.tsv --run b=b.tsv \\
            --groups queries.jsonl --group-by metadata.kind --report csv=out/
      """)

  @OptionGroup(title: "Judgments") var judgments: JudgmentOptions

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "A finished run: TREC, table with header, JSON. Repeatable.", valueName: "NAME=FILE"),
    transform: { try RunArgument(parsing: $0, option: "--run") })
  var runs: [RunArgument] = []

  @Option(
    help: ArgumentHelp(
      "A document twice in a query: error, first or max.", valueName: "RULE"),
    transform: { try NameList(parsing: $0, option: "--duplicates") })
  var duplicates: NameList<RunReadOptions.Duplicates>?

  @Flag(help: "Compare scores as float32, as trec_eval 9 and pytrec_eval do.")
  var singlePrecision = false

  @Option(
    help: ArgumentHelp(
      "What verdict and significance are about: ndcg@10, recall@100, map, ...",
      valueName: "MEASURE"))
  var measure = CutMeasure.primary.id

  @Option(
    help: ArgumentHelp("Report every measure at these cutoffs.", valueName: "K,..."))
  var cutoffs: String?

  @Option(help: ArgumentHelp("Resamples of the bootstrap.", valueName: "N"))
  var resamples = ComparisonOptions().resamples

  @Flag(help: "Resample whole groups: queries that share documents are not independent.")
  var cluster = false

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("give at least one --run NAME=FILE.") }
    let names = runs.map(\.name)
    if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
      throw ValidationError("two systems are called '\(twice)'; give each a NAME of its own.")
    }
    guard (100...1_000_000).contains(resamples) else {
      throw ValidationError("--resamples takes a number from 100 to 1000000, not \(resamples).")
    }
    guard !cluster || judgments.groups != nil else {
      throw ValidationError("--cluster resamples the groups of --groups; give a file with it.")
    }
    _ = try comparisonOptions()
  }

  func run() async throws {
    let summary = WorkSummary()
    let output = try ReportOutput(shared)
    let judged = try judgments.read()
    let groups = try judgments.queryGroups(of: judged)
    var options = RunReadOptions()
    options.duplicates = duplicates?.names.first ?? .error
    options.isSinglePrecision = singlePrecision
    options.jobs = shared.jobs
    var contenders: [Contender] = []
    for run in runs {
      contenders.append(
        Contender(try await RunReader.read(run.path, name: run.name, options: options)))
    }
    let comparison = try await Comparison(
      of: contenders, against: judged, groups: groups, options: try comparisonOptions())
    try output.emit(
      comparison.report(
        name: judgments.qrels, version: Version.current,
        arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
        stamp: shared.stampText))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private func comparisonOptions() throws -> ComparisonOptions {
    var options = ComparisonOptions()
    options.evaluation = judgments.evaluationOptions()
    guard let primary = CutMeasure(id: measure) else {
      let known = CutMeasure.standard.map(\.id)
      throw ValidationError(
        "there is no measure '\(measure)'." + Suggestion.sentence(for: measure, among: known)
          + " There are \(known.joined(separator: ", ")).")
    }
    options.primary = primary
    if let cutoffs {
      let numbers = cutoffs.split(separator: ",").map { Int($0) ?? 0 }
      guard !numbers.isEmpty, numbers.allSatisfy({ $0 > 0 }) else {
        throw ValidationError("--cutoffs takes whole numbers above 0, as in 1,10,100.")
      }
      options.evaluation.measures = CutMeasure.at(cutoffs: numbers)
    }
    options.resamples = resamples
    options.resamplesGroups = cluster
    options.seed = shared.seed
    options.jobs = shared.jobs
    return options
  }
}
