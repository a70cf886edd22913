import Findings

/// The share of variance in the first k directions, with the directions for 50, 90, 95 and 99 %.
enum VarianceFigure: Figure {
  static let id = "variance"

  static func chart(of reports: [Report]) -> Chart? {
    let sets = reports.compactMap { report in
      report.series("spectrum.centered.singular-values")?.points("index", "cumulative_share")
        .map { (report, $0) }
    }.filter { !$0.1.isEmpty }
    guard let first = sets.first else { return nil }
    let isSingle = sets.count == 1
    var layers: [any ChartLayer] = sets.enumerated().map { index, set in
      LineLayer(
        label: isSingle ? nil : set.0.shortName, pen: ChartStyle.pen(index),
        points: [Point(x: 0, y: 0)] + set.1)
    }
    var parts: [String] = []
    if isSingle {
      for (lane, share) in ["0.5", "0.9", "0.95", "0.99"].enumerated() {
        let id = MetricID("spectrum.centered.dims@share=\(share)")
        guard let count = first.0[id]?.value.number, let value = Double(share) else { continue }
        let percent = NumberText.percent(value, decimals: 0)
        // from the foot upwards, where the curve leaves room
        layers.append(
          RuleLayer(
            direction: .vertical, value: count,
            label: "\(percent): \(NumberText.rounded(count))", lane: 11 + lane))
        parts.append("\(percent) in \(NumberText.rounded(count)) directions")
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
