import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Retrieval

/// Which judgments to hold rankings against, and what to average over.
struct JudgmentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Relevance judgments: TREC, BEIR table or JSON lines, told by content.", valueName: "FILE"))
  var qrels: String

  @Option(
    help: ArgumentHelp("The grade from which a document is relevant.", valueName: "GRADE"))
  var threshold = 1

  @Option(
    help: ArgumentHelp(
      "Judged queries that a run lacks: zero (trec_eval -c) or skip.", valueName: "RULE"),
    transform: { try NameList(parsing: $0, option: "--missing") })
  private var missing: NameList<EvaluationOptions.Treatment>?

  @Option(
    help: ArgumentHelp(
      "Judged queries without a relevant document: skip (standard) or zero.", valueName: "RULE"),
    transform: { try NameList(parsing: $0, option: "--no-relevant") })
  private var noRelevant: NameList<EvaluationOptions.Treatment>?

  @Flag(help: "Leave out documents whose identifier is that of the query.")
  var ignoreIdenticalIds = false

  @Flag(help: "Leave out documents that were not judged (trec_eval -J).")
  var judgedOnly = false

  @Option(
    help: ArgumentHelp(
      "Groups of queries: a table, or JSON lines with --group-by.", valueName: "FILE"))
  var groups: String?

  @Option(
    help: ArgumentHelp(
      "The column or key that names the group: kind, metadata.kind.", valueName: "COLUMN"))
  var groupBy: String?

  mutating func validate() throws {
    for (option, list) in [("--missing", missing), ("--no-relevant", noRelevant)] {
      guard list.map({ $0.names.count == 1 }) ?? true else {
        throw ValidationError("\(option) takes one rule.")
      }
    }
    guard groupBy == nil || groups != nil else {
      throw ValidationError("--group-by names a column of --groups; give a file with it.")
    }
  }

  /// The options as the evaluation takes them.
  func evaluationOptions() -> EvaluationOptions {
    var options = EvaluationOptions()
    options.relevanceLevel = threshold
    if let rule = missing?.names.first { options.missing = rule }
    if let rule = noRelevant?.names.first { options.withoutRelevant = rule }
    options.ignoresIdentical = ignoreIdenticalIds
    options.judgedOnly = judgedOnly
    return options
  }

  /// The judgments; what was unusual about them goes to standard error.
  func read() throws -> Judgments {
    let input = try JudgmentsReader.read(qrels)
    for caution in input.cautions {
      StandardStreams.note("embedscope: warning: \(qrels): \(caution).\n")
    }
    return input.judgments
  }

  /// The groups of the judged queries, where a file of them was given.
  func queryGroups(of judgments: Judgments) throws -> QueryGroups? {
    guard let groups else { return nil }
    let names = try QueryGroupsReader.read(groups, column: groupBy)
    return QueryGroups(
      of: try judgments.queryIDs.map { query in
        guard let name = names[query] else {
          throw OutputError(
            "\(groups): judged query '\(query)' has no group.\n"
              + "Give each judged query a line, or leave --groups out.")
        }
        return name
      })
  }
}
