import Findings

/// Alignment against uniformity, a point a set: the lower left is where both are good.
///
/// - Source: Wang and Isola, "Understanding contrastive representation learning through alignment and
///   uniformity on the hypersphere", ICML 2020, figure 5.
enum AlignmentFigure: SingleFigure {
  static let id = "alignment-uniformity"

  static func chart(of reports: [Report]) -> Chart? {
    let isSingle = reports.count == 1
    let marks = NamedReport.all(reports).compactMap { set in
      mark(of: set.report, name: set.name).map { (set, $0) }
    }
    guard let first = marks.first else { return nil }
    var layers: [any ChartLayer] = marks.map {
      WhiskerLayer(label: nil, pen: $0.pen, marks: [$1])
    }
    let floors = marks.compactMap { floor(of: $0.0.report) }
    if let floor = floors.first, floors.allSatisfy({ ($0 - floor).magnitude < 1e-9 }) {
      layers.insert(
        RuleLayer(direction: .vertical, value: floor, label: "floor of the sphere", labels: .end),
        at: 0)
    }
    if isSingle, let random = first.0.report.number("pairs.random-distance@alpha=2") {
      layers.insert(
        RuleLayer(direction: .horizontal, value: random, label: "random pairs", labels: .end),
        at: 0)
    }
    let words = marks.map { set, mark in
      let text = { (value: Double) in NumberText.rounded(value, significantDigits: 3) }
      return "\(set.name) at \(text(mark.place.x)), \(text(mark.place.y))"
    }
    return Chart(
      id: id, title: "Alignment against uniformity",
      summary: "Lower is better on both axes: positives near, the rest spread out; an encoder that "
        + "maps all to one point is at 0, 0. \(words.joined(separator: "; ")).",
      x: Chart.Axis(
        label: "uniformity (t = 2), bar from side to side", kind: .linear, including: [0]),
      y: Chart.Axis(label: "alignment (α = 2)", kind: .linear, including: [0]), layers: layers)
  }

  /// The mean of both sides, as the loss of the paper has it; a bar from one to the other.
  private static func mark(of report: Report, name: String) -> WhiskerLayer.Mark? {
    guard let alignment = report["alignment@alpha=2"], let y = alignment.value.number else {
      return nil
    }
    let sides = ["first", "second"].compactMap {
      report.number(MetricID("pairs.uniformity@side=\($0),t=2"))
    }
    let values = sides.isEmpty ? [report.number("uniformity@t=2")].compactMap { $0 } : sides
    guard let low = values.min(), let high = values.max() else { return nil }
    return WhiskerLayer.Mark(
      place: Point(x: values.reduce(0, +) / Double(values.count), y: y),
      xInterval: low < high ? low...high : nil,
      yInterval: alignment.interval.map { $0.low...$0.high }, name: name)
  }

  /// Uniformity of the uniform distribution: what the gap is the distance to.
  private static func floor(of report: Report) -> Double? {
    guard let value = report.number("pairs.uniformity@side=first,t=2"),
      let gap = report.number("pairs.uniformity-gap@side=first,t=2")
    else { return nil }
    return value - gap
  }
}
