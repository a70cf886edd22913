public import Findings

/// The definitions of what `transform` measures.
public enum TransformCatalog {
  /// All definitions, in the order of reports.
  public static let all: [MetricDescriptor] =
    [rows, zeros] + sides.flatMap { side in quantities.map { $0.descriptor(side) } }
    + [skewnessChange, overlap, null, queryOverlap, plainOverlap]

  /// Before and after.
  static let sides = ["before", "after"]

  /// A quantity that is measured before and after.
  struct Quantity: Sendable {
    let name: String
    let title: String
    let definition: String
    let formula: String
    let unit: Unit
    let range: String
    let reading: String
    let edgeCases: String

    func descriptor(_ side: String) -> MetricDescriptor {
      MetricDescriptor(
        id: MetricID("transform.\(side).\(name)"), family: "transform",
        title: "\(title), \(side)", definition: definition, formula: formula, unit: unit,
        range: range, reading: reading, edgeCases: edgeCases,
        source: "as the metric of diagnose; after: of the rows as they are stored, codes read back")
    }
  }

  static let dimensions = Quantity(
    name: "dimensions", title: "components", definition: "Components of a row.", formula: "d",
    unit: .dimensions, range: "[1, inf)", reading: "Packed bits count one each.",
    edgeCases: "Never undefined.")
  static let bytes = Quantity(
    name: "bytes-per-row", title: "bytes of a row", definition: "Bytes of a stored row.",
    formula: "stored numbers x their width", unit: .bytes, range: "[1, inf)",
    reading: "The size of an index of plain vectors is this times the rows.",
    edgeCases: "Undefined for text.")
  static let effectiveRank = Quantity(
    name: "effective-rank", title: "effective rank",
    definition: "Effective rank of the centered rows (Roy and Vetterli).",
    formula: "exp(-sum r ln r), r = s / sum s", unit: .dimensions, range: "[1, min(n - 1, d)]",
    reading: "Whitening brings it to the rank; a cut lowers it.",
    edgeCases: "As spectrum.centered.effective-rank.")
  static let participation = Quantity(
    name: "participation-ratio-debiased", title: "participation ratio, debiased",
    definition: "How many directions share the variance, corrected for the number of rows.",
    formula: "as spectrum.centered.participation-ratio-debiased", unit: .dimensions,
    range: "about [1, d]", reading: "As in diagnose.",
    edgeCases: "As spectrum.centered.participation-ratio-debiased.")
  static let uniformity = Quantity(
    name: "uniformity@t=2", title: "uniformity, t = 2",
    definition: "Logarithm of the mean Gaussian potential over all pairs of unit rows.",
    formula: "ln mean_{i<j} exp(-2 |u_i - u_j|^2)", unit: .nats, range: "[-8, 0]",
    reading: "Lower is more even; compare the gap where dimensions differ.",
    edgeCases: "As uniformity@t=2.")
  static let gap = Quantity(
    name: "uniformity-gap@t=2", title: "distance to the floor of the sphere",
    definition: "Uniformity less that of the uniform sphere of the same dimension.",
    formula: "uniformity - floor", unit: .nats, range: "about [0, 8]",
    reading: "Comparable across dimensions.", edgeCases: "As uniformity-gap@t=2.")
  static let meanCosine = Quantity(
    name: "mean-cosine", title: "mean cosine", definition: "Mean cosine of two rows.",
    formula: "mean_{i<j} u_i . u_j", unit: .cosine, range: "[-1, 1]",
    reading: "0 after centering, nearly.", edgeCases: "Undefined with fewer than two directions.")
  static let skewness = Quantity(
    name: "hub-skewness@k=10", title: "skewness of the 10-occurrences",
    definition: "Population skewness of how often a row is among the 10 nearest of others.",
    formula: "skewness of N_10", unit: .ratio, range: "(-inf, inf)",
    reading: "Lower: fewer hubs. Interval: block jackknife over rows.",
    edgeCases: "As neighbors.hub-skewness@k=10.")
  static let antihubs = Quantity(
    name: "antihub-share@k=10", title: "rows that nobody has for a neighbour",
    definition: "Share of the rows that are among the 10 nearest of none.",
    formula: "#{N_10 = 0} / n", unit: .ratio, range: "[0, 1)",
    reading: "Lower is better. Interval: block jackknife over rows, wide rather than narrow.",
    edgeCases: "As neighbors.antihub-share@k=10.")

  static let quantities = [
    dimensions, bytes, effectiveRank, participation, uniformity, gap, meanCosine, skewness,
    antihubs,
  ]

  static let rows = make(
    "transform.rows", "rows transformed", "Rows of the set.", "n", .rows, "[0, inf)",
    "Rows that are not finite stay in their place as such.", "Never undefined.")
  static let zeros = make(
    "transform.rows-without-direction", "rows that lost their direction",
    "Rows that have a direction before and none after: they come out as zeros.",
    "#before - #after", .rows, "[0, n]",
    "Above 0 some rows lie where the transform sees nothing.", "Never undefined.")
  static let skewnessChange = make(
    "transform.hub-skewness-change@k=10", "change of the hub skewness",
    "Skewness of N_10 after less before, with a paired interval over blocks of rows.",
    "skewness after - before", .ratio, "(-inf, inf)",
    "An interval below 0: fewer hubs than the choice of rows explains.",
    "Undefined or skipped as the two; with rows that lost their direction the lists differ, and there "
      + "is no interval.")
  static let overlap = make(
    "transform.neighbor-overlap@k=10", "neighbours kept",
    "Mean share of the 10 nearest rows by cosine that are the same after; a row is no neighbour of "
      + "itself, and bits are the mean over all orders of tied rows.",
    "mean_i |N(i) and N'(i)| / 10", .ratio, "[0, 1]",
    "Tells how much changes, not whether for the better: only judgments tell that.",
    "Undefined with fewer than 11 rows that have a direction.")
  static let null = make(
    "transform.neighbor-overlap-null@k=10", "neighbours kept by chance",
    "The overlap of unrelated rows.", "10 / (n - 1)", .ratio, "[0, 1]",
    "The overlap is to be held against it.", "As the overlap.")
  static let queryOverlap = make(
    "transform.query-overlap@k=10", "neighbours of queries kept",
    "Mean share of the 10 nearest rows of a query that are the same after, the query through the same "
      + "fit.", "mean_q |N(q) and N'(q)| / 10", .ratio, "[0, 1]",
    "What users of a search notice.", "Skipped without --queries.")
  static let plainOverlap = make(
    "transform.query-overlap-unfitted@k=10", "neighbours found by queries left as they were",
    "Mean share of the 10 nearest rows that a query has after, through the same fit, which it finds "
      + "too if it does not go through it.", "mean_q |N'(q) and N''(q)| / 10",
    .ratio, "[0, 1]", "Below 1: forgetting the queries is another search.",
    "Skipped without --queries; undefined where the dimension changes, which fails by itself.")

  private static func make(
    _ id: MetricID, _ title: String, _ definition: String, _ formula: String, _ unit: Unit,
    _ range: String, _ reading: String, _ edgeCases: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "transform", title: title, definition: definition, formula: formula,
      unit: unit, range: range, reading: reading, edgeCases: edgeCases,
      source: "exact neighbours in float64; ours")
  }
}
