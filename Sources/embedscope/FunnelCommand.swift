import ArgumentParser
import Retrieval

/// Where a pipeline loses documents: `embedscope funnel "dense:100>maxsim:10" --qrels R ...`.
struct FunnelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "funnel",
    abstract: "Where does a pipeline of several stages lose relevant documents?",
    discussion: """
      Stages are NAME:K, separated by >, with + for a union. The first retrieves from all documents, \
      every later one reorders what came through.

      Examples:
        embedscope funnel 'dense:100+bm25:100>rerank:10' --qrels qrels.tsv \\
            --run dense.trec --run bm25.trec --run rerank.trec
        embedscope funnel 'minilm:100>colbert:10' --qrels qrels.tsv \\
            --dense minilm=docs.npy,queries.npy \\
            --tokens colbert=d.npy:d_offsets.npy,q.npy:q_offsets.npy \\
            --document-ids docs.txt --query-ids queries.txt
      """)

  @Argument(help: ArgumentHelp("The stages.", valueName: "STAGES"))
  var stages: String

  @OptionGroup(title: "Judgments") var judgments: JudgmentOptions

  @OptionGroup(title: "Systems") var systems: ContenderOptions

  @Option(
    help: ArgumentHelp("The recall that least depths are about.", valueName: "RECALL"))
  var target = 0.95

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write what comes out as a TREC run.", valueName: "FILE"))
  var output: String?

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard target > 0, target <= 1 else {
      throw ValidationError("--target takes a recall above 0 and at most 1, not \(target).")
    }
    let known = systems.names
    for name in try plan().names where !known.contains(name) {
      throw ValidationError(
        "there is no system '\(name)'; there are \(known.joined(separator: ", "))."
          + Suggestion.sentence(for: name, among: known))
    }
  }

  func run() async throws {
    let summary = WorkSummary()
    let reports = try ReportOutput(shared)
    if let output { try OutputWriter.checkFile(output) }
    let judged = try judgments.read()
    let found = try await systems.representations(judged, jobs: shared.jobs)
    let funnel = try await Funnel(
      try plan(), over: found.all, queries: found.queries, documents: found.documents,
      judgments: judged, level: judgments.threshold, target: target, jobs: shared.jobs)
    if let output {
      var writer = OutputWriter()
      writer.add(output, try RunText.text(of: funnel.run))
      try writer.commit()
    }
    try reports.emit(
      funnel.report(
        name: judgments.qrels, version: Version.current,
        arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
        seed: shared.seed, stamp: shared.stampText))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private func plan() throws -> FunnelPlan {
    do {
      return try FunnelPlan(parsing: stages)
    } catch {
      throw ValidationError(error.message)
    }
  }
}
