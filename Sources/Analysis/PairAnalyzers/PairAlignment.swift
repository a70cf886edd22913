import EmbeddingSets
import Findings

/// How near the positives are, and how near that is.
enum PairAlignment: PairAnalyzer {
  static let family = MetricFamily.alignment

  private static let count = MetricDescriptor(
    id: "pairs.count", family: "alignment", title: "positive pairs",
    definition: "Positive pairs whose two rows have a direction.", formula: "n", unit: .pairs,
    range: "[0, number of pairs given]", reading: "All other pair metrics speak of these.",
    edgeCases: "0 where every pair has a zero or a non-finite row.", source: "EmbedScope")
  private static let leftOut = MetricDescriptor(
    id: "pairs.left-out", family: "alignment", title: "pairs left out",
    definition: "Pairs given of which one row is zero, NaN or infinite.", formula: "given - n",
    unit: .pairs, range: "[0, number of pairs given]",
    reading: "Anything above 0 is an export fault.",
    edgeCases: "Never undefined.", source: "EmbedScope")

  private static func alignment(_ alpha: Int) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("alignment@alpha=\(alpha)"), family: "alignment",
      title: "alignment, alpha = \(alpha)",
      definition: "Mean over positive pairs of the distance between both unit rows to the power "
        + "\(alpha).",
      formula: alpha == 1 ? "mean |u - v|" : "mean |u - v|^\(alpha)", unit: .ratio,
      range: "[0, \(alpha == 1 ? 2 : 4)]",
      reading: "Lower is nearer, and 0 for an encoder that maps everything to one point: read it "
        + "beside uniformity and the random-pair distance. Rows are scaled to norm 1 first, "
        + "unless all squared norms are within 2^-21 of 1. The "
        + "interval is a seeded bootstrap over queries.",
      edgeCases: "Undefined without a pair of rows that have a direction.",
      source: "Wang and Isola 2020, arXiv 2005.10242")
  }
  private static let cosine = MetricDescriptor(
    id: "pairs.mean-cosine", family: "alignment", title: "mean cosine of the positives",
    definition: "Mean cosine of the two rows of a positive pair.", formula: "mean u . v",
    unit: .cosine, range: "[-1, 1]",
    reading: "1 - alignment/2 in other words; series pairs.cosine-quantiles has the distribution.",
    edgeCases: "As alignment.", source: "Wang and Isola 2020")
  private static let random = MetricDescriptor(
    id: "pairs.random-distance@alpha=2", family: "alignment",
    title: "squared distance of random pairs",
    definition: "Mean squared distance of unit rows over all queries and all candidates that are "
      + "neither positives nor the query itself; exact, from sums of rows.",
    formula: "mean (2 - 2 u . v)", unit: .ratio, range: "[0, 4]",
    reading: "2 where the two sets have no common direction; small where all rows look alike.",
    edgeCases: "Undefined where every candidate is a positive.", source: "EmbedScope")
  private static let relative = MetricDescriptor(
    id: "alignment-relative@alpha=2", family: "alignment",
    title: "alignment relative to random pairs",
    definition: "Alignment divided by the squared distance of random pairs.",
    formula: "alignment@alpha=2 / pairs.random-distance@alpha=2", unit: .ratio, range: "[0, inf)",
    reading:
      "0 is perfect, 1 says that positives are no nearer than chance. Unlike alignment it is "
      + "not fooled by rows that all look alike.",
    edgeCases: "Undefined where random pairs are at distance 0: all rows are one point.",
    source: "EmbedScope")

  static let descriptors = [
    count, leftOut, alignment(1), alignment(2), cosine, random, relative,
  ]

  static func measure(_ statistics: PairStatistics) -> [Metric] {
    let counts = [
      count.measured(statistics.pairCount), leftOut.measured(statistics.leftOutCount),
    ]
    guard let found = statistics.alignment else {
      let reason = statistics.reasonWithoutPairs
      return counts + descriptors.dropFirst(2).map { $0.metric(reason) }
    }
    var metrics = [
      alignment(1).measured(found.meanDistance, interval: found.distanceInterval),
      alignment(2).measured(found.meanSquaredDistance, interval: found.squaredDistanceInterval),
      cosine.measured(found.meanCosine, interval: found.cosineInterval),
    ]
    guard let distance = found.randomSquaredDistance else {
      let reason = MetricValue.undefined(reason: "every candidate is a positive")
      return counts + metrics + [random.metric(reason), relative.metric(reason)]
    }
    metrics.append(random.measured(distance))
    guard let ratio = found.relative else {
      return counts + metrics + [
        relative.metric(
          .undefined(reason: "random pairs are at distance 0: all rows are one point"))
      ]
    }
    metrics.append(
      relative.measured(
        ratio,
        interval: found.squaredDistanceInterval.map {
          Interval(low: $0.low / distance, high: $0.high / distance)
        }))
    return counts + metrics
  }

  private static let shares = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]

  static func series(_ statistics: PairStatistics) -> [Series] {
    guard let found = statistics.alignment else { return [] }
    return [
      Series(
        id: "pairs.cosine-quantiles", columns: ["share", "cosine"],
        rows: shares.map {
          [.number($0), .number(Quantiles.value($0, ofSorted: found.sortedCosines))]
        }),
      Series(
        id: "pairs.cosines", columns: ["low", "high", "positive_pairs", "random_pairs"],
        rows: CosineHistogram.table(of: [found.cosines, found.randomCosines]).map { bin in
          [.number(bin.low), .number(bin.high), .integer(bin.counts[0]), .integer(bin.counts[1])]
        }),
    ]
  }
}

extension PairStatistics.Alignment {
  /// Below it, a mean squared distance of unit rows is rounding.
  private static let smallestDistance = 1e-12

  /// Alignment over random distance; nil where random pairs coincide.
  var relative: Double? {
    guard let distance = randomSquaredDistance, distance > Self.smallestDistance else {
      return nil
    }
    return meanSquaredDistance / distance
  }
}

extension PairStatistics {
  /// Why metrics of pairs have no value.
  var reasonWithoutPairs: MetricValue {
    leftOutCount > 0
      ? .undefined(reason: "every pair has a row that is zero or not finite")
      : .skipped(reason: "no pairs were given: name a second set, or a file with --pairs")
  }
}
