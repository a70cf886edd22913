import Findings

/// What the means of a run are over: counts of queries and documents, and what ties can do.
enum EvaluationCounts {
  /// One quantity: how it is explained, and how it is counted.
  struct Entry: Sendable {
    let name: String
    let unit: Unit
    let title: String
    let definition: String
    let formula: String
    let reading: String
    let value: @Sendable (Evaluation) -> Int
  }

  static let all: [Entry] = [
    Entry(
      name: "queries-scored", unit: .queries, title: "Queries scored",
      definition: "Judged queries with a relevant document that the run has.",
      formula: "|judged and relevant and in the run|",
      reading: "With queries-missing, the number that every mean is over."
    ) { $0.counts.scored },
    Entry(
      name: "queries-missing", unit: .queries, title: "Queries missing from the run",
      definition: "Judged queries with a relevant document that the run lacks.",
      formula: "|judged and relevant and not in the run|",
      reading: "Each counts 0, unless --missing skip; leaving them out can raise a mean."
    ) { $0.counts.missing },
    Entry(
      name: "queries-without-relevant", unit: .queries,
      title: "Queries without a relevant document",
      definition: "Judged queries none of whose documents reaches the relevance level.",
      formula: "|judged and R = 0|",
      reading: "No ranking of them is better than another; they are left out of means."
    ) { $0.counts.withoutRelevant },
    Entry(
      name: "queries-not-judged", unit: .queries, title: "Queries of the run that are not judged",
      definition: "Queries of the run that the judgments do not name.",
      formula: "|in the run and not judged|",
      reading: "Left out. Many of them: judgments and run belong to different query sets."
    ) { $0.counts.notJudged },
    Entry(
      name: "documents-retrieved", unit: .documents, title: "Documents retrieved",
      definition: "Documents that the run lists for the queries averaged over.",
      formula: "sum over queries of list lengths",
      reading: "Divided by the queries, the depth of the run; measures deeper than it saturate."
    ) { $0.counts.retrieved },
    Entry(
      name: "relevant", unit: .documents, title: "Relevant documents",
      definition: "Relevant documents of the queries averaged over.", formula: "sum of R",
      reading: "The same for every run with the same treatment of missing queries."
    ) { $0.counts.relevant },
    Entry(
      name: "relevant-retrieved", unit: .documents, title: "Relevant documents retrieved",
      definition: "Of the relevant documents, those the run lists at any rank.",
      formula: "sum of hits", reading: "The rest is lost to every later stage."
    ) { $0.counts.relevantRetrieved },
    Entry(
      name: "queries-tied", unit: .queries, title: "Queries with equal scores",
      definition: "Scored queries whose list has two documents with the same score.",
      formula: "|scored with a tie|",
      reading: "Ties are ordered by identifier, descending in bytes, as trec_eval does."
    ) { $0.counts.tiedQueries },
    Entry(
      name: "queries-tie-sensitive", unit: .queries, title: "Queries whose measures hang on ties",
      definition: "Scored queries for which some measure differs between the best and the worst "
        + "order of documents with equal scores.",
      formula: "|scored with best != worst|",
      reading: "Other tools, with another order of ties, will print other numbers for these."
    ) { $0.counts.tieSensitiveQueries },
  ]

  static let descriptors: [MetricDescriptor] =
    all.map { entry in
      MetricDescriptor(
        id: MetricID("retrieval.NAME.\(entry.name)"), family: "retrieval", title: entry.title,
        definition: entry.definition, formula: entry.formula, unit: entry.unit,
        range: "[0, number of \(entry.unit.rawValue)]", reading: entry.reading,
        edgeCases: "None.", source: "counted by this program")
    } + [
      bound(
        "tie-low", "worst", "Lowest value over the orders of ties",
        "Relevant documents placed last inside every tie"),
      bound(
        "tie-high", "best", "Highest value over the orders of ties",
        "Relevant documents placed first inside every tie"),
    ]

  private static func bound(
    _ name: String, _ order: String, _ title: String, _ placed: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("retrieval.NAME.\(name)@\(CutMeasure.primary.parameters)"),
      family: "retrieval", title: title,
      definition: "\(placed); the mean of the measure is then as \(name.dropFirst(4)) as any order "
        + "of documents with equal scores can make it.",
      formula: "mean over queries of the measure with ties in their \(order) order", unit: .ratio,
      range: "[0, 1]",
      reading: "A gap to the other bound that is wider than the difference of two systems means "
        + "that their scores are too coarse to compare them.",
      edgeCases: "Equal to the measure where no tie holds a judged document.",
      source: "McSherry and Najork, ECIR 2008")
  }
}
