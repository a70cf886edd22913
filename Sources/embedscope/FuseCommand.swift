import ArgumentParser
import Retrieval

/// What fusion gains or costs: `embedscope fuse --qrels R --run A --run B`.
struct FuseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuse",
    abstract: "What does fusing several systems gain or cost?",
    discussion: """
      Reciprocal ranks (k = 60, ranks from 1) against the best single system; a grid of other \
      settings is tuned on folds and judged on queries it has not seen.

      Examples:
        embedscope fuse --qrels qrels.tsv --run bm25.trec --run dense.trec
        embedscope fuse --qrels qrels.tsv --run a.trec --run b.trec \\
            --method min-max --weights 0.7,0.3 --output fused.trec
      """)

  @OptionGroup(title: "Judgments") var judgments: JudgmentOptions

  @OptionGroup(title: "Systems") var systems: ContenderOptions

  @OptionGroup(title: "Comparison") var comparing: ComparisonArguments

  @Option(
    help: ArgumentHelp("rrf, or min-max, z-score or none of scores.", valueName: "METHOD"))
  var method = "rrf"

  @Option(name: .customLong("rrf-k"), help: ArgumentHelp("k of reciprocal ranks.", valueName: "K"))
  var reciprocalK = 60.0

  @Option(
    help: ArgumentHelp("A weight for each system (default: equal).", valueName: "W,..."))
  var weights: String?

  @Option(
    help: ArgumentHelp("How deep lists are fused.", valueName: "K"))
  var fusionDepth = 100

  @Option(help: ArgumentHelp("Folds for tuning.", valueName: "N"))
  var folds = 5

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the fused run as TREC text.", valueName: "FILE"))
  var output: String?

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard systems.names.count >= 2 else {
      throw ValidationError("fusion takes two systems or more.")
    }
    guard reciprocalK >= 0, reciprocalK.isFinite else {
      throw ValidationError("--rrf-k takes a number of at least 0, not \(reciprocalK).")
    }
    guard (2...100).contains(folds) else {
      throw ValidationError("--folds takes a number from 2 to 100, not \(folds).")
    }
    guard fusionDepth > 0 else { throw ValidationError("--fusion-depth takes a positive number.") }
    guard !systems.names.contains(where: { ["fusion", "tuned"].contains($0) }) else {
      throw ValidationError("'fusion' and 'tuned' are the names of what is fused; choose others.")
    }
    _ = try standard()
    _ = try comparing.options(judgments, shared)
  }

  func run() async throws {
    let summary = WorkSummary()
    let reports = try ReportOutput(shared)
    if let output { try OutputWriter.checkFile(output) }
    let judged = try judgments.read()
    let groups = try judgments.queryGroups(of: judged)
    let contenders = try await systems.contenders(judged, jobs: shared.jobs)
    let fusion = try await Fusion(
      of: contenders, against: judged, groups: groups, depth: fusionDepth, standard: standard(),
      folds: folds, options: comparing.options(judgments, shared))
    if let output {
      var writer = OutputWriter()
      writer.add(
        output, try RunText.text(of: fusion.comparison.contenders[fusion.standard].run))
      try writer.commit()
    }
    try reports.emit(
      fusion.report(
        name: judgments.qrels, version: Version.current,
        arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
        stamp: shared.stampText))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  /// The fusion that is judged beside the tuned one.
  private func standard() throws -> FusionMethod {
    let count = systems.names.count
    var numbers = Array(repeating: method == "rrf" ? 1 : 1 / Double(count), count: count)
    if let weights {
      numbers = weights.split(separator: ",").map { Double($0) ?? .nan }
      guard numbers.count == count, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw ValidationError("--weights takes \(count) numbers of at least 0, not '\(weights)'.")
      }
    }
    if method == "rrf" { return .reciprocalRank(k: reciprocalK, weights: numbers) }
    guard let normalization = FusionMethod.Normalization(rawValue: method) else {
      let known = ["rrf"] + FusionMethod.Normalization.allCases.map(\.rawValue)
      throw ValidationError(
        "there is no method '\(method)'; there are \(known.joined(separator: ", "))."
          + Suggestion.sentence(for: method, among: known))
    }
    return .linear(normalization, weights: numbers)
  }
}
