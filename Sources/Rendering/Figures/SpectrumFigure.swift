import Findings

/// Singular values of the centered rows on a logarithmic scale, where collapse is a cliff.
///
/// Beside them what white noise of the same size would show, and the floor below which the stored
/// type tells nothing.
///
/// - Source: Jing, Vincent, LeCun and Tian, "Understanding dimensional collapse in contrastive
///   self-supervised learning", ICLR 2022, figure 2.
enum SpectrumFigure: Figure {
  static let id = "spectrum"

  static func chart(of reports: [Report]) -> Chart? {
    let sets = reports.compactMap { report in
      report.series("spectrum.centered.singular-values").map { (report, $0) }
    }
    guard let (first, firstSeries) = sets.first else { return nil }
    let isSingle = sets.count == 1
    var layers: [any ChartLayer] = []
    for (index, set) in sets.enumerated() {
      guard let points = set.1.points("index", "singular_value") else { continue }
      // a tenth of the floor is as good as nothing, and would stretch the scale
      let least = (set.1.numbers("storage_floor")?.compactMap { $0 }.first ?? 0) / 10
      let shown = points.map { Point(x: $0.x, y: max($0.y, least)) }.filter { $0.y > 0 }
      guard !shown.isEmpty else { continue }
      layers.append(
        LineLayer(
          label: isSingle ? "singular values" : set.0.shortName,
          pen: ChartStyle.pen(isSingle ? 0 : index), points: shown))
    }
    guard !layers.isEmpty else { return nil }
    if isSingle {
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
    let rank = first["spectrum.centered.rank"]?.value.number
    let ratio = first["spectrum.centered.participation-ratio-debiased"]?.value.number
    var summary = "Singular values of the centered rows, largest first, on a logarithmic scale."
    if isSingle, let rank, let ratio {
      summary +=
        " Rank \(NumberText.rounded(rank)) of \(NumberText.grouped(first.subject.dimensions)); "
        + "participation ratio \(NumberText.rounded(ratio, significantDigits: 3))."
    }
    return Chart(
      id: id, title: "Singular-value spectrum", summary: summary,
      x: Chart.Axis(label: "direction", kind: .linear, including: [0]),
      y: Chart.Axis(label: "singular value", kind: .logarithmic), layers: layers)
  }
}
