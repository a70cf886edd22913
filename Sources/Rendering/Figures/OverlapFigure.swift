import Findings

/// How many nearest neighbours survive a cut to fewer dimensions: by prefix, by a random subset and by
/// PCA.
enum OverlapFigure: SingleFigure {
  static let id = "overlap"

  private static let kinds = [
    ("headroom.pca-overlap", "PCA"), ("headroom.prefix-overlap", "prefix"),
    ("headroom.random-overlap", "random subset"),
  ]

  static func chart(of reports: [Report]) -> Chart? {
    guard reports.count == 1, let report = reports.first else { return nil }
    var neighbors: String?
    let layers = kinds.enumerated().compactMap { index, kind -> (any ChartLayer)? in
      let points = report.metrics.compactMap { metric -> Point? in
        guard metric.id.base == kind.0, let share = metric.value.number,
          let dimensions = metric.id.parameter("dims").flatMap(Double.init)
        else { return nil }
        neighbors = metric.id.parameter("k")
        return Point(x: dimensions, y: share)
      }.sorted { $0.x < $1.x }
      guard points.count > 1 else { return nil }
      return LineLayer(
        label: kind.1, pen: ChartStyle.pen(index), points: points, marksPoints: true)
    }
    guard !layers.isEmpty else { return nil }
    let count = neighbors.map { "\($0) nearest neighbours" } ?? "nearest neighbours"
    let cuts = Set(layers.flatMap(\.xValues)).sorted()
    let all = Double(report.subject.dimensions)
    return Chart(
      id: id, title: "Neighbours kept after a cut",
      summary: "Mean share of the \(count) that stay the same with fewer dimensions. A prefix that "
        + "does no better than a random subset was not trained to be cut.",
      x: Chart.Axis(
        label: "dimensions kept", kind: .logarithmic,
        ticks: cuts + (cuts.last.map { $0 < all } == true ? [all] : [])),
      y: Chart.Axis(label: "share of neighbours kept", kind: .linear, including: [0, 1]),
      layers: layers)
  }
}

extension MetricID {
  /// The value of a parameter: `64` of `dims` in `headroom.pca-overlap@dims=64,k=10`.
  func parameter(_ name: String) -> String? {
    guard let at = rawValue.firstIndex(of: "@") else { return nil }
    let prefix = name + "="
    let part = rawValue[rawValue.index(after: at)...].split(separator: ",")
      .first { $0.hasPrefix(prefix) }
    return part.map { String($0.dropFirst(prefix.count)) }
  }
}
