import Findings

/// How many rows have which length.
enum NormFigure: Figure {
  static let id = "norms"

  static func chart(of reports: [Report]) -> Chart? {
    let sets = reports.compactMap { report in bars(of: report).map { (report, $0) } }
    guard let first = sets.first else { return nil }
    let isSingle = sets.count == 1
    let layers: [any ChartLayer] = sets.enumerated().map { index, set in
      BarLayer(
        label: isSingle ? nil : set.0.shortName, pen: ChartStyle.pen(index), bars: set.1,
        isOutline: !isSingle)
    }
    let spread = first.0["data.norm-cv"]?.value.number.map {
      " They vary by \(NumberText.percent($0)) of their mean."
    }
    return Chart(
      id: id, title: "Norms", summary: "Rows by their norm.\(isSingle ? spread ?? "" : "")",
      x: Chart.Axis(label: "norm", kind: .linear),
      y: Chart.Axis(label: "share of rows", kind: .linear, including: [0]), layers: layers)
  }

  /// Shares of the rows, so that sets of any size compare.
  private static func bars(of report: Report) -> [BarLayer.Bar]? {
    guard let series = report.series("data.norms"), let low = series.numbers("low"),
      let high = series.numbers("high"), let rows = series.numbers("rows")
    else { return nil }
    let total = rows.compactMap { $0 }.reduce(0, +)
    guard total > 0 else { return nil }
    let bars = zip(zip(low, high), rows).compactMap { ends, count -> BarLayer.Bar? in
      guard let low = ends.0, let high = ends.1, let count else { return nil }
      return BarLayer.Bar(low: low, high: high, value: count / total)
    }
    return bars.isEmpty ? nil : bars
  }
}
