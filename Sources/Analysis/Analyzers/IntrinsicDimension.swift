import EmbeddingSets
import Findings

/// Dimension of the manifold near each row.
enum IntrinsicDimension: Analyzer {
  static let family = MetricFamily.intrinsicDimension

  private static let linear = descriptor(
    "intrinsic-dimension.twonn", "TwoNN, linear fit",
    "Slope through the origin of -ln(1 - F) on ln(r2/r1), without the largest tenth of the ratios.",
    formula: "F_i = i/n; sum x y / sum x^2", source: "Facco et al. 2017; as scikit-dimension")
  private static let likelihood = descriptor(
    "intrinsic-dimension.twonn-mle", "TwoNN, maximum likelihood",
    "The exponent of the Pareto law that the ratios r2/r1 follow.",
    formula:
      "(n - 1) / sum_i ln(r2(i)/r1(i))", source: "Facco et al. 2017")
  private static let harmonic = descriptor(
    "intrinsic-dimension.levina-bickel@k=20", "Levina-Bickel, harmonic mean",
    "Harmonic mean over rows of the local estimate from the 20 nearest rows.",
    formula: "1 / mean_i(1/d_i), d_i = 19 / sum_{j<20} ln(r_20/r_j)",
    source: "Levina and Bickel 2004; MacKay and Ghahramani 2005")
  private static let arithmetic = descriptor(
    "intrinsic-dimension.levina-bickel-mean@k=20", "Levina-Bickel, plain mean",
    "Mean over rows of the local estimate from the 20 nearest rows.",
    formula: "mean_i d_i, d_i = 19 / sum_{j<20} ln(r_20/r_j)", source: "Levina and Bickel 2004")
  private static let repeated = MetricDescriptor(
    id: "intrinsic-dimension.rows-dropped", family: "intrinsic-dimension",
    title: "repeated rows left out",
    definition: "Rows that are equal to one before them, left out before distances are compared.",
    formula: "n - number of distinct rows", unit: .rows, range: "[0, n - 1]",
    reading: "At distance 0 there is no ratio, and copies would count a place twice.",
    edgeCases: "As the estimates. In a sample, as far as data.duplicate-rows knows.",
    source: "exact comparison")

  static let descriptors = [linear, likelihood, harmonic, arithmetic, repeated]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    guard let found = statistics.intrinsicDimension.value else {
      return descriptors.map { $0.metric(statistics.intrinsicDimension.missing) }
    }
    let nothing = "the distances to the neighbours of a row are all equal, or too few"
    func metric(
      _ descriptor: MetricDescriptor, _ value: Double?, _ interval: Interval?, reason: String
    ) -> Metric {
      value.map { descriptor.measured($0, interval: interval) }
        ?? descriptor.metric(.undefined(reason: reason))
    }
    let tooFew =
      found.local == nil
      ? "needs \(IntrinsicDimensionEstimates.neighborCount + 1) distinct rows" : nothing
    return [
      metric(linear, found.twoNearest.linear, found.twoNearest.linearInterval, reason: nothing),
      metric(
        likelihood, found.twoNearest.likelihood, found.twoNearest.likelihoodInterval,
        reason: nothing),
      metric(harmonic, found.local?.harmonic, found.local?.harmonicInterval, reason: tooFew),
      metric(arithmetic, found.local?.arithmetic, found.local?.arithmeticInterval, reason: tooFew),
      repeated.measured(found.repeatedCount),
    ]
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard let found = statistics.intrinsicDimension.value else { return [] }
    return [
      Series(
        id: "intrinsic-dimension.decimation",
        columns: ["rows", "queries", "twonn", "twonn_mle"],
        rows: found.levels.map {
          [
            .integer($0.rowCount), .integer($0.queryCount), $0.linear.map(Cell.finite) ?? .empty,
            $0.likelihood.map(Cell.finite) ?? .empty,
          ]
        })
    ]
  }

  private static func descriptor(
    _ id: MetricID, _ title: String, _ definition: String, formula: String, source: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "intrinsic-dimension", title: title,
      definition: definition + " Euclidean distances of the rows as they are, in float64 from "
        + "differences; repeated rows are dropped first.",
      formula: formula, unit: .dimensions, range: "(0, inf)",
      reading:
        "Low above some ten dimensions (a 15-sphere of 2,000 rows reads 12 to 13), moves with "
        + "n and with the scale (series intrinsic-dimension.decimation), and means nothing on "
        + "clustered sets: read it where the estimates agree.",
      edgeCases: "Undefined with too few distinct rows. From a sample of the rows beyond "
        + "--neighbors-budget. Rows of norm 1 are compared as unit rows.",
      source: source)
  }
}
