import Findings

/// The isotropy of the partition function, for comparison with the literature.
enum PartitionRatio: Analyzer {
  static let family = MetricFamily.isotropy

  private static let ratio = MetricDescriptor(
    id: "isotropy.partition-log-ratio", family: "isotropy",
    title: "log ratio of the partition function",
    definition:
      "Compatibility metric: ln of min Z(c) / max Z(c) over the eigenvectors c of X'X and "
      + "their negatives, Z(c) = sum exp(c . x_i), rows as they are. Both signs, because an "
      + "eigenvector has none.",
    formula: "min_c ln Z(c) - max_c ln Z(c)", unit: .nats, range: "(-inf, 0]",
    reading: "0 is isotropic. Depends on the scale of the vectors: compare only like with like.",
    edgeCases: "Skipped where n d^2 exceeds --pair-budget. Directions outside the span of the rows "
      + "have Z = n.", source: "Mu and Viswanath 2018, arXiv 1702.01417")

  static let descriptors = [ratio]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    switch statistics.partition {
    case .skipped(let reason): return [ratio.metric(.skipped(reason: reason))]
    case .logarithms(let values):
      guard let low = values.min(), let high = values.max() else {
        return [ratio.metric(.undefined(reason: "no row is finite"))]
      }
      return [ratio.measured(low - high)]
    }
  }
}
