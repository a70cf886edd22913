import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Retrieval

/// What limits retrieval: `embedscope capacity --documents D --queries Q --qrels R`.
struct CapacityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capacity",
    abstract: "Is retrieval limited by alignment, by capacity or by collapse?",
    usage: "embedscope capacity --documents D --queries Q --qrels R [<options>]",
    discussion: """
      Recall with your query vectors is held against recall with the best linear query vectors for \
      the same documents, over all dimensions and over fewer.

      Examples:
        embedscope capacity --documents docs.npy --queries queries.npy \\
            --qrels qrels.tsv --document-ids docs.txt --query-ids queries.txt
        embedscope capacity --documents docs.npy --queries queries.npy \\
            --qrels qrels.tsv --dims 256,128,64 --report csv=out/
      """)

  @Option(help: ArgumentHelp("Document vectors: a file, directory or pattern.", valueName: "SET"))
  var documents: String

  @Option(help: ArgumentHelp("Query vectors.", valueName: "SET"))
  var queries: String

  @Option(
    help: ArgumentHelp(
      "Relevance judgments: TREC, BEIR table or JSON lines, told by content.", valueName: "FILE"))
  var qrels: String

  @OptionGroup(title: "Identifiers") var identifiers: IdentifierOptions

  @Option(help: ArgumentHelp("The grade from which a document is relevant.", valueName: "GRADE"))
  var threshold = 1

  @Flag(help: "Compare by cosine; the standard is the dot product.")
  var cosine = false

  @Option(
    help: ArgumentHelp(
      "Dimensions of the curve (default: 16, 32, 64, ... below all).", valueName: "N,..."))
  var dims: String?

  @Option(
    help: ArgumentHelp("Sizes of the random relevant sets (0: none).", valueName: "N,..."))
  var randomSets = "2,10,50"

  @Option(
    help: ArgumentHelp(
      "Ridge of the oracle in units of the mean eigenvalue.", valueName: "SHARE"))
  var ridge = CapacityOptions().ridge

  @Option(
    help: ArgumentHelp(
      "Most seconds for bounds on the sign-rank of the judgments (0: none).", valueName: "SECONDS"))
  var boundsSeconds = 10.0

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard ridge > 0, ridge.isFinite else {
      throw ValidationError("--ridge takes a number above 0, not \(ridge).")
    }
    guard boundsSeconds >= 0, boundsSeconds <= 1e6 else {
      throw ValidationError("--bounds-seconds takes a number of at least 0, not \(boundsSeconds).")
    }
    _ = try options()
  }

  func run() async throws {
    let summary = WorkSummary()
    let output = try ReportOutput(shared)
    let documents = try EmbeddingSetReader.open(documents)
    let queries = try EmbeddingSetReader.open(queries)
    let warnings = [InputWarnings(of: documents), InputWarnings(of: queries)]
    for warning in warnings { warning.announce() }
    let judged = try JudgmentsReader.read(qrels)
    for caution in judged.cautions {
      StandardStreams.note("embedscope: warning: \(qrels): \(caution).\n")
    }
    let documentNames = try identifiers.documents(
      of: documents, against: judged.judgments.documentIDs)
    let queryNames = try identifiers.queries(of: queries, against: judged.judgments.queryIDs)
    let options = try options()
    let relevant = RelevantDocuments(
      judged.judgments, queries: queryNames, documents: documentNames,
      level: options.relevanceLevel)
    let capacity = try await Capacity(
      documents: documents, queries: queries, relevant: relevant, identifiers: documentNames,
      options: options)
    let bounds =
      boundsSeconds > 0
      ? await CapacityBounds.bounds(
        of: relevant, documentCount: documents.shape.rowCount, timeLimit: boundsSeconds,
        seed: shared.seed, jobs: shared.jobs)
      : JudgmentBounds()
    let report = capacity.report(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()), judged: bounds,
      stamp: shared.stampText)
    try output.emit(warnings.reduce(report) { $1.added(to: $0) })
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private func options() throws -> CapacityOptions {
    var options = CapacityOptions()
    options.similarity = cosine ? .cosine : .dot
    options.relevanceLevel = threshold
    options.ridge = ridge
    if let dims { options.dimensions = try numbers(dims, "--dims") }
    options.randomSizes = try numbers(randomSets, "--random-sets").filter { $0 > 0 }
    options.drawsRandomSets = !options.randomSizes.isEmpty
    options.seed = shared.seed
    options.jobs = shared.jobs
    return options
  }

  private func numbers(_ text: String, _ option: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Int(part), number >= 0 else {
        throw ValidationError("\(option) takes whole numbers, as in 256,128,64, not '\(text)'.")
      }
      return number
    }
  }
}
