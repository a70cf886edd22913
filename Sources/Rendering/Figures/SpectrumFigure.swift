import Findings

/// Singular values of the centered rows on a logarithmic scale, where collapse is a cliff.
///
/// Beside them what white noise of the same size would show, and the floor below which the stored
/// type tells nothing.
///
/// - Source: Jing, Vincent, LeCun and Tian, "Understanding dimensional collapse in contrastive
///   self-supervised learning", ICLR 2022, figure 2.
enum SpectrumFigure: SingleFigure {
  static let id = "spectrum"

  static func chart(of reports: [Report]) -> Chart? {
    let isSingle = reports.count == 1
    let series = reports.map { $0.series("spectrum.centered.singular-values") }
    var layers: [any ChartLayer] = []
    for (set, series) in zip(NamedReport.all(reports), series) {
      guard let points = series?.points("index", "singular_value") else { continue }
      // a tenth of the floor is as good as nothing, and would stretch the scale
      let least = (series?.numbers("storage_floor")?.compactMap { $0 }.first ?? 0) / 10
      let shown = points.map { Point(x: $0.x, y: max($0.y, least)) }.filter { $0.y > 0 }
      guard !shown.isEmpty else { continue }
      layers.append(
        LineLayer(
          label: isSingle ? "singular values" : set.name, pen: set.pen, points: shown))
    }
    guard !layers.isEmpty else { return nil }
    if isSingle, let firstSeries = series[0] {
      let noise = firstSeries.points("index", "white_noise")?.filter { $0.y > 0 } ?? []
      if !noise.isEmpty {
        layers.append(
          LineLayer(label: "white noise of this size", pen: ChartStyle.pen(1), points: noise))
      }
      if let floor = firstSeries.numbers("storage_floor")?.compactMap({ $0 }).first, floor > 0 {
        layers.append(
          RuleLayer(direction: .horizontal, value: floor, label: "storage floor"))
      }
    }
    let rank = reports[0].number("spectrum.centered.rank")
    let ratio = reports[0].number(
      "spectrum.centered.participation-ratio-debiased")
    var summary = "Singular values of the centered rows, largest first, on a logarithmic scale."
    if isSingle, let rank, let ratio {
      summary +=
        " Rank \(NumberText.rounded(rank)) of \(NumberText.grouped(reports[0].subject.dimensions)); "
        + "participation ratio \(NumberText.rounded(ratio, significantDigits: 3))."
    }
    return Chart(
      id: id, title: "Singular-value spectrum", summary: summary,
      x: Chart.Axis(label: "direction", kind: .linear, including: [0]),
      y: Chart.Axis(label: "singular value", kind: .logarithmic), layers: layers)
  }
}
