import Analysis
import Checks
import Findings
import Retrieval
import SignRank

/// Every metric of every part of the program: what `list` and `explain` show.
enum MetricIndex {
  /// All definitions, in the order of reports.
  static let all: [MetricDescriptor] =
    MetricCatalog.all
    + NeighborSearchCatalog.all
    + ExportComparisonCatalog.all
    + TransformCatalog.all
    + WeightCatalog.descriptors
    + SignRankCatalog.all
    + RetrievalCatalog.all
    + CollapseCatalog.descriptors
    + TrendCatalog.all
}
