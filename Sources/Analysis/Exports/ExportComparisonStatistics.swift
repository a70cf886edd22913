import Findings

/// Finished statistics of two sets of the same rows.
struct ExportComparisonStatistics: Sendable {
  let names: (first: String, second: String)
  let matching: RowMatching
  let moments: CrossMoments.Result
  let similarity: LinearSimilarity
  /// nil where fewer than two rows have a direction in both sets, or nobody asked.
  let agreement: NeighborAgreement?
  /// nil where nobody asked.
  let changes: MetricChanges?
  /// Whether anybody asked for neighbours.
  let searchesNeighbors: Bool
  let columnCounts: (first: Int, second: Int)

  /// Every metric, in the order of the catalogue.
  var metrics: [Metric] {
    typealias Catalog = ExportComparisonCatalog
    let noSpread = "a set has no spread, or fewer than two rows"
    return [
      Catalog.rows.measured(moments.count),
      Catalog.unmatched.measured(matching.unmatched),
      Catalog.leftOut.measured(matching.count - moments.count),
    ] + changes(of: moments) + [
      Catalog.alignment.value(similarity.alignment, else: noSpread),
      Catalog.debiased.value(
        similarity.debiasedAlignment, else: "needs four rows and sets that have spread"),
      Catalog.procrustes.value(similarity.nuclear.map { max(0, 1 - $0 * $0) }, else: noSpread),
      Catalog.distance.value(similarity.nuclear.map { max(0, 2 - 2 * $0) }, else: noSpread),
    ]
      + LinearSimilarity.spaceSizes.map { size in
        let cosines = similarity.canonicalCosines.first { $0.count == size }?.cosines
        return Catalog.subspace(size).value(
          cosines.map { $0.reduce(0, +) / Double($0.count) },
          else: "needs more than \(size) rows and as many directions with variance in both sets")
      } + overlaps() + [
        changes == nil
          ? Catalog.moved.metric(.skipped(reason: "not asked for"))
          : Catalog.moved.measured(movedMetrics.count)
      ]
  }

  /// Changes of diagnose metrics beyond their noise.
  var movedMetrics: [MetricChanges.Change] {
    (changes?.changes ?? []).filter { $0.isBeyondNoise == true }
  }

  private func changes(of moments: CrossMoments.Result) -> [Metric] {
    typealias Catalog = ExportComparisonCatalog
    let isShared = columnCounts.first == columnCounts.second
    let cosines = moments.cosines.compactMap { $0 }
    let ratios = moments.normRatios.compactMap { $0 }
    let reason =
      isShared
      ? "no row has a direction in both sets"
      : "the sets have \(columnCounts.first) and \(columnCounts.second) dimensions"
    return [
      Catalog.meanCosine.value(Self.mean(cosines), else: reason),
      Catalog.leastCosine.value(cosines.min(), else: reason),
      Catalog.largestChange.value(
        moments.count > 0 ? moments.largestChange : nil,
        else: isShared ? "no row is finite in both sets" : reason),
      Catalog.normRatio.value(
        Self.mean(ratios), else: "no row of the first set has a norm above 0"),
    ]
  }

  private func overlaps() -> [Metric] {
    typealias Catalog = ExportComparisonCatalog
    return NeighborAgreement.sizes.flatMap { size -> [Metric] in
      guard let agreement, let shares = agreement.shares.first(where: { $0.count == size })?.shares,
        let mean = Self.mean(shares)
      else {
        let value: MetricValue =
          searchesNeighbors
          ? .undefined(reason: "needs more than \(size) rows with a direction in both sets")
          : .skipped(reason: "not asked for")
        return [Catalog.overlap(size).metric(value), Catalog.null(size).metric(value)]
      }
      return [
        Catalog.overlap(size).measured(mean, interval: Self.interval(shares, mean)),
        Catalog.null(size).measured(agreement.null(size)),
      ]
    }
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// 1.96 standard errors about the mean, inside [0, 1].
  private static func interval(_ shares: [Double], _ mean: Double) -> Interval? {
    guard shares.count > 1 else { return nil }
    let scatter = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (scatter / Double(shares.count - 1) / Double(shares.count)).squareRoot()
    return Interval(low: max(0, mean - 1.96 * error), high: min(1, mean + 1.96 * error))
  }
}

extension MetricDescriptor {
  /// The metric with a number, or undefined with a reason.
  func value(_ number: Double?, else reason: String) -> Metric {
    number.map { measured($0) } ?? metric(.undefined(reason: reason))
  }
}
