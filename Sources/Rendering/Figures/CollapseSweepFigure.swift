import Findings

/// What noise and depth leave of the dimensions: participation ratio against noise, a line a depth.
enum CollapseSweepFigure: SingleFigure {
  static let id = "collapse-sweep"

  static func chart(of reports: [Report]) -> Chart? {
    guard reports.count == 1, let series = reports[0].series("collapse.sweep"),
      let depths = series.numbers("depth"), let noises = series.numbers("noise"),
      let ratios = series.numbers("participation_ratio")
    else { return nil }
    var lines: [Double: [Point]] = [:]
    for row in ratios.indices {
      guard let depth = depths[row], let x = noises[row], let y = ratios[row] else { continue }
      lines[depth, default: []].append(Point(x: x, y: y))
    }
    guard !lines.isEmpty else { return nil }
    return Chart(
      id: id, title: "What noise and depth leave",
      summary:
        "Participation ratio of the embeddings after training against the noise on half of the "
        + "inputs, by the number of layers.",
      x: Chart.Axis(label: "noise", kind: .linear, including: [0]),
      y: Chart.Axis(
        label: "participation ratio", kind: .linear,
        including: [0, Double(reports[0].subject.dimensions)]),
      layers: lines.keys.sorted().enumerated().map { index, depth in
        LineLayer(
          label: depth == 1 ? "1 layer" : "\(NumberText.rounded(depth)) layers",
          pen: ChartStyle.pen(index), points: (lines[depth] ?? []).sorted { $0.x < $1.x },
          marksPoints: true)
      })
  }
}
