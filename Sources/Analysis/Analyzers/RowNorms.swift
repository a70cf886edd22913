import Findings

/// Lengths of the vectors.
enum RowNorms: Analyzer {
  static let family = MetricFamily.data

  private static let mean = descriptor(
    "data.norm-mean", "mean norm", "Mean Euclidean norm of the finite rows.",
    formula: "mean_i |x_i|", reading: "1 for normalised exports.")
  private static let minimum = descriptor(
    "data.norm-min", "smallest norm", "Smallest norm of a finite row.", formula: "min_i |x_i|",
    reading: "0 means zero rows.")
  private static let maximum = descriptor(
    "data.norm-max", "largest norm", "Largest norm of a finite row.", formula: "max_i |x_i|",
    reading: "Far above the mean: a few rows win every inner-product search.")
  private static let variation = MetricDescriptor(
    id: "data.norm-cv", family: "data", title: "coefficient of variation of the norms",
    definition: "Standard deviation (ddof 1) of the norms of the finite rows over their mean.",
    formula: "sd_i |x_i| / mean_i |x_i|", unit: .ratio, range: "[0, sqrt(n)]",
    reading:
      "0 for normalised rows. Above a few percent, inner product and cosine rank differently.",
    edgeCases: "Undefined with fewer than two finite rows or when all are zero.",
    source: "textbook; blocks merged after Chan, Golub and LeVeque 1983")

  static let descriptors = [mean, minimum, maximum, variation]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    let tally = statistics.tally
    let units = statistics.inputUnits
    guard tally.finiteCount > 0 else {
      return descriptors.map { $0.metric(.undefined(reason: "no row is finite")) }
    }
    let shards = statistics.pass.shardTallies
    var metrics = [
      mean.measured(
        tally.normMean * units,
        interval: BlockJackknife.interval(
          about: tally.normMean * units,
          leavingOut: shards.map { tally.withoutNorms(of: $0).map { $0.mean * units } },
          within: 0...Double.greatestFiniteMagnitude)),
      minimum.measured(tally.normMinimum * units),
      maximum.measured(tally.normMaximum * units),
    ]
    if tally.finiteCount < 2 {
      metrics.append(variation.metric(.undefined(reason: "needs two finite rows")))
    } else if tally.normMean == 0 {
      metrics.append(variation.metric(.undefined(reason: "every row is zero")))
    } else {
      metrics.append(
        variation.measured(
          tally.normVariation,
          interval: BlockJackknife.interval(
            about: tally.normVariation,
            leavingOut: shards.map { tally.withoutNorms(of: $0).map(\.variation) },
            within: 0...Double.greatestFiniteMagnitude)))
    }
    return metrics
  }

  /// Norms in bins; zero rows are left out.
  static func series(_ statistics: SetStatistics) -> [Series] {
    let bins = statistics.tally.norms.bins(limit: 60, units: statistics.inputUnits)
    guard !bins.isEmpty else { return [] }
    return [
      Series(
        id: "data.norms", columns: ["low", "high", "rows"],
        rows: bins.map { [.finite($0.low), .finite($0.high), .integer($0.count)] })
    ]
  }

  private static func descriptor(
    _ id: MetricID, _ title: String, _ definition: String, formula: String, reading: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "data", title: title, definition: definition, formula: formula, unit: .input,
      range: "[0, inf)", reading: reading, edgeCases: "Undefined when no row is finite.",
      source: "Euclidean norm in float64")
  }
}

extension RowTally {
  /// sd / mean of the norms.
  var normVariation: Double {
    (normScatter / Double(finiteCount - 1)).squareRoot() / normMean
  }

  /// Mean and coefficient of variation of the norms without those of one block.
  fileprivate func withoutNorms(of block: RowTally) -> (mean: Double, variation: Double)? {
    let count = Double(finiteCount)
    let blockCount = Double(block.finiteCount)
    let rest = count - blockCount
    guard rest >= 2 else { return nil }
    let mean = (count * normMean - blockCount * block.normMean) / rest
    let deviation = block.normMean - mean
    let scatter =
      normScatter - block.normScatter - blockCount * rest / count * deviation * deviation
    guard mean > 0 else { return nil }
    return (mean, (max(0, scatter) / (rest - 1)).squareRoot() / mean)
  }
}
