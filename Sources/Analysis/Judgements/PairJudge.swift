import Findings

/// What judges of positive pairs look at.
struct PairEvidence: Sendable {
  let statistics: PairStatistics
  let metrics: [MetricID: Metric]
  let thresholds: Thresholds
  /// What the two sets are called.
  let names: (first: String, second: String)

  /// The number of a metric, where it was measured.
  func number(_ id: MetricID) -> Double? { metrics[id]?.value.number }
}

/// A pure function from metrics and statistics of positive pairs to findings.
///
/// One more is one file and one line below.
protocol PairJudge: Sendable {
  /// The findings, none where there is nothing to say.
  static func judge(_ evidence: PairEvidence) -> [Judgement]
}

/// All judges of positive pairs, in the order of a report before sorting by severity.
///
/// The only list of them.
enum PairJudgeCatalog {
  static let all: [any PairJudge.Type] = [
    PairsLeftOut.self, PairsApart.self, BunchedSides.self, PairNoise.self, OpposedViews.self,
    FewPairs.self, BoundAtCeiling.self, FewGroups.self,
  ]
}
