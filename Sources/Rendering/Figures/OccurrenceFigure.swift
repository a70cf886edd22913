import Findings

/// In how many lists of nearest neighbours rows are, as the share of rows that are in at least so many,
/// on logarithmic scales where hubs are a long tail.
///
/// - Source: Radovanović, Nanopoulos and Ivanović, "Hubs in space", JMLR 2010, figure 1.
enum OccurrenceFigure: SingleFigure {
  static let id = "occurrences"

  /// From here on a linear axis would hide the body of the distribution.
  private static let mostLinear = 120.0

  /// Columns that a table may hold one of, to hold the rows against.
  private static let besides = [
    ("white_noise_rows", "white noise"), ("cosine_rows", "the same rows by cosine"),
  ]

  static func chart(of reports: [Report]) -> Chart? {
    let isSingle = reports.count == 1
    let series = reports.map { $0.series("neighbors.occurrences") }
    var layers: [any ChartLayer] = []
    for (set, series) in zip(NamedReport.all(reports), series) {
      guard let tail = series.flatMap({ tail($0, "rows") }) else { continue }
      layers.append(
        LineLayer(label: isSingle ? "rows" : set.name, pen: set.pen, points: tail))
    }
    guard !layers.isEmpty else { return nil }
    for (column, label) in besides where isSingle {
      guard let other = series[0].flatMap({ tail($0, column) }) else { continue }
      layers.append(LineLayer(label: label, pen: ChartStyle.pen(1), points: other))
    }
    let largest = layers.flatMap(\.xValues).max() ?? 1
    let count = neighborCount(reports)
    return Chart(
      id: id, title: "Hubs and antihubs",
      summary: "Share of rows that are among the \(count) nearest neighbours of at least so many "
        + "others.\(isSingle ? numbers(series[0]) : "")",
      x: Chart.Axis(
        label: "at least so many lists of \(count) nearest neighbours",
        kind: largest > mostLinear ? .logarithmic : .linear,
        including: largest > mostLinear ? [1] : [0]),
      y: Chart.Axis(label: "share of rows", kind: .logarithmic, including: [1]), layers: layers)
  }

  /// Rows with at least k occurrences over all rows, as a staircase from k = 1.
  private static func tail(_ series: Series, _ column: String) -> [Point]? {
    guard let counts = series.points("occurrences", column), !counts.isEmpty else { return nil }
    let total = counts.map(\.y).reduce(0, +)
    guard total > 0 else { return nil }
    var above = total
    var points: [Point] = []
    var last = 1.0
    for bin in counts.sorted(by: { $0.x < $1.x }) {
      if bin.x >= 1, above > 0 {
        points += [Point(x: last, y: above / total), Point(x: bin.x, y: above / total)]
        last = bin.x
      }
      above -= bin.y
    }
    return points.isEmpty ? nil : points
  }

  private static func neighborCount(_ reports: [Report]) -> String {
    let ids = reports.lazy.flatMap(\.metrics).map(\.id)
    return ids.first { $0.base == "neighbors.hub-max" }?.parameter("k") ?? "k"
  }

  private static func numbers(_ series: Series?) -> String {
    let rows = series?.points("occurrences", "rows") ?? []
    let total = rows.map(\.y).reduce(0, +)
    let none = rows.first { $0.x == 0 }?.y ?? 0
    let most = rows.map(\.x).max() ?? 0
    let share = total > 0 ? NumberText.percent(none / total) : "0 %"
    // k where the rows are searched among themselves
    let mean = total > 0 ? rows.reduce(0) { $0 + $1.x * $1.y } / total : 0
    return " \(NumberText.rounded(none)) rows (\(share)) are in no list, the most frequent one in "
      + "\(NumberText.rounded(most)); the mean is \(NumberText.rounded(mean, significantDigits: 3))."
  }
}
