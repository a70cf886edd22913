import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings
import LinearAlgebra
import Retrieval

/// What sparse and late-interaction exports hold and cost: `embedscope audit --tokens NAME=...`.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "What do dense, late-interaction and sparse exports hold, cost, and bear to lose?",
    usage: "embedscope audit [--dense ...] [--tokens ...] [--sparse ...] [<options>]",
    discussion: """
      Cost for every export; for tokens ranks, length bias, and what fewer dimensions, bits or tokens \
      keep; for sparse exports active dimensions, postings, and what pruning and rounding keep. With \
      --qrels quality is recall at the number of relevant documents, else overlap with the uncut \
      export only.

      Examples:
        embedscope audit --sparse splade=docs.npz,queries.npz
        embedscope audit --tokens \\
            colbert=docs.npy:docs_offsets.npy,queries.npy:queries_offsets.npy \\
            --qrels qrels.tsv --document-ids docs.txt --query-ids queries.txt
      """)

  @OptionGroup(title: "Exports") var exports: RepresentationOptions

  @Option(
    help: ArgumentHelp(
      "Relevance judgments: TREC, BEIR table or JSON lines, told by content.", valueName: "FILE"))
  var qrels: String?

  @Option(help: ArgumentHelp("The grade from which a document is relevant.", valueName: "GRADE"))
  var threshold = 1

  @OptionGroup(title: "Reports") var shared: SharedOptions

  func run() async throws {
    let summary = WorkSummary()
    let output = try ReportOutput(shared)
    let judged = try qrels.map { try JudgmentsReader.read($0) }
    for caution in judged?.cautions ?? [] {
      StandardStreams.note("embedscope: warning: \(qrels ?? ""): \(caution).\n")
    }
    let opened = try exports.open(judgments: judged?.judgments)
    var options = AuditOptions(identifiers: opened.documents)
    options.seed = shared.seed
    options.jobs = shared.jobs
    options.relevant = judged.map {
      RelevantDocuments(
        $0.judgments, queries: opened.queries, documents: opened.documents, level: threshold)
    }
    var audit = Audit()
    for representation in opened.representations {
      audit.append(representation.costAudit)
      audit.append(try await representation.audit(options))
    }
    try output.emit(report(audit, opened))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private func report(_ audit: Audit, _ opened: RepresentationOptions.Opened) -> Report {
    let names = opened.representations.map(\.name).joined(separator: ", ")
    let worries = audit.findings.count { $0.severity != .note }
    let worry =
      worries == 0
      ? "nothing to worry about"
      : worries == 1 ? "1 thing to look at" : "\(worries) things to look at"
    return Report(
      command: "audit",
      subject: Subject(
        name: names, rows: opened.documents.count, dimensions: opened.queries.count,
        storedAs: "documents x queries", digest: nil),
      verdict: "\(names): \(NumberText.grouped(opened.documents.count)) documents, "
        + "\(NumberText.grouped(opened.queries.count)) queries; \(worry).",
      highlights: audit.highlights, metrics: audit.metrics, series: audit.series,
      findings: audit.findings.sorted { $0.severity > $1.severity },
      provenance: Provenance(
        version: Version.current,
        arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
        seed: shared.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: audit.notes, stamp: shared.stampText))
  }
}
