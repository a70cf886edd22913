import Findings

/// The share of variance in the first k directions, with the directions for 50, 90, 95 and 99 %.
enum VarianceFigure: SingleFigure {
  static let id = "variance"

  static func chart(of reports: [Report]) -> Chart? {
    let isSingle = reports.count == 1
    var layers: [any ChartLayer] = NamedReport.all(reports).compactMap { set in
      let points =
        set.report.series("spectrum.centered.singular-values")?
        .points("index", "cumulative_share") ?? []
      return points.isEmpty
        ? nil
        : LineLayer(
          label: isSingle ? nil : set.name, pen: set.pen, points: [Point(x: 0, y: 0)] + points)
    }
    guard !layers.isEmpty else { return nil }
    var parts: [String] = []
    if isSingle {
      var marks: [RuleLayer.Mark] = []
      for share in ["0.5", "0.9", "0.95", "0.99"] {
        let id = MetricID("spectrum.centered.dims@share=\(share)")
        guard let count = reports[0].number(id), let value = Double(share) else { continue }
        let percent = NumberText.percent(value, decimals: 0)
        marks.append(
          RuleLayer.Mark(value: count, label: "\(percent): \(NumberText.rounded(count))"))
        parts.append("\(percent) in \(NumberText.rounded(count)) directions")
      }
      // from the foot upwards, where the curve leaves room
      if !marks.isEmpty {
        layers.append(RuleLayer(direction: .vertical, marks: marks, labels: .end))
      }
    }
    let numbers = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
    return Chart(
      id: id, title: "Cumulative variance",
      summary: "Share of the variance of the centered rows in the first directions\(numbers).",
      x: Chart.Axis(label: "number of directions", kind: .linear, including: [0]),
      y: Chart.Axis(label: "share of variance", kind: .linear, including: [0, 1]), layers: layers)
  }
}
