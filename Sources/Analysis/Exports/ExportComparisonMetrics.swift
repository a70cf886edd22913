public import Findings

/// The definitions of what `compare` measures.
public enum ExportComparisonCatalog {
  /// All definitions, in the order of reports.
  public static let all: [MetricDescriptor] =
    [rows, unmatched, leftOut, meanCosine, leastCosine, largestChange, normRatio]
    + [alignment, debiased, procrustes, distance]
    + LinearSimilarity.spaceSizes.map(subspace)
    + NeighborAgreement.sizes.flatMap { [overlap($0), null($0)] }
    + [moved]

  static let rows = make(
    "compare.rows", "rows compared", "Rows matched that are finite in both sets.", "n", .rows,
    "[0, n]", "Everything below is about these rows.", "Never undefined.", "-")
  static let unmatched = make(
    "compare.rows-unmatched", "rows without a counterpart",
    "Rows of either set whose identifier the other does not have.", "count", .rows, "[0, n]",
    "Above 0 the sets are not exports of the same rows.", "0 where rows are matched by position.",
    "-")
  static let leftOut = make(
    "compare.rows-left-out", "rows left out",
    "Matched rows that hold a NaN or an infinity in either set.", "count", .rows, "[0, n]",
    "Should be 0.", "Never undefined.", "-")
  static let meanCosine = make(
    "compare.cosine-mean", "mean cosine of a row with itself",
    "Mean cosine of each row with its counterpart, as stored.", "mean_i cos(x_i, y_i)", .cosine,
    "[-1, 1]",
    "1 for a copy, 1 less the square of half the rounding for a quantised one. Says nothing after "
      + "training anew, which turns the axes.",
    "Undefined for different dimensions, and where no row has a direction in both.",
    "cosine of directions in float64")
  static let leastCosine = make(
    "compare.cosine-min", "cosine of the row that moved most",
    "Smallest cosine of a row with its counterpart.", "min_i cos(x_i, y_i)", .cosine, "[-1, 1]",
    "One bad row shows here and not in the mean.",
    "Undefined as compare.cosine-mean.", "cosine of directions in float64")
  static let largestChange = make(
    "compare.change-max", "largest change of a component",
    "Largest difference of a component of a row and its counterpart.", "max_ij |x_ij - y_ij|",
    .input, "[0, inf)", "0 exactly for equal values.", "Undefined for different dimensions.", "-")
  static let normRatio = make(
    "compare.norm-ratio", "ratio of norms", "Mean ratio of a row's norms, second over first.",
    "mean_i |y_i| / |x_i|", .ratio, "[0, inf)",
    "1 where lengths are kept; 0.05 and the like mean that one side was normalised.",
    "Rows of norm 0 in the first set are left out; undefined where all are.", "-")
  static let alignment = make(
    "compare.cka", "linear CKA", "Centered kernel alignment of the inner products of the rows.",
    "|X'Y|_F^2 / (|X'X|_F |Y'Y|_F), X and Y centered", .ratio, "[0, 1]",
    "Biased: unrelated sets read d / (n + d). Dominated by the directions of largest variance.",
    "Undefined where either set has no spread.", "Kornblith et al. 2019, arXiv 1905.00414")
  static let debiased = make(
    "compare.cka-debiased", "linear CKA, debiased",
    "The same with the unbiased estimator of HSIC in numerator and denominator.",
    "HSIC1(X, Y) / sqrt(HSIC1(X, X) HSIC1(Y, Y))", .ratio, "(-1, 1]",
    "0 for unrelated sets whatever n and d; may be slightly below 0. Neighbours can still differ at "
      + "0.99.",
    "Undefined with fewer than 4 rows or where an estimate of own dependence is not positive.",
    "Song et al. 2012; Nguyen, Raghu and Kornblith 2021")
  static let procrustes = make(
    "compare.procrustes", "Procrustes residual, scaled",
    "What is left of the second set's variance after the best rotation and scale of the first.",
    "1 - nuc^2, nuc = |X'Y|_* / (|X|_F |Y|_F), X and Y centered", .ratio, "[0, 1]",
    "0 for a rotated or scaled copy. With n <= d unrelated sets match too.",
    "Undefined where either set has no spread.", "Schönemann 1966; Ding et al. 2021")
  static let distance = make(
    "compare.procrustes-distance", "Procrustes distance",
    "Squared distance after the best rotation, both sets scaled to Frobenius norm 1.",
    "2 - 2 nuc", .ratio, "[0, 2]", "0 for a rotated or scaled copy.",
    "Undefined where either set has no spread.", "Ding et al. 2021, arXiv 2108.01661")
  static let moved = make(
    "compare.metrics-moved", "metrics beyond their noise",
    "Metrics of diagnose whose change exceeds the interval of the difference, the difference of two "
      + "random halves of the first set, and the rounding of the coarser stored type.",
    "count", .ratio, "[0, number of metrics]",
    "0 for a healthy copy; series compare.metrics lists them.",
    "Metrics without an interval are not counted.", "block jackknife; seeded halves")

  static func subspace(_ size: Int) -> MetricDescriptor {
    make(
      MetricID("compare.subspace-cosine@k=\(size)"),
      "agreement of the \(size == 1 ? "leading direction" : "\(size) leading directions")",
      "Mean cosine of the canonical angles between the spaces of the \(size) leading principal "
        + "components of both sets, in the space of the rows.",
      "mean of the singular values of U_x' U_y", .cosine, "[0, 1]",
      "1 where the strongest directions order the rows alike, whatever the axes.",
      "Undefined with too few rows or directions that have variance.",
      "Björck and Golub 1973; canonical angles of principal subspaces")
  }

  static func overlap(_ size: Int) -> MetricDescriptor {
    make(
      MetricID("compare.neighbor-overlap@k=\(size)"), "neighbours kept, k = \(size)",
      "Mean share of the \(size) nearest neighbours by cosine that are the same in both sets; a row "
        + "is no neighbour of itself.",
      "mean_i |N(i) and N'(i)| / \(size)", .ratio, "[0, 1]",
      "What users of a search notice. Unrelated sets read compare.neighbor-overlap-null.",
      "Undefined with \(size) or fewer rows that have a direction in both. Interval: 1.96 standard "
        + "errors over queries, which share neighbours.",
      "exact neighbours in float64")
  }

  static func null(_ size: Int) -> MetricDescriptor {
    make(
      MetricID("compare.neighbor-overlap-null@k=\(size)"), "neighbours kept by chance, k = \(size)",
      "The overlap of two sets that have nothing to do with each other.", "\(size) / (n - 1)",
      .ratio, "[0, 1]", "The overlap is to be held against it.", "As the overlap.",
      "expectation of a random list")
  }

  private static func make(
    _ id: MetricID, _ title: String, _ definition: String, _ formula: String, _ unit: Unit,
    _ range: String, _ reading: String, _ edgeCases: String, _ source: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "compare", title: title, definition: definition, formula: formula,
      unit: unit, range: range, reading: reading, edgeCases: edgeCases, source: source)
  }
}
