import Findings

/// The mean cosine after the mean row is taken off.
enum CenteredCosine: Analyzer {
  static let family = MetricFamily.isotropy

  private static let mean = MetricDescriptor(
    id: "isotropy.mean-cosine-centered", family: "isotropy", title: "mean cosine after centering",
    definition:
      "Mean cosine over all pairs of rows minus the column means (of all finite rows); rows "
      + "that are the mean itself are left out.",
    formula: "(|sum w_i|^2 - m) / (m (m - 1)), w = (x - mean) / |x - mean|", unit: .cosine,
    range: "[-1/(m-1), 1]",
    reading: "Near 0 on healthy sets: the anisotropy was an offset. Far from 0: a skewed cloud.",
    edgeCases: "Undefined with fewer than two rows that differ from the mean.",
    source: "Mu and Viswanath 2018, arXiv 1702.01417, for centering")

  static let descriptors = [mean]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    let blocks = statistics.centeredDirections
    guard let total = meanCosine(of: blocks) else {
      return [mean.metric(.undefined(reason: "needs two rows that differ from the mean"))]
    }
    let leftOut = blocks.indices.map { block in
      meanCosine(of: Array(blocks[..<block] + blocks[(block + 1)...]))
    }
    return [
      mean.measured(
        total,
        interval: BlockJackknife.interval(about: total, leavingOut: leftOut, within: -1...1))
    ]
  }

  private static func meanCosine(of blocks: [CenteredPass.Directions]) -> Double? {
    let count = blocks.reduce(0) { $0 + $1.count }
    guard count >= 2, let first = blocks.first else { return nil }
    var sum = [Double](repeating: 0, count: first.sum.count)
    for block in blocks {
      for column in sum.indices { sum[column] += block.sum[column] }
    }
    let n = Double(count)
    return max(-1 / (n - 1), min(1, (dot(sum, sum) - n) / (n * (n - 1))))
  }
}
