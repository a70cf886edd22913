import Findings

/// The definitions of what limits a system, with where each value is found.
enum LimitMetrics {
  private static let noQuery = "no judged query with a relevant document to average over"
  private static let roy = "Roy and Vetterli, EUSIPCO 2007"

  private static func probed(
    _ limits: SystemLimits, _ value: (Capacity) -> Double?
  ) -> MetricValue {
    guard let capacity = limits.oracle.capacity else {
      return .undefined(reason: limits.oracle.reason ?? "")
    }
    return MetricValue(value(capacity), else: "all documents are equal")
  }

  static let all: [MeasuredQuantity<SystemLimits>] = [
    MeasuredQuantity(
      name: "first-stage-recall", unit: .ratio, title: "Recall of a first stage",
      definition: "Relevant documents among the first 100 of the list (fewer where no list is that "
        + "long), divided by all relevant ones, averaged over queries.",
      formula: "mean of hits@100 / R", range: "[0, 1]",
      reading: "The ceiling of whatever reorders these documents.",
      edgeCases: "Judged queries that the system lacks count 0. Undefined without a query.",
      source: "trec_eval recall"
    ) { MetricValue($0.firstStageRecall, else: noQuery) },
    MeasuredQuantity(
      name: "first-stage-lost", unit: .documents, title: "Relevant documents a first stage loses",
      definition: "Relevant documents that are not among the first 100 of their query.",
      formula: "sum of R - hits@100", range: "[0, relevant]",
      reading: "No reranker brings them back: search deeper, or add an arm of another kind.",
      source: "counted by this program"
    ) { .measured(Double($0.lost)) },
    MeasuredQuantity(
      name: "achieved-recall", unit: .ratio, title: "Recall with the queries of the export",
      definition:
        "capacity.achieved-recall of this export: of R relevant documents those among the "
        + "first R.", formula: "mean over queries of hits in the first R / R", range: "[0, 1]",
      reading: "Read it beside best-recall.",
      edgeCases: "Undefined where there is no probe; the reason says why.",
      source: "R-precision of trec_eval, which recall at R equals"
    ) { probed($0) { $0.achieved.meanRecall } },
    MeasuredQuantity(
      name: "best-recall", unit: .ratio, title: "Recall with the best linear queries found",
      definition:
        "capacity.best-recall of this export: the same with the best query vectors for the "
        + "same documents, made from the labels.",
      formula: "mean over queries of the largest recall of own, ridge and logistic queries",
      range: "[0, 1]",
      reading:
        "High beside a low achieved recall: the queries are the limit. Low: the documents are.",
      edgeCases:
        "Undefined where there is no probe: MaxSim is not linear, a run has no vectors, and "
        + "with as many columns as documents it would be trivially 1.",
      source: "capacity.best-recall"
    ) { probed($0) { $0.bestRecall } },
    MeasuredQuantity(
      name: "documents-effective-rank", unit: .dimensions, title: "Effective rank of the documents",
      definition: "capacity.documents-effective-rank of this export.",
      formula: "exp(-sum r ln r), r = s / sum s", range: "[1, min(n - 1, d)]",
      reading:
        "Below half of the directions that there are, a low best-recall is put down to collapse.",
      edgeCases: "Undefined where there is no probe.", source: roy
    ) { probed($0) { $0.documentSpectrum.effectiveRank } },
    MeasuredQuantity(
      name: "scores-effective-rank", unit: .dimensions, title: "Effective rank of the scores",
      definition:
        "exp of the entropy of the singular values of the scores of up to 256 sampled queries "
        + "with all documents, row and column means taken out; what is not retrieved counts 0.",
      formula: "exp(-sum r ln r), r = s / sum s, of J S J",
      range: "[1, min(queries, documents) - 1]",
      reading:
        "How many independent orders the scores express: the one capacity that single vectors, "
        + "late interaction and sparse vectors can be compared by.",
      edgeCases: "Undefined for finished runs, and where 16 queries have more than 2^25 scores.",
      source: roy
    ) {
      MetricValue(
        $0.scoreSpectrum?.effectiveRank,
        else: $0.documentCount == nil
          ? "a finished run has no scores but those it lists" : "not looked at, or no variation")
    },
    MeasuredQuantity(
      name: "scores-rank", unit: .dimensions, title: "Numerical rank of the scores",
      definition: "Singular values of the same matrix beyond the rounding of single precision.",
      formula: "count of s > max(queries, documents) 2^-24 s_1",
      range: "[0, min(queries, documents) - 1]",
      reading:
        "For single vectors at most their dimensions; beyond that no single vector of that size "
        + "could give these scores.",
      edgeCases: "As scores-effective-rank.", source: roy
    ) {
      MetricValue(
        $0.scoreRank.map(Double.init),
        else: $0.documentCount == nil
          ? "a finished run has no scores but those it lists" : "not looked at")
    },
  ]

  static let descriptors = all.map { $0.descriptor(prefix: "retrieval.NAME", family: "retrieval") }
}

extension SystemLimits {
  /// Every metric of what limits the system, and of its cost where that is known.
  func metrics() -> [Metric] {
    LimitMetrics.all.map { $0.metric(prefix: "retrieval.\(name)", of: self) }
      + (documentCount == nil
        ? [] : CostMetrics.all.map { $0.metric(prefix: "cost.\(name)", of: costed) })
  }

  private var costed: Costed { Costed(cost: cost, documentCount: documentCount ?? 0) }
}
