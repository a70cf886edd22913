import Analysis
import Checks
import Findings
import Retrieval
import SignRank

/// Every metric of every part of the program: what `list` and `explain` show.
enum MetricIndex {
  /// All definitions, in the order of reports.
  static let all: [MetricDescriptor] =
    MetricCatalog.all + SignRankCatalog.all + RetrievalCatalog.all + TrendCatalog.all
}
