import Findings

/// The column that contributes most to the mean cosine.
enum RogueDimension: Analyzer {
  static let family = MetricFamily.isotropy

  private static let dimension = MetricDescriptor(
    id: "isotropy.rogue-dimension", family: "isotropy", title: "rogue dimension",
    definition:
      "Index (from 0) of the column with the contribution of largest magnitude to the mean "
      + "cosine; the first of equals.",
    formula: "argmax_j |((sum_i u_ij)^2 - sum_i u_ij^2) / (n (n - 1))|", unit: .dimensions,
    range: "[0, d - 1]", reading: "Which column; how much it matters is isotropy.rogue-share.",
    edgeCases: "Undefined with fewer than two rows that have a direction.",
    source: "Timkey and van Schijndel 2021, arXiv 2109.04404")
  private static let share = MetricDescriptor(
    id: "isotropy.rogue-share", family: "isotropy", title: "share of the rogue dimension",
    definition: "The contribution of that column to the mean cosine, in cosine units; the "
      + "contributions of all columns add up to the mean cosine.",
    formula: "((sum_i u_ij)^2 - sum_i u_ij^2) / (n (n - 1))", unit: .cosine, range: "[-1/n, 1]",
    reading: "Near the mean cosine itself: one column makes all vectors look alike; centering or "
      + "z-scoring it removes that.",
    edgeCases: "As isotropy.rogue-dimension.",
    source: "Timkey and van Schijndel 2021, arXiv 2109.04404")

  static let descriptors = [dimension, share]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    guard let columns = statistics.pass.state.unitColumns,
      let contributions = contributions(statistics),
      let rogue = contributions.indices.max(by: { left, right in
        contributions[left].magnitude < contributions[right].magnitude
      })
    else {
      let reason = "needs two rows with a direction"
      return descriptors.map { $0.metric(.undefined(reason: reason)) }
    }
    let shift = statistics.pass.state.configuration.unitShift
    let total = UnitSums(columns, shift: shift)
    let leftOut = statistics.pass.shardUnitColumns.map {
      total.subtracting(UnitSums($0, shift: shift)).contributions?[rogue]
    }
    return [
      dimension.measured(rogue),
      share.measured(
        contributions[rogue],
        interval: BlockJackknife.interval(
          about: contributions[rogue], leavingOut: leftOut, within: -1...1)),
    ]
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard let contributions = contributions(statistics) else { return [] }
    return [
      Series(
        id: "isotropy.contributions", columns: ["column", "cosine_contribution"],
        rows: contributions.enumerated().map { [.integer($0), .number($1)] })
    ]
  }

  private static func contributions(_ statistics: SetStatistics) -> [Double]? {
    guard let columns = statistics.pass.state.unitColumns else { return nil }
    return UnitSums(columns, shift: statistics.pass.state.configuration.unitShift).contributions
  }
}
