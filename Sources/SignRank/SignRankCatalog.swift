public import Findings

/// Every metric of sign-rank: what `list`, `explain` and the documentation are made from.
public enum SignRankCatalog {
  /// All definitions, in the order of reports.
  public static let all: [MetricDescriptor] = CriticalSizeMetrics.all
}
