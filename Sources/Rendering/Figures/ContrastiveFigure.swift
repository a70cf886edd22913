import Findings
import RealModule

/// The InfoNCE bound over the number of candidates, with the ceiling that no bound can exceed.
///
/// - Source: Poole et al., "On variational bounds of mutual information", ICML 2019.
enum ContrastiveFigure: SingleFigure {
  static let id = "infonce"

  static func chart(of reports: [Report]) -> Chart? {
    guard reports.count == 1, let series = reports[0].series("infonce.curve"),
      let candidates = series.numbers("candidates"), let taus = series.numbers("tau"),
      let bounds = series.numbers("bound_nats")
    else { return nil }
    var order: [Double] = []
    var lines: [Double: [Point]] = [:]
    for row in bounds.indices {
      guard let tau = taus[row], let x = candidates[row], let y = bounds[row], x > 0 else {
        continue
      }
      if lines[tau] == nil { order.append(tau) }
      lines[tau, default: []].append(Point(x: x, y: y))
    }
    let sizes = Set(candidates.compactMap { $0 }).filter { $0 > 0 }.sorted()
    guard sizes.count > 1, !order.isEmpty else { return nil }
    let ceiling = LineLayer(
      label: "ceiling ln N", pen: ChartStyle.quiet,
      points: sizes.map { Point(x: $0, y: Double.log($0)) })
    return Chart(
      id: id, title: "InfoNCE bound against candidates",
      summary:
        "Lower bound on the information that the rows of a pair share, by temperature. Where it "
        + "runs along the ceiling it says how many candidates there were, not how much is shared.",
      x: Chart.Axis(label: "candidates N", kind: .logarithmic, ticks: sizes),
      y: Chart.Axis(label: "bound in nats", kind: .linear, including: [0]),
      layers: [ceiling]
        + order.enumerated().map { index, tau in
          LineLayer(
            label: "τ = \(NumberText.rounded(tau))", pen: ChartStyle.pen(index),
            points: (lines[tau] ?? []).sorted { $0.x < $1.x }, marksPoints: true)
        })
  }
}
