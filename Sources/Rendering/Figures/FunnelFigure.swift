import Findings

/// The share of the relevant documents that each stage of a pipeline lets through, and what it loses.
enum FunnelFigure: SingleFigure {
  static let id = "funnel"

  static func chart(of reports: [Report]) -> Chart? {
    guard reports.count == 1, let series = reports[0].series("funnel.stages"),
      let labels = series.texts("label"), let before = series.numbers("recall_before"),
      let after = series.numbers("recall"), let lost = series.numbers("lost"), !labels.isEmpty
    else { return nil }
    var kept: [SpanLayer.Span] = []
    var losses: [SpanLayer.Span] = []
    var words: [String] = []
    for row in labels.indices {
      guard let from = before[row], let to = after[row] else { continue }
      let place = labels.count - 1 - row
      let count = lost[row].map { "\(NumberText.grouped(Int($0))) lost" } ?? ""
      kept.append(.init(category: place, low: 0, high: to, note: ""))
      if to < from {
        losses.append(.init(category: place, low: to, high: from, note: ""))
      }
      words.append("\(labels[row]) keeps \(NumberText.fixed(to, decimals: 3)), \(count)")
    }
    guard !kept.isEmpty else { return nil }
    var layers: [any ChartLayer] = [
      SpanLayer(label: "relevant documents kept", pen: ChartStyle.pen(0), spans: kept),
      SpanLayer(label: "lost in this stage", pen: ChartStyle.pen(1), spans: losses),
    ]
    if let target = series.numbers("target")?.compactMap({ $0 }).first {
      layers.append(
        RuleLayer(
          direction: .vertical, value: target,
          label: "target \(NumberText.rounded(target, significantDigits: 3))", labels: .legend))
    }
    // the numbers stand in the names, where no bar can cover them
    let names = labels.indices.map { row in
      labels[row] + (after[row].map { "  " + NumberText.fixed($0, decimals: 3) } ?? "")
    }
    return Chart(
      id: id, title: "Where relevant documents are lost",
      summary: "Mean recall after each stage: \(words.joined(separator: "; ")).",
      x: Chart.Axis(label: "recall", kind: .linear, including: [0, 1]),
      y: Chart.Axis(label: "", kind: .categories(names.reversed())), layers: layers)
  }
}
