import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Retrieval

/// The systems of a comparison: finished runs, and exports that are scored here.
struct ContenderOptions: ParsableArguments {
  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "A finished run: TREC, table with header, JSON. Repeatable.", valueName: "NAME=FILE"),
    transform: { try RunArgument(parsing: $0, option: "--run") })
  var runs: [RunArgument] = []

  @OptionGroup(title: "Exports") var exports: RepresentationOptions

  @Option(
    help: ArgumentHelp(
      "A document twice in a query of a run: error, first or max.", valueName: "RULE"),
    transform: { try NameList(parsing: $0, option: "--duplicates") })
  private var duplicates: NameList<RunReadOptions.Duplicates>?

  @Flag(help: "Compare scores of runs as float32, as trec_eval 9 and pytrec_eval do.")
  private var singlePrecision = false

  @Option(help: ArgumentHelp("How many documents of each query exports list.", valueName: "K"))
  var depth = 1000

  mutating func validate() throws {
    let names = names
    guard !names.isEmpty else {
      throw ValidationError("give at least one --run NAME=FILE, --dense, --tokens or --sparse.")
    }
    if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
      throw ValidationError("two systems are called '\(twice)'; give each a NAME of its own.")
    }
    guard (1...1_000_000).contains(depth) else {
      throw ValidationError("--depth takes a number from 1 to 1000000, not \(depth).")
    }
  }

  /// The names of all systems, in the order they are reported.
  var names: [String] { runs.map(\.name) + exports.names }

  /// Every system as a run.
  func contenders(_ judgments: Judgments, jobs: Int) async throws -> [Contender] {
    var contenders: [Contender] = []
    for run in try await readRuns(jobs: jobs) { contenders.append(Contender(run)) }
    guard !exports.names.isEmpty else { return contenders }
    let opened = try exports.open(judgments: judgments)
    for representation in opened.representations {
      let run = try await RetrievalRun(
        of: representation, depth: depth, queries: opened.queries, documents: opened.documents,
        jobs: jobs)
      contenders.append(Contender(run, of: representation))
    }
    return contenders
  }

  /// Every system as a representation, in one numbering of queries and documents.
  ///
  /// Without exports the documents are those that some run names or somebody judged.
  func representations(
    _ judgments: Judgments, jobs: Int
  ) async throws -> (
    all: [any Representation], queries: IdentifierTable, documents: IdentifierTable
  ) {
    let runs = try await readRuns(jobs: jobs)
    var all: [any Representation] = []
    var queries = IdentifierTable(judgments.queryIDs)
    var documents = IdentifierTable()
    if exports.names.isEmpty {
      for run in runs {
        for document in run.documents.indices { _ = documents.intern(document, of: run.documents) }
      }
    } else {
      let opened = try exports.open(judgments: judgments)
      (queries, documents) = (opened.queries, opened.documents)
      for representation in opened.representations { all.append(representation) }
    }
    for run in runs {
      all.append(try RunRepresentation(run, queries: queries, documents: documents))
    }
    return (all, queries, documents)
  }

  private func readRuns(jobs: Int) async throws -> [RetrievalRun] {
    var options = RunReadOptions()
    options.duplicates = duplicates?.names.first ?? .error
    options.isSinglePrecision = singlePrecision
    options.jobs = jobs
    var read: [RetrievalRun] = []
    for run in runs {
      read.append(try await RunReader.read(run.path, name: run.name, options: options))
    }
    return read
  }
}
