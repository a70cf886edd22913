import EmbeddingSets
import Findings

/// Mean and mean square of the cosine over all pairs, exactly, from sums over rows.
enum CosineMoments: Analyzer {
  static let family = MetricFamily.isotropy

  private static let mean = MetricDescriptor(
    id: "isotropy.mean-cosine", family: "isotropy", title: "mean cosine",
    definition: "Mean cosine over all pairs i < j of rows with a direction; all pairs, exactly, in "
      + "one pass.", formula: "(|sum u_i|^2 - n) / (n (n - 1))", unit: .cosine,
    range: "[-1/(n-1), 1]",
    reading:
      "High values come from a common offset and mostly vanish after centering. Whether they "
      + "hurt is disputed: no verdict is based on this alone.",
    edgeCases: "Undefined with fewer than two rows that have a direction.",
    source: "Ethayarajh 2019, arXiv 1909.00512, without its sampling")
  private static let meanSquare = MetricDescriptor(
    id: "isotropy.mean-cosine-squared", family: "isotropy", title: "mean squared cosine",
    definition: "Mean squared cosine over all pairs i < j, exactly.",
    formula: "(|UU'|_F^2 - n) / (n (n - 1))", unit: .ratio, range: "[0, 1]",
    reading: "1/d for uniform directions; its inverse is a participation ratio without self pairs.",
    edgeCases: "As isotropy.mean-cosine.", source: "second moment of the cosine kernel")
  private static let selfCluster = MetricDescriptor(
    id: "isotropy.self-cluster", family: "isotropy", title: "SelfCluster",
    definition: "Compatibility metric: the mean squared cosine, scaled so that uniform directions "
      + "read 0 and one direction reads 1.",
    formula: "(|UU'|_F^2 - e) / (n^2 - e), e = n + n(n-1)/d", unit: .ratio, range: "about [0, 1]",
    reading: "Higher is more clustered.", edgeCases: "Also undefined for d = 1.",
    source: "Tsitsulin et al. 2023, arXiv 2305.16562")
  private static let deviation = MetricDescriptor(
    id: "isotropy.std-unit", family: "isotropy", title: "mean spread of the unit rows",
    definition: "Mean over columns of the standard deviation (ddof 1) of the unit rows.",
    formula: "mean_j sd_i(u_ij)", unit: .ratio, range: "[0, about 1/sqrt(d)]",
    reading: "1/sqrt(d) when spread out, 0 when all rows agree; blind to dimensional collapse.",
    edgeCases: "As isotropy.mean-cosine.",
    source: "Chen and He 2021 (SimSiam); std_of_l2_normalized in lightly")

  static let descriptors = [mean, meanSquare, selfCluster, deviation]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    guard statistics.directionCount >= 2, let columns = statistics.pass.state.unitColumns,
      let gram = statistics.statistics(.unitRaw)
    else {
      let reason = "needs two rows with a direction"
      return descriptors.map { $0.metric(.undefined(reason: reason)) }
    }
    let shift = statistics.pass.state.configuration.unitShift
    let blocks = statistics.pass.shardUnitColumns
    let total = UnitSums(columns, shift: shift)
    let parts = blocks.map { UnitSums($0, shift: shift) }
    var metrics: [Metric] = []
    let value = total.meanCosine ?? 0
    metrics.append(
      mean.measured(
        value,
        interval: BlockJackknife.interval(
          about: value, leavingOut: parts.map { total.subtracting($0).meanCosine }, within: -1...1))
    )
    let square = gram.totals.meanSquaredCosine
    metrics.append(
      meanSquare.measured(
        square,
        interval: BlockJackknife.interval(
          about: square, leavingOut: gram.totalsWithoutBlock.map(\.meanSquaredCosine), within: 0...1
        ))
    )
    let columnCount = statistics.shape.columnCount
    if columnCount == 1 {
      metrics.append(selfCluster.metric(.undefined(reason: "needs two columns")))
    } else {
      let cluster = gram.totals.selfCluster(columnCount: columnCount)
      metrics.append(
        selfCluster.measured(
          cluster,
          interval: BlockJackknife.interval(
            about: cluster,
            leavingOut: gram.totalsWithoutBlock.map { $0.selfCluster(columnCount: columnCount) },
            within: -1...1)))
    }
    let spread = total.meanDeviation ?? 0
    metrics.append(
      deviation.measured(
        spread,
        interval: BlockJackknife.interval(
          about: spread, leavingOut: parts.map { total.subtracting($0).meanDeviation },
          within: 0...1)
      ))
    return metrics
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard let cosines = statistics.cosines else { return [] }
    return [
      Series(
        id: "isotropy.cosines", columns: ["low", "high", "pairs"],
        rows: CosineHistogram.table(of: [cosines]).map { bin in
          [.number(bin.low), .number(bin.high), .integer(bin.counts[0])]
        })
    ]
  }
}

extension GramTotals {
  /// (‖UUᵀ‖²_F - n) / (n (n - 1)) for unit rows.
  var meanSquaredCosine: Double {
    let n = Double(count)
    return max(0, (squaredNorm - n) / (n * (n - 1)))
  }

  fileprivate func selfCluster(columnCount: Int) -> Double {
    let n = Double(count)
    let expected = n + n * (n - 1) / Double(columnCount)
    return (squaredNorm - expected) / (n * n - expected)
  }
}

/// Σ u and Σ u² of each column of the unit rows, about their shift.
struct UnitSums {
  private var count: Int
  private var sum: [Double]
  private var sumOfSquares: [Double]
  private let shift: [Double]

  init(_ columns: ColumnStatistics, shift: [Double]) {
    count = columns.count
    sum = columns.sum
    sumOfSquares = columns.sumOfSquares
    self.shift = shift
  }

  func subtracting(_ part: UnitSums) -> UnitSums {
    var rest = self
    rest.count -= part.count
    for column in sum.indices {
      rest.sum[column] -= part.sum[column]
      rest.sumOfSquares[column] -= part.sumOfSquares[column]
    }
    return rest
  }

  /// What each column adds to the mean cosine: ((Σ u)² - Σ u²) / (n (n - 1)).
  var contributions: [Double]? {
    guard count >= 2 else { return nil }
    let n = Double(count)
    return sum.indices.map { column in
      let plain = sum[column] + n * shift[column]
      let squares =
        sumOfSquares[column] + shift[column] * (2 * sum[column] + n * shift[column])
      return (plain * plain - squares) / (n * (n - 1))
    }
  }

  /// (|Σ u|² - n) / (n (n - 1)).
  var meanCosine: Double? {
    guard count >= 2 else { return nil }
    let n = Double(count)
    var square = 0.0
    for column in sum.indices {
      let plain = sum[column] + n * shift[column]
      square += plain * plain
    }
    return max(-1 / (n - 1), min(1, (square - n) / (n * (n - 1))))
  }

  /// The mean over columns of the standard deviation.
  var meanDeviation: Double? {
    guard count >= 2 else { return nil }
    let n = Double(count)
    let total = sum.indices.reduce(0.0) { total, column in
      let scatter = sumOfSquares[column] - sum[column] * sum[column] / n
      return total + (max(0, scatter) / (n - 1)).squareRoot()
    }
    return total / Double(sum.count)
  }
}
