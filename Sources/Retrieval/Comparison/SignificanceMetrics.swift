import Findings

/// What the tests of a pair say, as metrics.
enum SignificanceMetrics {
  /// One quantity of a pair: how it is explained, and where it comes from.
  struct Entry: Sendable {
    let name: String
    let unit: Unit
    let title: String
    let definition: String
    let formula: String
    let range: String
    let reading: String
    let source: String
    let value: @Sendable (PairedComparison) -> MetricValue
  }

  private static let noVariation = "every query differs by the same amount, so there is no t"
  private static let identical = "the runs are identical for every query"

  private static func number(_ value: Double?, _ pair: PairedComparison) -> MetricValue {
    if let value { return .measured(value) }
    if pair.differences.count < 2 {
      return .undefined(reason: "one query has no spread")
    }
    return .undefined(reason: pair.isIdentical ? identical : noVariation)
  }

  static let all: [Entry] = [
    Entry(
      name: "mean-difference", unit: .ratio, title: "Mean difference of two runs",
      definition:
        "The measure of A minus that of B, query by query, averaged over the queries that "
        + "both were evaluated on; the interval is the percentile bootstrap.",
      formula: "mean of a_q - b_q", range: "[-1, 1]",
      reading: "Positive: A is better. An interval that holds 0 is inside noise.",
      source: "Efron and Tibshirani 1993, 13.3"
    ) { .measured($0.mean) },
    Entry(
      name: "t", unit: .ratio, title: "Paired t",
      definition: "Student's t of the differences, with queries - 1 degrees of freedom.",
      formula: "mean / (sd / sqrt n), ddof 1", range: "any number",
      reading: "Beyond 2 in size is rare without a difference.",
      source: "Student 1908; Urbano et al., SIGIR 2019"
    ) { number($0.t, $0) },
    Entry(
      name: "p-t", unit: .ratio, title: "p of the paired t test",
      definition: "The chance of a t at least this far from 0 if the mean difference were 0, "
        + "two-sided, before correction.",
      formula: "P(|T| >= |t|)", range: "[0, 1]",
      reading: "Not the chance that the runs are alike, and no size of a difference. With several "
        + "pairs read p-t-holm.",
      source: "Student 1908"
    ) { number($0.pT, $0) },
    Entry(
      name: "p-t-holm", unit: .ratio, title: "p of the paired t test, corrected",
      definition:
        "p-t corrected for all pairs of the report, so that the chance of any false alarm "
        + "stays below the level.",
      formula: "Holm step-down", range: "[0, 1]",
      reading: "At most 0.05: beyond noise.", source: "Holm 1979"
    ) { number($0.pHolm, $0) },
    Entry(
      name: "p-randomisation", unit: .ratio, title: "p of the randomisation test",
      definition: "The share of sign patterns whose mean difference is at least as far from 0; "
        + "every pattern with up to 20 queries that differ, else drawn ones.",
      formula: "hits / patterns, or (1 + hits) / (1 + draws)", range: "(0, 1]",
      reading: "Needs no normal distribution; a check of p-t. Where both disagree, trust this one.",
      source: "Smucker, Allan and Carterette, CIKM 2007"
    ) { number($0.randomisation?.p, $0) },
    Entry(
      name: "p-randomisation-holm", unit: .ratio,
      title: "p of the randomisation test, corrected",
      definition: "p-randomisation corrected for all pairs of the report.",
      formula: "Holm step-down", range: "(0, 1]", reading: "At most 0.05: beyond noise.",
      source: "Holm 1979"
    ) { number($0.pRandomisationHolm, $0) },
    Entry(
      name: "effect-size", unit: .ratio, title: "Effect size d_z",
      definition: "The mean difference in standard deviations of the differences.",
      formula: "mean / sd, ddof 1", range: "any number",
      reading: "0.2 is small, 0.5 medium, 0.8 large. Unlike p it does not grow with more queries.",
      source: "Cohen 1988"
    ) { number($0.effectSize, $0) },
    Entry(
      name: "wins", unit: .queries, title: "Queries that A does better",
      definition: "Queries with a difference above 0.", formula: "|a_q > b_q|",
      range: "[0, queries]", reading: "With ties and losses, how the mean comes about.",
      source: "counted by this program"
    ) { .measured(Double($0.wins)) },
    Entry(
      name: "ties", unit: .queries, title: "Queries that both do equally",
      definition: "Queries whose difference is below 1e-12.", formula: "|a_q = b_q|",
      range: "[0, queries]",
      reading: "Many ties: the measure is too coarse, or the runs are alike.",
      source: "counted by this program"
    ) { .measured(Double($0.ties)) },
    Entry(
      name: "losses", unit: .queries, title: "Queries that A does worse",
      definition: "Queries with a difference below 0.", formula: "|a_q < b_q|",
      range: "[0, queries]", reading: "Series significance.queries names the largest.",
      source: "counted by this program"
    ) { .measured(Double($0.losses)) },
    Entry(
      name: "minimum-detectable", unit: .ratio, title: "Minimum detectable difference",
      definition:
        "The smallest true mean difference that a t test at 5 % would find in four of five "
        + "query sets of this size and spread.",
      formula: "(t_0.975 + t_0.8) sd / sqrt n", range: "[0, 1]",
      reading: "A hoped-for gain below this needs more queries, not more decimals.",
      source: "Cohen 1988; Sakai, SIGIR 2016"
    ) { number($0.minimumDetectable, $0) },
  ]

  /// One descriptor a quantity, with A and B where a report has the names of two runs.
  static let descriptors: [MetricDescriptor] = all.map { entry in
    MetricDescriptor(
      id: MetricID("significance.A-B.\(entry.name)@\(CutMeasure.primary.parameters)"),
      family: "significance", title: entry.title, definition: entry.definition,
      formula: entry.formula, unit: entry.unit, range: entry.range, reading: entry.reading,
      edgeCases: "Undefined where the differences do not vary, or with one query.",
      source: entry.source)
  }

  /// The metrics of a pair.
  static func metrics(_ pair: PairedComparison, _ measure: CutMeasure) -> [Metric] {
    all.map { entry in
      let interval =
        entry.name == "mean-difference"
        ? pair.interval.map { Interval(low: $0.low, high: $0.high) } : nil
      return Metric(
        MetricID(
          "significance.\(pair.first)-\(pair.second).\(entry.name)@\(measure.parameters)"),
        entry.value(pair), unit: entry.unit, interval: interval)
    }
  }
}
