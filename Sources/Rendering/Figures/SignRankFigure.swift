import Findings

/// The certified intervals of sign-rank and ordering rank, with every bound that was tried.
enum SignRankFigure: Figure {
  static let id = "sign-rank"

  /// Quantities: the ids of their two ends, and their names.
  private static let quantities = [
    ("ordering-rank", "ordering rank"), ("signrank", "sign-rank"),
  ]

  static func chart(of reports: [Report]) -> Chart? {
    struct Line {
      let name: String
      let low: Double
      let high: Double
    }
    let lines = reports.flatMap { report in
      quantities.compactMap { id, name -> Line? in
        guard let low = report[MetricID("\(id).lower")]?.value.number,
          let high = report[MetricID("\(id).upper")]?.value.number
        else { return nil }
        let label = reports.count == 1 ? name : "\(report.shortName), \(name)"
        return Line(name: label, low: low, high: high)
      }
    }
    guard !lines.isEmpty else { return nil }
    let methods = reports.count == 1 ? tried(in: reports[0]) : []
    let names = methods.map(\.name).reversed() + lines.map(\.name).reversed()
    let place = { (name: String) in names.firstIndex(of: name) ?? 0 }
    var layers: [any ChartLayer] = [
      SpanLayer(
        label: "certified interval", pen: ChartStyle.pen(0),
        spans: lines.map { line in
          let ends =
            line.low == line.high
            ? "exactly \(NumberText.rounded(line.low))"
            : "\(NumberText.rounded(line.low)) to \(NumberText.rounded(line.high))"
          return SpanLayer.Span(
            category: place(line.name), low: line.low, high: line.high, note: ends)
        })
    ]
    for (index, side) in ["lower", "upper"].enumerated() {
      let points = methods.filter { $0.side == side }.map {
        Point(x: $0.value, y: Double(place($0.name)))
      }
      guard !points.isEmpty else { continue }
      layers.append(
        PointLayer(
          label: "\(side) bound, by method", pen: ChartStyle.pen(index + 1), points: points))
    }
    let words = lines.map {
      "\($0.name) \(NumberText.rounded($0.low)) to \(NumberText.rounded($0.high))"
    }
    return Chart(
      id: id, title: "Sign-rank and ordering rank",
      summary: "Certified bounds on the number of dimensions: \(words.joined(separator: "; ")).",
      x: Chart.Axis(label: "dimensions", kind: .linear, including: [0]),
      y: Chart.Axis(label: "", kind: .categories(Array(names))), layers: layers)
  }

  /// The certified bounds on the sign-rank, the best of each method and side.
  private static func tried(
    in report: Report
  ) -> [(name: String, side: String, value: Double)] {
    guard let series = report.series("signrank.bounds"), let sides = series.texts("side"),
      let methods = series.texts("method"), let values = series.numbers("value")
    else { return [] }
    let quantities = series.texts("quantity")
    var best: [(name: String, side: String, value: Double)] = []
    for index in values.indices {
      guard let value = values[index], quantities.map({ $0[index] == "sign-rank" }) ?? true else {
        continue
      }
      let (name, side) = (methods[index], sides[index])
      if let known = best.firstIndex(where: { $0.name == name && $0.side == side }) {
        let isBetter = side == "lower" ? value > best[known].value : value < best[known].value
        if isBetter { best[known].value = value }
      } else {
        best.append((name, side, value))
      }
    }
    return Array(best.prefix(24))
  }
}
