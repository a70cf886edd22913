import Findings

/// How cosines of pairs of rows are distributed: of random pairs, and of positive pairs beside them.
///
/// - Source: Ethayarajh, "How contextual are contextualized word representations?", 2019, for random
///   pairs; Wang and Isola, "Understanding contrastive representation learning", ICML 2020, figure 3,
///   for positive ones.
enum CosineFigure: SingleFigure {
  static let id = "cosines"

  static func chart(of reports: [Report]) -> Chart? {
    reports.count == 1 ? single(reports[0]) : several(reports)
  }

  private static func single(_ report: Report) -> Chart? {
    let positiveCounts = counts(report, "pairs.cosines", "positive_pairs")
    let randomCounts =
      counts(report, "pairs.cosines", "random_pairs") ?? counts(report, "isotropy.cosines", "pairs")
    let join = joined(positiveCounts ?? randomCounts ?? [:])
    let positive = positiveCounts.map { bars($0, joining: join) }
    let random = randomCounts.map { bars($0, joining: join) }
    guard random != nil || positive != nil else { return nil }
    var layers: [any ChartLayer] = []
    if let random {
      layers.append(
        BarLayer(
          label: positive == nil ? nil : "random pairs", pen: ChartStyle.pen(0), bars: random))
    }
    if let positive {
      layers.append(
        BarLayer(
          label: "positive pairs", pen: ChartStyle.pen(1).solid, bars: positive, isOutline: true))
    }
    var words: [String] = []
    if positive == nil, let mean = report.number("isotropy.mean-cosine") {
      let text = NumberText.rounded(mean, significantDigits: 2)
      layers.append(RuleLayer(direction: .vertical, value: mean, label: "mean \(text)"))
      words.append("mean over all pairs \(text)")
    }
    if positive != nil, let mean = report.number("pairs.mean-cosine") {
      words.append(
        "positive pairs \(NumberText.rounded(mean, significantDigits: 2)) in the mean")
    }
    if positive != nil, let distance = report.number("pairs.random-distance@alpha=2") {
      words.append("random ones \(NumberText.rounded(1 - distance / 2, significantDigits: 2))")
    }
    let numbers = words.isEmpty ? "" : ": " + words.joined(separator: ", ")
    return chart(
      layers, title: "Cosines", "Pairs of rows by their cosine\(numbers).", joining: join)
  }

  /// Outlines: of random pairs where all reports have them, otherwise of positive ones.
  private static func several(_ reports: [Report]) -> Chart? {
    let random = reports.map { counts($0, "isotropy.cosines", "pairs") }
    let positive = reports.map { counts($0, "pairs.cosines", "positive_pairs") }
    let isRandom = random.contains { $0 != nil }
    let shown = isRandom ? random : positive
    let join = shown.compactMap { $0 }.map(joined).max() ?? 1
    let layers = zip(NamedReport.all(reports), shown).compactMap { set, counts in
      counts.map { counts -> any ChartLayer in
        BarLayer(
          label: set.name, pen: set.pen, bars: bars(counts, joining: join), isOutline: true)
      }
    }
    guard !layers.isEmpty else { return nil }
    return isRandom
      ? chart(
        layers, title: "Cosines of random pairs", "Random pairs by their cosine.", joining: join)
      : chart(
        layers, title: "Cosines of positive pairs", "Positive pairs by their cosine.",
        joining: join)
  }

  private static func chart(
    _ layers: [any ChartLayer], title: String, _ summary: String, joining join: Int
  ) -> Chart {
    let width = NumberText.rounded(Double(join) / binsPerUnit)
    return Chart(
      id: id, title: title, summary: summary,
      x: Chart.Axis(label: "cosine", kind: .linear, including: [0]),
      y: Chart.Axis(label: "share of pairs in \(width)", kind: .linear, including: [0]),
      layers: layers)
  }

  /// Bins of the tables in one unit of cosine.
  private static let binsPerUnit = 100.0

  /// Counts of a column by the number of the bin from 0; nil where there are none.
  private static func counts(
    _ report: Report, _ series: String, _ column: String
  ) -> [Int: Double]? {
    let points = report.series(series)?.points("low", column) ?? []
    let counts = Dictionary(
      points.filter { $0.x.magnitude <= 1 }
        .map { (Int(($0.x * binsPerUnit).rounded()), $0.y) }
    ) { first, _ in first }
    return counts.values.contains { $0 > 0 } ? counts : nil
  }

  /// How many bins to draw as one, so that chance does not draw the outline.
  private static func joined(_ counts: [Int: Double]) -> Int {
    let total = counts.values.reduce(0, +)
    return total < 500 ? 5 : total < 10_000 ? 2 : 1
  }

  /// Shares of all pairs, from the first bin with any to the last.
  private static func bars(_ counts: [Int: Double], joining join: Int) -> [BarLayer.Bar] {
    let total = counts.values.reduce(0, +)
    var sums: [Int: Double] = [:]
    for (bin, count) in counts where count > 0 {
      let first = bin >= 0 ? bin / join : (bin - join + 1) / join
      sums[first, default: 0] += count / total
    }
    guard let low = sums.keys.min(), let high = sums.keys.max() else { return [] }
    return (low...high).map { bin in
      BarLayer.Bar(
        low: Double(bin * join) / binsPerUnit, high: Double((bin + 1) * join) / binsPerUnit,
        value: sums[bin] ?? 0)
    }
  }
}
