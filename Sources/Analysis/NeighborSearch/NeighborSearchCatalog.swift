public import Findings

/// The definitions of what `neighbors` measures, for every k, metric and set of queries.
///
/// For cosine, k = 10 and rows among themselves the hub metrics are those of ``MetricCatalog``, by
/// definition and by id. Elsewhere in the catalogue a value in capitals stands for any.
public enum NeighborSearchCatalog {
  /// All definitions, in the order of reports.
  public static let all: [MetricDescriptor] =
    [
      skewness, largest, antihubs, hubOccurrence, robinHood, half, overlap, correlation,
    ].map { $0.descriptor(parameters: "k=K,metric=METRIC,queries=other") }
    + NeighborMetric.allCases.map {
      value($0).descriptor(parameters: "rank=RANK,queries=other")
    } + [ownNearest.descriptor(parameters: nil)]

  /// A definition that serves every value of its parameters.
  struct Quantity: Sendable {
    let name: String
    let title: String
    let definition: String
    let formula: String
    var unit = Unit.ratio
    let range: String
    let reading: String
    var edgeCases = needsAll
    var source = "Radovanovic, Nanopoulos and Ivanovic, JMLR 2010; scikit-hubness for the shares"

    /// The definition with parameters as reports print them, nil for none.
    func descriptor(parameters: String?) -> MetricDescriptor {
      MetricDescriptor(
        id: MetricID("neighbors.\(name)" + (parameters.map { "@\($0)" } ?? "")),
        family: MetricFamily.neighbors.rawValue, title: title, definition: definition,
        formula: formula, unit: unit, range: range, reading: reading, edgeCases: edgeCases,
        source: source)
    }
  }

  private static let needsAll =
    "The id leaves metric out for cosine, and queries=other for rows among themselves. Rows that cannot "
    + "be used take no part: those that are not finite, and for cosine those of norm 0. Skipped where "
    + "only a sample of the queries was searched (--neighbors-budget)."
  private static let ofSample =
    "The id leaves queries=other out for rows among themselves. From a sample of the queries beyond "
    + "--neighbors-budget. "
  private static let interval =
    "Interval: block jackknife over rows, or over queries of another set."

  static let skewness = Quantity(
    name: "hub-skewness", title: "skewness of the k-occurrences",
    definition: "Population skewness of N_k, the number of queries that have a row among their k "
      + "nearest; a row is no neighbour of itself.",
    formula: "mean((N - m)^3) / mean((N - m)^2)^1.5, m = mean(N)", range: "(-inf, inf)",
    reading:
      "Above 1.4 is called high (Schnitzer 2012). Inner product on rows of varying norm reads far "
      + "above cosine. \(interval)",
    edgeCases: needsAll + " Undefined where every row occurs equally often.")
  static let largest = Quantity(
    name: "hub-max", title: "largest k-occurrence", definition: "Largest N_k of any row.",
    formula: "max_i N_k(i)", unit: .rows, range: "[k q / n, q]",
    reading:
      "k q / n is the mean, q the number of queries. Series neighbors.hubs lists the largest.")
  static let antihubs = Quantity(
    name: "antihub-share", title: "rows that no query has for a neighbour",
    definition: "Share of the rows with N_k = 0.", formula: "#{i : N_k(i) = 0} / n",
    range: "[0, 1)",
    reading:
      "With few queries of another set most rows are in no list by necessity: hold it against "
      + "cosine. Series neighbors.antihubs lists them. \(interval)")
  static let hubOccurrence = Quantity(
    name: "hub-occurrence", title: "places taken by hubs",
    definition:
      "Share of all places in lists of neighbours that rows with at least twice the mean of "
      + "N_k take.",
    formula: "sum_{N_k(i) >= 2 m} N_k(i) / sum_i N_k(i), m = k q / n", range: "[0, 1]",
    reading: "0 means no hubs at all.")
  static let robinHood = Quantity(
    name: "hub-robin-hood", title: "Robin Hood index of the k-occurrences",
    definition:
      "Share of all places that would have to change hands for every row to have as many.",
    formula: "sum_i |N_k(i) - m| / (2 sum_i N_k(i)), m = k q / n", range: "[0, 1)",
    reading: "0 is equal shares. \(interval)")
  static let half = Quantity(
    name: "half-rows", title: "rows that take half of all places",
    definition: "The fewest rows that together take half of all places in lists of neighbours.",
    formula: "min |S| with sum_{i in S} N_k(i) >= k q / 2", unit: .rows, range: "[1, n/2]",
    reading:
      "Near n/2 all rows are found alike; a handful means that a handful answers everything.",
    source: "the median point of a concentration curve; ours for neighbours")
  static let overlap = Quantity(
    name: "cosine-overlap", title: "neighbours that cosine finds too",
    definition: "Mean share of the k nearest rows under the metric that are among the k nearest by "
      + "cosine.",
    formula: "mean_q |N(q) and N_cos(q)| / k", range: "[0, 1]",
    reading:
      "1 where all norms are equal: then the metrics are one. Interval: 1.96 standard errors over "
      + "queries, which share neighbours.",
    edgeCases: ofSample
      + "Not said of cosine itself; undefined with k or fewer other rows that have a "
      + "direction. A query of norm 0 has no neighbours by cosine and counts as 0.",
    source: "exact neighbours in float64")
  static let correlation = Quantity(
    name: "norm-correlation", title: "rank correlation of norm and occurrence",
    definition:
      "Spearman's rank correlation of |x_i| and N_k(i) over the rows, equal ones sharing their "
      + "mean rank.",
    formula: "corr(rank |x_i|, rank N_k(i))", range: "[-1, 1]",
    reading:
      "Near 1 under inner product: long rows win, whatever is asked. Near -1 under "
      + "Euclidean distance: short rows win. Interval: block jackknife over rows.",
    edgeCases: needsAll
      + " Not said of cosine. Undefined where all norms, or all occurrences, are equal.",
    source: "Spearman 1904")
  static let ownNearest = Quantity(
    name: "own-product-share", title: "rows nearest to themselves by inner product",
    definition:
      "Share of the rows whose product with themselves is at least that with every other row.",
    formula: "#{i : x_i . x_i >= max_j x_i . x_j} / n", range: "[0, 1]",
    reading:
      "1 where all norms are equal. Below it, asking for a row by itself does not return it first: "
      + "deduplication and self-checks by inner product fail for the others. Interval: 1.96 standard "
      + "errors.",
    edgeCases:
      "Measured for --metric inner-product of rows among themselves; from a sample of the rows "
      + "beyond --neighbors-budget. A copy of a row ties with it. Undefined where squared norms leave the "
      + "range of a float64.",
    source: "definition")

  /// The typical cosine, distance or product of a neighbour.
  static func value(_ metric: NeighborMetric) -> Quantity {
    let formulas: [NeighborMetric: (String, Unit, String)] = [
      .cosine: ("median_q cos(q, x_r(q))", .cosine, "[-1, 1]"),
      .euclidean: ("median_q |q - x_r(q)|", .input, "[0, inf)"),
      .innerProduct: ("median_q q . x_r(q)", .input, "(-inf, inf)"),
    ]
    guard let (formula, unit, range) = formulas[metric] else {
      preconditionFailure("every metric has a value")
    }
    return Quantity(
      name: "\(metric.valueName)-median", title: "typical \(metric.valueName) of a neighbour",
      definition: "Median over the queries of the \(metric.valueName) of their neighbour of a rank"
        + (metric == .innerProduct ? ", in squares of the input's unit." : "."),
      formula: formula, unit: unit, range: range,
      reading:
        "Rank 1 beside rank k: how fast nearness falls off. Interval: order statistics, which "
        + "take queries for independent.",
      edgeCases: ofSample + "Undefined without a query that can be used.",
      source: "order statistics")
  }
}
