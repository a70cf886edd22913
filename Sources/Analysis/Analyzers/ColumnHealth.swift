import EmbeddingSets
import Findings

/// Columns that carry nothing.
enum ColumnHealth: Analyzer {
  static let family = MetricFamily.data
  /// A column that spreads less than this share of the median spread is dead.
  static let deadShare = 1e-3

  private static let constant = MetricDescriptor(
    id: "data.columns-constant", family: "data", title: "constant columns",
    definition: "Columns whose value is the same in every finite row.",
    formula: "#{j : min_i x_ij = max_i x_ij}", unit: .dimensions, range: "[0, d]",
    reading: "They carry nothing and can be dropped without changing any distance.",
    edgeCases: "Undefined with fewer than two finite rows.", source: "column extremes, exact")
  private static let dead = MetricDescriptor(
    id: "data.columns-dead", family: "data", title: "dead columns",
    definition:
      "Columns that are constant, or spread (standard deviation, ddof 1) at most 1/1000 of "
      + "the median column, or spread less than storing their own values may have moved them.",
    formula: "#{j : sd_j = 0 or sd_j <= 1e-3 median(sd) or sd_j <= u rms_j}, u of the stored type",
    unit: .dimensions, range: "[0, d]",
    reading: "Often a LayerNorm weight of 0 (all-MiniLM-L6-v2 has three). Harmless to cosines, "
      + "wasteful in int8 codes, where they are blown up to full scale.",
    edgeCases: "Undefined with fewer than two finite rows.",
    source: "threshold ours; sentence-transformers issue 2662 for the phenomenon")

  static let descriptors = [constant, dead]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    guard let found = find(statistics) else {
      let reason = "needs two finite rows"
      return descriptors.map { $0.metric(.undefined(reason: reason)) }
    }
    return [constant.measured(found.constant.count), dead.measured(found.dead.count)]
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard let columns = statistics.pass.state.columns,
      let deviations = columns.standardDeviations(sameWeights: true)
    else { return [] }
    let units = statistics.inputUnits
    let means = zip(statistics.pass.state.configuration.shift, columns.means()).map(+)
    let rows = deviations.indices.map { column -> [Cell] in
      [
        .integer(column), .finite(means[column] * units), .finite(deviations[column] * units),
        .finite(columns.minimum[column]), .finite(columns.maximum[column]),
      ]
    }
    return [
      Series(
        id: "data.columns",
        columns: ["column", "mean", "standard_deviation", "minimum", "maximum"],
        rows: rows)
    ]
  }

  /// Indices of the constant and of the dead columns; nil with fewer than two rows.
  static func find(_ statistics: SetStatistics) -> (constant: [Int], dead: [Int])? {
    guard let columns = statistics.pass.state.columns,
      let deviations = columns.standardDeviations(sameWeights: true)
    else { return nil }
    let sorted = deviations.sorted()
    let middle = sorted.count / 2
    let median =
      sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    let means = zip(statistics.pass.state.configuration.shift, columns.means()).map(+)
    let unitRoundoff = statistics.shape.storedAs.unitRoundoff
    let count = Double(columns.count)
    var constant: [Int] = []
    var dead: [Int] = []
    for column in deviations.indices {
      let deviation = deviations[column]
      let variance = deviation * deviation * (count - 1) / count
      let meanSquare = (variance + means[column] * means[column]).squareRoot()
      if columns.minimum[column] == columns.maximum[column] { constant.append(column) }
      if deviation == 0 || deviation <= deadShare * median
        || deviation <= unitRoundoff * meanSquare
      {
        dead.append(column)
      }
    }
    return (constant, dead)
  }
}
