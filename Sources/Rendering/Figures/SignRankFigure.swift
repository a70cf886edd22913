import Findings

/// The certified intervals of sign-rank and ordering rank, with every bound that was tried.
enum SignRankFigure: SingleFigure {
  static let id = "sign-rank"
  /// A row or two a matrix, without pens of their own.
  static let mostSets = 24

  /// Quantities: the ids of their two ends, and their names.
  private static let quantities = [
    ("ordering-rank", "ordering rank"), ("signrank", "sign-rank"),
  ]

  static func chart(of reports: [Report]) -> Chart? {
    reports.count == 1 ? single(reports[0]) : several(reports)
  }

  /// The two ends of a quantity; nil where either is unknown.
  private static func ends(_ report: Report, _ id: String) -> (low: Double, high: Double)? {
    guard let low = report.number(MetricID("\(id).lower")),
      let high = report.number(MetricID("\(id).upper"))
    else { return nil }
    return (low, high)
  }

  private static func words(_ ends: (low: Double, high: Double), exactly: String) -> String {
    ends.low == ends.high
      ? exactly + NumberText.rounded(ends.low)
      : "\(NumberText.rounded(ends.low)) to \(NumberText.rounded(ends.high))"
  }

  /// One matrix: its two intervals, and below them what each method proved.
  private static func single(_ report: Report) -> Chart? {
    let lines = quantities.compactMap { id, name in
      ends(report, id).map { (name: name, ends: $0) }
    }
    guard !lines.isEmpty else { return nil }
    let tried = tried(in: report)
    // a trivial bound far off would squeeze all that matters into a corner
    let highest = lines.map(\.ends.high).max() ?? 0
    let methods = tried.filter { $0.value <= 3 * highest + 3 }
    var names: [String] = []
    for method in methods where !names.contains(method.name) { names.append(method.name) }
    let categories = Array(names.reversed()) + lines.map(\.name).reversed()
    let place = { (name: String) in categories.firstIndex(of: name) ?? 0 }
    var layers: [any ChartLayer] = [
      SpanLayer(
        label: "certified interval", pen: ChartStyle.pen(0),
        spans: lines.map { line in
          SpanLayer.Span(
            category: place(line.name), low: line.ends.low, high: line.ends.high,
            note: words(line.ends, exactly: "exactly "))
        })
    ]
    for (index, side) in ["lower", "upper"].enumerated() {
      let points = methods.filter { $0.side == side }.map {
        Point(x: $0.value, y: Double(place($0.name)))
      }
      guard !points.isEmpty else { continue }
      layers.append(
        PointLayer(
          label: "\(side) bound, by method", pen: ChartStyle.pen(index + 1), points: points))
    }
    let loose = tried.count - methods.count
    let note =
      loose == 0
      ? "" : " \(loose) bound\(loose == 1 ? " is" : "s are") too loose to be in the picture."
    let said = lines.map { "\($0.name) \(words($0.ends, exactly: "exactly "))" }
    return chart(
      layers, categories: categories, reach: highest,
      summary: "Certified bounds on the number of dimensions: \(said.joined(separator: "; "))."
        + note)
  }

  /// Several matrices: a row each, with an interval for either quantity.
  private static func several(_ reports: [Report]) -> Chart? {
    let sets = NamedReport.all(reports).filter { set in
      quantities.contains { ends(set.report, $0.0) != nil }
    }
    guard !sets.isEmpty else { return nil }
    var highest = 0.0
    let layers = quantities.enumerated().map { index, quantity -> any ChartLayer in
      let spans = sets.enumerated().compactMap { row, set -> SpanLayer.Span? in
        guard let ends = ends(set.report, quantity.0) else { return nil }
        highest = max(highest, ends.high)
        return SpanLayer.Span(
          category: sets.count - 1 - row, low: ends.low, high: ends.high,
          note: words(ends, exactly: ""))
      }
      return SpanLayer(
        label: quantity.1, pen: ChartStyle.pen(index), spans: spans,
        lane: SpanLayer.Lane(index: index, count: quantities.count))
    }
    let exact = sets.count { set in
      quantities.allSatisfy { quantity in
        ends(set.report, quantity.0).map { $0.low == $0.high } ?? true
      }
    }
    return chart(
      layers, categories: sets.map(\.name).reversed(), reach: highest,
      summary: "Certified bounds on the number of dimensions that each matrix needs; \(exact) of "
        + "\(sets.count) are exact.")
  }

  private static func chart(
    _ layers: [any ChartLayer], categories: [String], reach: Double, summary: String
  ) -> Chart {
    Chart(
      id: id, title: "Sign-rank and ordering rank", summary: summary,
      x: Chart.Axis(label: "dimensions d", kind: .linear, including: [0, reach * 1.25]),
      y: Chart.Axis(label: "", kind: .categories(categories)), layers: layers)
  }

  /// The certified bounds on the sign-rank, the best of each method and side.
  private static func tried(
    in report: Report
  ) -> [(name: String, side: String, value: Double)] {
    guard let series = report.series("signrank.bounds"), let sides = series.texts("side"),
      let methods = series.texts("method"), let values = series.numbers("value")
    else { return [] }
    let quantities = series.texts("quantity")
    var best: [(name: String, side: String, value: Double)] = []
    for index in values.indices {
      guard let value = values[index], quantities.map({ $0[index] == "sign-rank" }) ?? true else {
        continue
      }
      let (name, side) = (methods[index], sides[index])
      if let known = best.firstIndex(where: { $0.name == name && $0.side == side }) {
        let isBetter = side == "lower" ? value > best[known].value : value < best[known].value
        if isBetter { best[known].value = value }
      } else {
        best.append((name, side, value))
      }
    }
    return Array(best.prefix(24))
  }
}
