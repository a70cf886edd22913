import Findings

/// A finding with the few words that the verdict is put together from.
struct Judgement: Sendable {
  /// The finding.
  let finding: Finding
  /// What the verdict says of it: "3 dead dimensions".
  let words: String
  /// Whether the verdict line mentions it.
  var isHeadline = true
}

/// What judges look at.
struct Evidence: Sendable {
  let statistics: SetStatistics
  let metrics: [MetricID: Metric]
  let thresholds: Thresholds

  /// The number of a metric, where it was measured.
  func number(_ id: MetricID) -> Double? { metrics[id]?.value.number }
}

/// A pure function from metrics and statistics to findings.
///
/// One more is one file and one line below.
protocol Judge: Sendable {
  /// The findings, none where there is nothing to say.
  static func judge(_ evidence: Evidence) -> [Judgement]
}

/// All judges, in the order of a report before sorting by severity.
///
/// The only list of them.
enum JudgeCatalog {
  static let all: [any Judge.Type] = [
    UsableRows.self, CollapseJudge.self, TopDirection.self, UniformityJudge.self,
    DeadDimensions.self, RogueColumn.self, CenteredSkew.self, RepeatedRows.self,
    CosineOffset.self, MeanOffset.self, NormSpread.self,
    HubJudge.self, NearDuplicateJudge.self, OutlierJudge.self, IslandJudge.self,
    LocalDimensionJudge.self, HeadroomJudge.self, TruncationJudge.self, TransformJudge.self,
  ]
}
