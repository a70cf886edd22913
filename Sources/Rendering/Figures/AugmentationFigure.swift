import Findings

/// How much of the variance in each direction is noise between the rows of a pair, with the band of random
/// pairings.
enum AugmentationFigure: SingleFigure {
  static let id = "augmentation"

  static func chart(of reports: [Report]) -> Chart? {
    guard reports.count == 1, let series = reports[0].series("augmentation.ratios"),
      let ratios = series.points("index", "ratio"), !ratios.isEmpty
    else { return nil }
    var layers: [any ChartLayer] = []
    if let low = series.points("index", "null_low"), let high = series.points("index", "null_high"),
      low.count == high.count, !low.isEmpty
    {
      layers.append(
        BandLayer(label: "random pairings", pen: ChartStyle.pen(1), low: low, high: high))
    }
    layers.append(
      LineLayer(label: "these pairs", pen: ChartStyle.pen(0), points: ratios))
    layers.append(
      RuleLayer(
        direction: .horizontal, value: 0.5, label: "above: more noise than signal", labels: .end))
    let above = ratios.count { $0.y > 0.5 }
    return Chart(
      id: id, title: "Pair noise by direction",
      summary:
        "Share of the variance in each direction of the pairs that the rows of a pair do not "
        + "share; above a half in \(above) of \(ratios.count) directions.",
      x: Chart.Axis(label: "direction", kind: .linear, including: [0]),
      y: Chart.Axis(label: "noise ratio r", kind: .linear, including: [0]), layers: layers)
  }
}
