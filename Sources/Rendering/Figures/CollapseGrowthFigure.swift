import Findings

/// How the singular values of two layers grow: over the steps of training, and their rates against those
/// that theory predicts.
///
/// - Source: Jing et al., ICLR 2022, theorem 3 and figure 6.
enum CollapseGrowthFigure: Figure {
  static let id = "collapse-growth"

  static func charts(of reports: [Report]) -> [Chart] {
    guard reports.count == 1, let series = reports[0].series("collapse.growth") else { return [] }
    return [values(series), rates(series)].compactMap { $0 }
  }

  /// Singular values of the first seed, a line each.
  private static func values(_ series: Series) -> Chart? {
    guard let seeds = series.texts("seed"), let steps = series.numbers("step"),
      let indices = series.numbers("index"), let values = series.numbers("singular_value"),
      let seed = seeds.first
    else { return nil }
    var lines: [Double: [Point]] = [:]
    for row in values.indices where seeds[row] == seed {
      guard let step = steps[row], let index = indices[row], let value = values[row], value > 0
      else { continue }
      lines[index, default: []].append(Point(x: max(step, 1), y: value))
    }
    guard !lines.isEmpty else { return nil }
    return Chart(
      id: id, title: "Singular values of two layers over training",
      summary:
        "Singular values of the product of both weight matrices, first seed. In theory each grows "
        + "in proportion to itself: small ones wait the longest.",
      x: Chart.Axis(label: "step, with the start at 1", kind: .logarithmic),
      y: Chart.Axis(label: "singular value", kind: .logarithmic),
      layers: lines.keys.sorted().map { index in
        LineLayer(
          label: nil, pen: ChartStyle.pen(0),
          points: (lines[index] ?? []).sorted { $0.x < $1.x }, weight: 1.5)
      })
  }

  /// Measured against predicted rates, without the few that lie far out.
  private static func rates(_ series: Series) -> Chart? {
    guard let points = series.points("predicted_rate", "measured_rate"), points.count > 1 else {
      return nil
    }
    let sizes = points.map { max($0.x.magnitude, $0.y.magnitude) }.sorted()
    let reach = sizes[(sizes.count - 1) * 19 / 20]
    let shown = points.filter { max($0.x.magnitude, $0.y.magnitude) <= reach }
    let agreeing = points.count { $0.x.sign == $0.y.sign }
    return Chart(
      id: "\(id)-rates", title: "Measured against predicted growth",
      summary:
        "Rate of each singular value at each stored step, of one batch, against the rate that "
        + "theory predicts from the same weights. The signs agree in \(agreeing) of \(points.count); "
        + "\(points.count - shown.count) rates lie outside the picture.",
      x: Chart.Axis(label: "predicted rate", kind: .linear),
      y: Chart.Axis(label: "measured rate", kind: .linear),
      layers: [
        LineLayer(
          label: "equal", pen: ChartStyle.quiet,
          points: [Point(x: -reach, y: -reach), Point(x: reach, y: reach)]),
        PointLayer(label: "singular values", pen: ChartStyle.pen(0), points: shown),
      ])
  }
}
