import ArgumentParser
import Retrieval

/// What a comparison is about, and how it resamples.
struct ComparisonArguments: ParsableArguments {
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

  mutating func validate() throws {
    guard (100...1_000_000).contains(resamples) else {
      throw ValidationError("--resamples takes a number from 100 to 1000000, not \(resamples).")
    }
  }

  /// The options as a comparison takes them.
  func options(
    _ judgments: JudgmentOptions, _ shared: SharedOptions
  ) throws -> ComparisonOptions {
    guard !cluster || judgments.groups != nil else {
      throw ValidationError("--cluster resamples the groups of --groups; give a file with it.")
    }
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
