import ArgumentParser
import EmbeddingSets
import Retrieval

/// Ranking quality of systems side by side: `embedscope evaluate --qrels R --run NAME=FILE`.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Ranking quality of systems side by side, with intervals and significance.",
    discussion: """
      Measures, order and ties are those of trec_eval; means are over all judged queries with a \
      relevant document, missing ones 0. Each system gets a verdict: what limits it (queries, \
      capacity, collapse, first stage, order), its place, its cost.

      Examples:
        embedscope evaluate --qrels qrels.tsv --run bm25=bm25.trec --run dense.trec
        embedscope evaluate --qrels qrels.tsv --dense minilm=docs.npy,queries.npy \\
            --sparse splade=docs.npz,queries.npz --run bm25=bm25.trec \\
            --document-ids docs.txt --query-ids queries.txt --output runs/
        embedscope evaluate --qrels qrels.tsv --run a=a.tsv --run b=b.tsv \\
            --groups queries.jsonl --group-by metadata.kind --report csv=out/
      """)

  @OptionGroup(title: "Judgments") var judgments: JudgmentOptions

  @OptionGroup(title: "Systems") var systems: ContenderOptions

  @OptionGroup(title: "Comparison") var comparing: ComparisonArguments

  @Flag(
    inversion: .prefixedNo,
    help: "Probe exports with the best linear queries, and the rank of their scores.")
  var capacity = true

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the run of every export to DIR/NAME.trec.", valueName: "DIR"))
  var output: String?

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws { _ = try comparing.options(judgments, shared) }

  func run() async throws {
    let summary = WorkSummary()
    let reports = try ReportOutput(shared)
    if let output { try OutputWriter.checkDirectory(output) }
    let judged = try judgments.read()
    let groups = try judgments.queryGroups(of: judged)
    let contenders = try await systems.contenders(judged, jobs: shared.jobs)
    let options = try comparing.options(judgments, shared)
    let comparison = try await Comparison(
      of: contenders, against: judged, groups: groups, options: options)
    var limits: [SystemLimits] = []
    for (contender, evaluation) in zip(contenders, comparison.evaluations) {
      limits.append(
        try await SystemLimits(
          contender, against: judged, options: options, evaluation: evaluation, probes: capacity))
    }
    let fusion = try await FusionOutlook(comparison)
    if let output {
      var writer = OutputWriter()
      let directory = output.hasSuffix("/") ? output : output + "/"
      for contender in contenders where contender.kind != "run" {
        writer.add("\(directory)\(contender.name).trec", try RunText.text(of: contender.run))
      }
      try writer.commit()
    }
    try reports.emit(
      comparison.report(
        name: judgments.qrels, version: Version.current,
        arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()), limits: limits,
        fusion: fusion, stamp: shared.stampText))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }
}
