import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings
import SignRank
import SignRankProof

/// How many dimensions do these relevance judgments need: `embedscope signrank MATRIX`.
struct SignRankCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signrank",
    abstract: "How many dimensions do these judgments need? Proved bounds from both sides.",
    discussion: """
      Bounds the sign-rank of 2A - 1 and the ordering rank of A, the least dimension
      in which inner products put the relevant documents of every query first. Every
      bound is checked by code that shares nothing with the search.

      Examples:
        embedscope signrank qrels.tsv --documents corpus.jsonl
        embedscope signrank matrix.csv --certificate matrix.certificate.json
        embedscope signrank qrels.trec --documents docs.npy --document-ids docs.txt \\
          --queries queries.npy --query-ids queries.txt
      """)

  @Argument(
    help: ArgumentHelp(
      "Judgments (TREC, BEIR, JSON lines), a 0/1 table of commas, or an .npy.",
      valueName: "MATRIX"))
  var matrix: String

  @Option(help: ArgumentHelp("The least grade that is relevant.", valueName: "G"))
  var threshold = 1

  @Option(help: "What a pair without a judgment is: not-relevant, or hole (either).")
  var unjudged = Unjudged.notRelevant

  @Option(
    help: ArgumentHelp(
      "All documents: how many, a corpus, identifiers, or vectors.", valueName: "N|FILE"))
  var documents: String?

  @Option(help: ArgumentHelp("Identifiers of the document vectors.", valueName: "FILE"))
  var documentIds: String?

  @Option(
    help: ArgumentHelp(
      "Your query vectors; with document vectors, which queries they order.", valueName: "FILE"))
  var queries: String?

  @Option(help: ArgumentHelp("Identifiers of the query vectors.", valueName: "FILE"))
  var queryIds: String?

  @Option(help: "How your vectors are compared: dot, or cosine.")
  var similarity = Comparison.dot

  @Option(help: ArgumentHelp("Seconds to search.", valueName: "SECONDS"))
  var timeLimit = 10.0

  @Option(
    help: ArgumentHelp(
      "End after so many rounds of doubling effort: the same on every machine.", valueName: "N"))
  var rounds: Int?

  @Option(
    help: ArgumentHelp(
      "An installed SAT solver to use (CaDiCaL, kissat, minisat); what it says is checked.",
      valueName: "PATH"))
  var satSolver: String?

  @Option(help: ArgumentHelp("Write what proves the bounds.", valueName: "FILE"))
  var certificate: String?

  @Option(
    help: ArgumentHelp("Write embeddings that reach the upper bound, as .npy.", valueName: "DIR"))
  var witness: String?

  @OptionGroup(title: "Reports") var shared: SharedOptions

  enum Unjudged: String, ExpressibleByArgument, CaseIterable {
    case notRelevant = "not-relevant"
    case hole
  }

  enum Comparison: String, ExpressibleByArgument, CaseIterable {
    case dot, cosine

    var similarity: VectorAudit.Similarity { self == .dot ? .dot : .cosine }
  }

  mutating func validate() throws {
    guard timeLimit > 0, timeLimit <= 1e8 else {
      throw ValidationError("--time-limit takes a positive number of seconds, not \(timeLimit).")
    }
    if let rounds, rounds < 1 {
      throw ValidationError("--rounds takes a positive number, not \(rounds).")
    }
    if queries != nil, documents == nil {
      throw ValidationError("--queries needs the document vectors: add --documents FILE.")
    }
  }

  func run() async throws {
    let summary = WorkSummary()
    let deadline = Deadline(seconds: timeLimit)
    let output = try ReportOutput(shared)
    if let certificate { try OutputWriter.checkFile(certificate) }
    if let witness { try OutputWriter.checkDirectory(witness) }
    let input = try RelevanceReader.read(
      matrix,
      options: RelevanceOptions(
        threshold: threshold, unjudgedAreHoles: unjudged == .hole,
        documents: try documents.map {
          try DocumentList.read($0, identifiers: documentIds)
        } ?? .judged))
    let solver: any PropositionalSolver =
      if let satSolver { try ExternalSolver(program: satSolver) } else { BuiltInSolver() }
    let line = ProgressLine(quiet: shared.quiet)
    let vectors = try UserVectors(self, input)
    // What comes after the search has its share: scoring vectors, or widening the margin of the witness.
    let reserve = vectors == nil ? Self.reserve(timeLimit, input) : deadline.secondsLeft / 2
    let bounds = await BoundSearch(
      input.matrix,
      options: BoundSearch.Options(
        mostRounds: rounds, seed: shared.seed, jobs: shared.jobs,
        methods: BoundMethodCatalog.all(solver: solver))
    ) { round, bounds in
      let order = bounds.orderingRank.map { "\($0.lower.value) to \($0.upper.value)" } ?? "open"
      line.update("round \(round), ordering rank \(order)", done: round, of: round + 1)
    }.run(until: deadline.earlier(seconds: reserve))
    let (audit, unscored) = try score(vectors, input.matrix, deadline, line)
    let outcome = SignRankReport.WitnessOutcome(of: bounds, deadline: deadline)
    let wrongPairs = WrongPairs(bounds, deadline: deadline)
    line.clear()
    try write(bounds, outcome, input)
    let report = SignRankReport(
      name: matrix, bounds: bounds,
      names: SignRankReport.Names(queries: input.queryIDs, documents: input.documentIDs),
      witness: outcome, audit: audit, unscored: unscored, wrongPairs: wrongPairs
    ).report(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()), seed: shared.seed,
      notes: notes(outcome), stamp: shared.stampText)
    let warnings = InputWarnings(
      name: matrix,
      texts: input.cautions + (vectors?.cautions ?? []) + (unscored.map { [$0] } ?? []))
    warnings.announce()
    try output.emit(warnings.added(to: report))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  /// Seconds that stay for the witness and the report: a tenth, more where a dense matrix takes longer.
  private static func reserve(_ timeLimit: Double, _ input: RelevanceInput) -> Double {
    let entries = Double(input.matrix.rowCount) * Double(input.matrix.columnCount)
    // measured: half a second for a million entries; larger matrices are never dense
    let dense = entries <= Double(SignProblem.mostDenseEntries) ? entries * 5e-7 : 0
    return max(timeLimit / 10, min(timeLimit / 3, dense))
  }

  /// What the vectors make of the matrix, or why that was not measured.
  private func score(
    _ vectors: UserVectors?, _ matrix: RelevanceMatrix, _ deadline: Deadline, _ line: ProgressLine
  ) throws -> (audit: VectorAudit?, unscored: String?) {
    do {
      let audit = try vectors?.audit(
        matrix, similarity: similarity.similarity, deadline: deadline
      ) { done, total in line.update("scoring documents", done: done, of: total) }
      return (audit, nil)
    } catch VectorAuditError.outOfTime(let done, let total) {
      let needed = (timeLimit * Double(total + 1) / Double(done + 1)).rounded(.up)
      return (
        nil,
        "your vectors are not judged: \(done) of \(total) documents were scored in time; "
          + "give --time-limit some \(Int(min(max(2 * timeLimit, needed), 1e8)))"
      )
    }
  }

  /// The certificate and the witness, both or neither.
  private func write(
    _ bounds: SignRankBounds, _ outcome: SignRankReport.WitnessOutcome, _ input: RelevanceInput
  ) throws {
    var writer = OutputWriter()
    if let certificate {
      let document = CertificateDocument(
        bounds.certificates, of: input.matrix,
        reading: .init(threshold: threshold, unjudgedAreHoles: unjudged == .hole))
      writer.add(certificate, document.bytes)
    }
    if let witness {
      guard let embeddings = outcome.embeddings else {
        let reason = if case .none(let reason) = outcome { reason } else { "there are none" }
        throw OutputError("\(witness): no embeddings to write: \(reason). Leave --witness out.")
      }
      let directory = witness.hasSuffix("/") ? witness : witness + "/"
      let (documents, queries, thresholds) = embeddings.expanded()
      let d = embeddings.dimension
      writer.add(directory + "documents.npy", NumpyWriter.bytes(documents, columnCount: d))
      writer.add(directory + "queries.npy", NumpyWriter.bytes(queries, columnCount: d))
      writer.add(directory + "thresholds.npy", NumpyWriter.bytes(thresholds, columnCount: nil))
      if let names = input.queryIDs {
        writer.add(directory + "query-ids.txt", names.joined(separator: "\n") + "\n")
      }
      if input.documentIDs.count == input.matrix.columnCount {
        writer.add(
          directory + "document-ids.txt", input.documentIDs.joined(separator: "\n") + "\n")
      }
    }
    try writer.commit()
  }

  private func notes(_ outcome: SignRankReport.WitnessOutcome) -> [String] {
    var notes: [String] = []
    if let certificate {
      notes.append(
        "Proof written to \(certificate); check it with: embedscope verify \(certificate) \(matrix)"
      )
    }
    if let witness {
      let d = outcome.embeddings.map { " in \($0.dimension) dimensions" } ?? ""
      notes.append("Embeddings\(d) written to \(witness).")
    }
    return notes
  }
}
