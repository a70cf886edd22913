import Findings

/// How many rows have which length.
enum NormFigure: SingleFigure {
  static let id = "norms"

  static func chart(of reports: [Report]) -> Chart? {
    let isSingle = reports.count == 1
    let all = reports.map { bars(of: $0) ?? [] }
    // one bar tells nothing: all rows have the same norm
    guard all.contains(where: { $0.count > 1 }) else { return nil }
    let layers: [any ChartLayer] = zip(NamedReport.all(reports), all).compactMap { set, bars in
      // beside others a single bar would be the whole picture
      guard bars.count > 1 else { return nil }
      return BarLayer(
        label: isSingle ? nil : set.name, pen: set.pen, bars: bars, isOutline: !isSingle)
    }
    let alike = zip(NamedReport.all(reports), all).filter { $1.count == 1 }.map(\.0.name)
    let equal = alike.isEmpty ? "" : " All alike in \(alike.joined(separator: ", "))."
    let spread = reports[0].number("data.norm-cv").map {
      " They vary by \(NumberText.percent($0)) of their mean."
    }
    return Chart(
      id: id, title: "Norms", summary: "Rows by their norm.\(isSingle ? spread ?? "" : equal)",
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
