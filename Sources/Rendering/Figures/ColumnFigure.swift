import Findings

/// The spread of every dimension, with the dead ones at the foot and the rogue one named.
enum ColumnFigure: SingleFigure {
  static let id = "dimensions"

  /// How far below the median spread a dimension is drawn at most; what lies lower is as dead.
  private static let deepest = 1e-9

  static func chart(of reports: [Report]) -> Chart? {
    guard reports.count == 1, let report = reports.first,
      let series = report.series("data.columns"),
      let points = series.points("column", "standard_deviation"), !points.isEmpty
    else { return nil }
    let sorted = points.map(\.y).sorted()
    let median = sorted[sorted.count / 2]
    guard median > 0 else { return nil }
    let dead = points.filter { $0.y <= median * 1e-3 }
    let alive = points.filter { $0.y > median * 1e-3 }
    var layers: [any ChartLayer] = [
      PointLayer(
        label: dead.isEmpty ? nil : "alive", pen: ChartStyle.pen(0), points: alive)
    ]
    if !dead.isEmpty {
      layers.append(
        PointLayer(
          label: "dead", pen: ChartStyle.pen(1),
          points: dead.map { Point(x: $0.x, y: max($0.y, median * deepest)) },
          names: dead.count <= 8 ? dead.map { NumberText.rounded($0.x) } : []))
    }
    if let rogue = report["isotropy.rogue-dimension"]?.value.number,
      let share = report["isotropy.rogue-share"]?.value.number, share > 0.05,
      let place = points.first(where: { $0.x == rogue }), place.y > 0
    {
      layers.append(
        PointLayer(
          label: "rogue", pen: ChartStyle.pen(3), points: [place],
          names: [NumberText.rounded(rogue)]))
    }
    let count =
      dead.isEmpty
      ? "None is dead." : "\(dead.count) of \(points.count) are dead."
    return Chart(
      id: id, title: "Spread of each dimension",
      summary: "Standard deviation of every column, on a logarithmic scale. \(count)",
      x: Chart.Axis(label: "dimension", kind: .linear),
      y: Chart.Axis(label: "standard deviation", kind: .logarithmic), layers: layers)
  }
}
