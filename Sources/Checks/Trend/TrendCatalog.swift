public import Findings

/// What `trend` measures.
public enum TrendCatalog {
  static let family = "trend"

  /// All definitions, in the order of reports.
  public static let all: [MetricDescriptor] =
    [
      entry(
        "trend.versions", "versions with a full date", .versions,
        "Versions that have a full date, up to the last day.", "count", "[1, inf)",
        "Versions without a full date are left out and counted in the findings."),
      entry(
        "trend.frontier-best", "best score so far", .input,
        "The highest score of any version.", "F = max s", "the range of the scores",
        "The level of the frontier at its end."),
      entry(
        "trend.frontier-steps", "times the best score rose", .versions,
        "Versions that were better than all before them; of one day, only the best.",
        "#{i : s_i > max_(j before i) s_j}", "[1, versions]",
        "The first version counts."),
      entry(
        "trend.days-since-best", "days since the best score last rose", .days,
        "Days from the last step of the frontier to the last day looked at.", "last - day",
        "[0, inf)",
        "A rise may be noise: see trend.days-since-significant."),
      entry(
        "trend.days-since-significant", "days since the last significant improvement", .days,
        "Days since a version last beat the last significant version before it by more than the "
          + "95 % interval of their difference.", "last - day", "[0, inf)",
        "Paired over the tasks, or from standard errors; undefined without either."),
      entry(
        "trend.latest-gain", "latest version against the best before it", .input,
        "Score of the best version of the last day minus the best score of earlier days, with the "
          + "95 % interval of the difference.", "s_latest - max s_earlier",
        "(-inf, inf)", "Below zero through the whole interval: significantly worse."),
      entry(
        "trend.slope", "gain per month, Theil-Sen", .input,
        "Median of all slopes between two steps of the frontier, in points per month of 30.4375 "
          + "days, with the interval of Sen.", "median (F_j - F_i) / (t_j - t_i)", "(0, inf)",
        "Hardly moved by single steps; says nothing of a standstill after the last step."),
      entry(
        "trend.window-gain-median", "gain per month over all windows, median", .input,
        "Median of the gain per month between every two days on which the frontier rose, and the "
          + "last day, at least a month apart. The interval is the whole range.",
        "median (F(b) - F(a)) / months", "[0, inf)",
        "A wide range says that a single figure of progress depends on where one looks."),
      entry(
        "trend.breakpoint-p", "evidence that the rate changed once", .ratio,
        "Share of residual permutations in which the best bend of two lines explains at least as "
          + "much as in the frontier.", "(1 + #{B* >= B}) / (1 + permutations)", "(0, 1]",
        "Below 0.05: the rate changed; the series trend.breakpoint says where and how. Steps of a "
          + "frontier lean on each other, so that a small p says more than it should."),
      entry(
        "trend.saturation-level", "level that the frontier approaches", .input,
        "S of the least-squares curve S - A exp(-t/T) through the frontier, with its profile "
          + "interval at 95 %.", "min over S, A, T of sum (F - S + A exp(-t/T))^2", "(F, inf)",
        "Refused (undefined) where a straight line fits as well: then no level is in sight."),
      entry(
        "trend.noise-floor", "smallest difference that means anything", .input,
        "Median half-width of the 95 % intervals of the differences between the versions at the "
          + "top.", "median (high - low) / 2", "[0, inf)",
        "A gain below it is within what another choice of tasks would do."),
      entry(
        "trend.leading-ties", "versions that tie with the leader", .versions,
        "Versions at the top whose difference to the best is not separated from 0, the leader "
          + "included.", "#{i : 0 in interval(s_1 - s_i)}", "[1, top]",
        "More than one: the data do not say which is best."),
      entry(
        "trend.separated-pairs@top=10", "pairs at the top that differ", .pairs,
        "Pairs of the ten best versions whose 95 % interval leaves out 0.", "count", "[0, 45]",
        "Of at most 45; fewer versions give fewer pairs."),
    ]
    + spreads.map { count in
      entry(
        "trend.spread@top=\(count)", "distance from the best to number \(count)", .input,
        "Best score minus the score of rank \(count).", "s_(1) - s_(\(count))", "[0, inf)",
        "Undefined for fewer versions.")
    }

  static let spreads = [3, 5, 7, 10]

  private static func entry(
    _ id: String, _ title: String, _ unit: Unit, _ definition: String, _ formula: String,
    _ range: String, _ reading: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID(id), family: family, title: title, definition: definition, formula: formula,
      unit: unit, range: range, reading: reading,
      edgeCases:
        "Higher scores are better. Undefined with its reason where versions, steps, tasks or "
        + "standard errors are too few.",
      source: source)
  }

  private static let source =
    "Theil 1950 and Sen 1968 (slope); Freedman and Lane 1983 (permutation); Bates and Watts 1988 "
    + "(profile); paired resampling of tasks, percentile interval"
}
