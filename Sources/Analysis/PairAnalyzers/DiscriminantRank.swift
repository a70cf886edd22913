import EmbeddingSets
import Findings

/// LiDAR: how many directions tell groups of views apart.
enum DiscriminantRank: PairAnalyzer {
  static let family = MetricFamily.augmentation

  private static let lidar = MetricDescriptor(
    id: MetricID("lidar@delta=\(NumberText.shortest(GroupedViews.relativeDelta))"),
    family: "augmentation", title: "LiDAR",
    definition:
      "Effective rank of the covariance of group means relative to the covariance of views "
      + "within a group, with delta times the mean within-variance on its diagonal. Groups come from "
      + "--groups: one label for each row.",
    formula: "exp entropy of l / sum l, Sb w = l (Sw + delta tr(Sw)/d I) w", unit: .dimensions,
    range: "[1, min(groups - 1, d)]",
    reading: "Higher is better between runs with as many groups and views: noise directions keep "
      + "eigenvalues of order 1/views. Needs more groups than dimensions. With two views a group, "
      + "augmentation.ratio-* tell more.",
    edgeCases:
      "Skipped without --groups. Undefined with fewer than two groups of two rows, or where the "
      + "views of every group are equal.",
    source: "Thilak et al. 2024, arXiv 2312.04000; delta relative to tr(Sw)/d")
  private static let groups = MetricDescriptor(
    id: "lidar.groups", family: "augmentation", title: "groups of views",
    definition: "Groups with two rows at least that have a direction.", formula: "count",
    unit: .groups, range: "[0, n/2]", reading: "LiDAR is at most one less.",
    edgeCases: "As LiDAR.", source: "EmbedScope")
  private static let views = MetricDescriptor(
    id: "lidar.views", family: "augmentation", title: "views in groups",
    definition: "Rows in groups of two at least.", formula: "count", unit: .rows, range: "[0, n]",
    reading: "Rows alone in their group are left out.", edgeCases: "As LiDAR.",
    source: "EmbedScope")

  static let descriptors = [lidar, groups, views]

  static func measure(_ statistics: PairStatistics) -> [Metric] {
    switch statistics.groupedViews {
    case .skipped(let reason): descriptors.map { $0.metric(.skipped(reason: reason)) }
    case .undefined(let reason), .result(.undefined(let reason)):
      descriptors.map { $0.metric(.undefined(reason: reason)) }
    case .result(.measured(let value, let groupCount, let viewCount, _)):
      [lidar.measured(value), groups.measured(groupCount), views.measured(viewCount)]
    }
  }
}
