import Analysis
import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings

/// Finds exact nearest neighbours and tells who is in all lists: `embedscope neighbors SET`.
struct NeighborsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbors",
    abstract: "Exact nearest neighbours by any metric: who answers everything, who is never found?",
    discussion: """
      Neighbours are those of a search in float64, equally near ones by row number; a row is not \
      its own neighbour. Under another metric than cosine the neighbours by cosine are found too, \
      to tell what the lengths of rows do.

      Examples:
        embedscope neighbors docs.npy
        embedscope neighbors docs.npy --metric inner-product --queries queries.npy
        embedscope neighbors docs.npy -k 50 --lists lists.csv --report html

      Lists are a table with a line a neighbour (.csv), or arrays for numpy.load (.npz): queries, \
      neighbors, and cosines, distances or products.
      """)

  @Argument(
    help: ArgumentHelp(
      "The set that is searched: a file, a directory or pattern of shards, or -.",
      valueName: "SET"))
  var set: String

  @Option(
    help: ArgumentHelp(
      "What near means: \(Self.metrics.joined(separator: ", ")) (default: cosine).",
      valueName: "METRIC"),
    transform: Self.metric)
  var metric = NeighborSearchOptions().metric

  @Option(
    name: [.customShort("k"), .long],
    help: ArgumentHelp("Neighbours of each query.", valueName: "N"))
  var neighbors = NeighborSearchOptions().neighborCount

  @Option(
    help: ArgumentHelp(
      "Look for the neighbours of these rows instead of the set's own.", valueName: "SET"))
  var queries: String?

  @Option(help: ArgumentHelp("Identifiers of the queries, one a line.", valueName: "FILE"))
  var queryIds: String?

  @Option(help: ArgumentHelp("The tensor or member to read of the queries.", valueName: "NAME"))
  var queryTensor: String?

  @Option(
    help: ArgumentHelp(
      "Write the exact lists here, whole or not at all (\(NeighborListFile.endings)).",
      valueName: "FILE"))
  var lists: String?

  @OptionGroup(title: "Reading") var reading: SetOptions

  @Option(
    help: ArgumentHelp(
      "Multiply-adds that one search may cost; beyond it queries are sampled.", valueName: "N"))
  var neighborsBudget = WorkBudget(NeighborSearchOptions().neighborsBudget)

  @OptionGroup(title: "Findings") var lines: ThresholdOptions

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard neighbors >= 1 else {
      throw ValidationError("--neighbors (-k) takes a number of at least 1, not \(neighbors).")
    }
    if queries == nil, queryIds != nil || queryTensor != nil {
      throw ValidationError("--query-ids and --query-tensor say how to read --queries SET.")
    }
    if set == "-", queries == "-" {
      throw ValidationError("only one set can come from standard input.")
    }
    if let lists {
      try NeighborListFile.check(lists)
      guard !shared.reports.contains(where: { $0.path == lists }) else {
        throw ValidationError("a report and --lists go to '\(lists)'; give each a path of its own.")
      }
    }
  }

  func run() async throws {
    let summary = WorkSummary()
    let output = try ReportOutput(shared)
    let file = try lists.map(NeighborListFile.init)
    var read = try reading.readOptions()
    let source = try EmbeddingSetReader.open(set, options: read)
    read.idsPath = queryIds
    read.tensor = queryTensor ?? read.tensor
    let other = try queries.map { try EmbeddingSetReader.open($0, options: read) }
    let warnings = InputWarnings(of: [source] + (other.map { [$0] } ?? []), and: [])
    warnings.announce()
    let line = ProgressLine(quiet: shared.quiet)
    let counter = ProgressCounter()
    let isQuiet = shared.quiet
    let found = try await NeighborSearch(in: source, of: other, options: try options()) { step in
      line.update(step.task, done: counter.add(step.done, to: step.task), of: step.total)
    } announce: { sentence in
      line.clear()
      if !isQuiet { StandardStreams.note("embedscope: \(sentence)\n") }
    }.run(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
      stamp: shared.stampText)
    line.clear()
    try file?.write(found.lists)
    try output.emit(warnings.added(to: found.report))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private static let metrics = NeighborMetric.allCases.map(\.rawValue)

  private static func metric(_ text: String) throws -> NeighborMetric {
    guard let metric = NeighborMetric(rawValue: text) else {
      throw ValidationError(
        "there are \(metrics.joined(separator: ", "))."
          + Suggestion.sentence(for: text, among: metrics))
    }
    return metric
  }

  private func options() throws -> NeighborSearchOptions {
    var options = NeighborSearchOptions()
    options.metric = metric
    options.neighborCount = neighbors
    options.jobs = shared.jobs
    options.seed = shared.seed
    options.neighborsBudget = neighborsBudget.multiplyAdds
    options.thresholds = try lines.thresholds()
    return options
  }
}
