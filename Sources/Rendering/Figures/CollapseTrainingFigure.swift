import Findings

/// The spectrum over training, a chart a run: a line a direction, told apart by what theory says of it
/// before training.
///
/// - Source: Jing et al., ICLR 2022, figure 5.
enum CollapseTrainingFigure: Figure {
  static let id = "collapse-training"

  static func charts(of reports: [Report]) -> [Chart] {
    guard reports.count == 1, let series = reports[0].series("collapse.spectra"),
      let runs = series.texts("run"), let seeds = series.texts("seed"),
      let steps = series.numbers("step"), let indices = series.numbers("index"),
      let values = series.numbers("ln_eigenvalue"), let seed = seeds.first
    else { return [] }
    let predictions = reports[0].series("collapse.predictions")
    var order: [String] = []
    var lines: [String: [Double: [Point]]] = [:]
    for row in values.indices where seeds[row] == seed {
      guard let step = steps[row], let index = indices[row], let value = values[row] else {
        continue
      }
      if lines[runs[row]] == nil { order.append(runs[row]) }
      // the start has no logarithm; it stands a place before the first step
      lines[runs[row], default: [:]][index, default: []].append(
        Point(x: max(step, 10), y: value))
    }
    return order.map { run in
      chart(run, lines[run] ?? [:], falling: falling(run, seed, predictions))
    }
  }

  private static func chart(
    _ run: String, _ lines: [Double: [Point]], falling: Set<Double>
  ) -> Chart {
    let groups = [
      (falling.isEmpty ? nil : "grows, in theory", 0, lines.keys.filter { !falling.contains($0) }),
      ("shrinks, in theory", 1, lines.keys.filter { falling.contains($0) }),
    ]
    let layers = groups.flatMap { label, pen, indices in
      indices.sorted().enumerated().map { place, index -> any ChartLayer in
        LineLayer(
          label: place == 0 ? label : nil, pen: ChartStyle.pen(pen),
          points: (lines[index] ?? []).sorted { $0.x < $1.x }, weight: 1.5)
      }
    }
    let words =
      falling.isEmpty
      ? "Theory lets no direction shrink; those that stay behind grow slowly."
      : "\(falling.count) of \(lines.count) directions have a negative eigenvalue before training."
    return Chart(
      id: "\(id)-\(String(run.map { $0.isLetter || $0.isNumber ? $0 : "-" }))",
      title: "Spectrum over training, \(run)",
      summary:
        "Natural logarithm of each eigenvalue over the steps of training, first seed. \(words)",
      x: Chart.Axis(label: "step, with the start at 10", kind: .logarithmic),
      y: Chart.Axis(label: "ln eigenvalue", kind: .linear), layers: layers)
  }

  /// Directions whose growth rate before training is negative.
  private static func falling(_ run: String, _ seed: String, _ series: Series?) -> Set<Double> {
    guard let series, let runs = series.texts("run"), let seeds = series.texts("seed"),
      let indices = series.numbers("index"), let rates = series.numbers("initial_eigenvalue")
    else { return [] }
    return Set(
      runs.indices.compactMap { row in
        guard runs[row] == run, seeds[row] == seed, let rate = rates[row], rate < 0 else {
          return nil
        }
        return indices[row]
      })
  }
}
