public import Findings

/// Every metric of retrieval: what `list`, `explain` and the documentation are made from.
public enum RetrievalCatalog {
  /// All definitions, in the order of reports.
  public static let all: [MetricDescriptor] =
    RankingMeasures.descriptors
    + EvaluationCounts.descriptors
    + LimitMetrics.descriptors
    + SignificanceMetrics.descriptors
    + Funnel.descriptors
    + Fusion.descriptors
    + Routing.descriptors
    + CapacityMetrics.descriptors
    + TokenMetrics.descriptors
    + SparseMetrics.descriptors
    + CostMetrics.descriptors
}
