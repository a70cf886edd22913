import Findings

/// What the documents could retrieve with the best query vectors, over all dimensions and fewer: for your
/// judgments, and for random ones, beside what your queries achieve.
enum CapacityFigure: SingleFigure {
  static let id = "capacity"

  static func chart(of reports: [Report]) -> Chart? {
    reports.count == 1 ? single(reports[0]) : several(reports)
  }

  private struct Curve: Hashable {
    let probe: String
    let relevant: Double?
    let basis: String
  }

  private static func single(_ report: Report) -> Chart? {
    let curves = curves(of: report)
    guard !curves.isEmpty else { return nil }
    var layers: [any ChartLayer] = curves.enumerated().map { index, curve in
      let bases = ["pca": "PCA", "prefix": "prefix"]
      let words =
        curve.0.relevant.map { "random sets of \(NumberText.rounded($0))" }
        ?? "your judgments, \(bases[curve.0.basis] ?? curve.0.basis)"
      return LineLayer(
        label: words, pen: ChartStyle.pen(index), points: curve.1, marksPoints: true)
    }
    var words = ""
    if let achieved = report.number("capacity.achieved-recall") {
      let text = NumberText.fixed(achieved, decimals: 3)
      layers.append(
        RuleLayer(
          direction: .horizontal, value: achieved, label: "your queries: \(text)", labels: .legend))
      words = " Your query vectors achieve \(text) with all dimensions."
    }
    return chart(
      layers,
      summary:
        "Recall that the best linear query vectors would reach for the same documents.\(words)"
    )
  }

  private static func several(_ reports: [Report]) -> Chart? {
    let layers = NamedReport.all(reports).compactMap { set -> (any ChartLayer)? in
      let judged = curves(of: set.report).first { $0.0.relevant == nil }
      return judged.map {
        LineLayer(label: set.name, pen: set.pen, points: $0.1, marksPoints: true)
      }
    }
    guard !layers.isEmpty else { return nil }
    return chart(
      layers,
      summary:
        "Recall that the best linear query vectors would reach for the judgments of each set.")
  }

  private static func chart(_ layers: [any ChartLayer], summary: String) -> Chart {
    let dimensions = Set(layers.flatMap(\.xValues)).sorted()
    return Chart(
      id: id, title: "Capacity of the documents", summary: summary,
      x: Chart.Axis(label: "dimensions", kind: .logarithmic, ticks: dimensions),
      y: Chart.Axis(label: "recall", kind: .linear, including: [0, 1]), layers: layers)
  }

  /// Curves by probe and basis, each with the point of all dimensions at its end.
  private static func curves(of report: Report) -> [(Curve, [Point])] {
    guard let series = report.series("capacity.curve"), let probes = series.texts("probe"),
      let bases = series.texts("basis"), let relevant = series.numbers("relevant"),
      let dimensions = series.numbers("dimensions"), let recalls = series.numbers("recall")
    else { return [] }
    var order: [Curve] = []
    var points: [Curve: [Point]] = [:]
    var whole: [Curve: Point] = [:]
    for row in recalls.indices {
      guard let x = dimensions[row], let y = recalls[row] else { continue }
      let curve = Curve(probe: probes[row], relevant: relevant[row], basis: bases[row])
      if curve.basis == "all" {
        whole[curve] = Point(x: x, y: y)
        continue
      }
      if points[curve] == nil { order.append(curve) }
      points[curve, default: []].append(Point(x: x, y: y))
    }
    return order.map { curve in
      let end = whole[Curve(probe: curve.probe, relevant: curve.relevant, basis: "all")]
      let all = (points[curve] ?? []) + [end].compactMap { $0 }
      return (curve, all.sorted { $0.x < $1.x })
    }
  }
}
