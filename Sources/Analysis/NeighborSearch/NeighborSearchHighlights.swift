import Findings

extension NeighborSearchFindings {
  /// The numbers that people read first.
  var highlights: [Highlight] {
    var rows: [Highlight] = []
    let percent = { (value: Double) in NumberText.percent(value) }
    let two = { (value: Double) in NumberText.fixed(value, decimals: 2) }
    if let counts {
      rows += hubHighlights(counts, percent, two)
    }
    let values = valueTexts
    if !values.value.isEmpty {
      rows.append(
        Highlight(
          label: values.label, value: values.value,
          remark: "median \(metric.valueName) of a neighbour"))
    }
    if let overlap = measured(id(Catalog.overlap)) {
      rows.append(
        Highlight(
          label: "as by cosine", value: percent(overlap.value),
          remark: "of the neighbours are those of cosine"
            + (interval(overlap.interval, percent).map { " \($0)" } ?? "")))
    }
    if let own = measured(Catalog.ownNearest.descriptor(parameters: nil).id) {
      rows.append(
        Highlight(
          label: "own nearest", value: percent(own.value),
          remark: "of the rows have their largest product with themselves"))
    }
    if let norm = measured(id(Catalog.correlation)) {
      rows.append(
        Highlight(
          label: "norm and places", value: two(norm.value),
          remark: "rank correlation\(interval(norm.interval, two).map { " \($0)" } ?? ""): "
            + Self.winners(norm.value)))
    }
    return rows
  }

  private func hubHighlights(
    _ counts: OccurrenceCounts, _ percent: (Double) -> String, _ two: (Double) -> String
  ) -> [Highlight] {
    func cosine(_ text: (OccurrenceCounts) -> String?) -> String? {
      cosineCounts.flatMap(text).map { "cosine: \($0)" }
    }
    let lists = statistics.isOther ? "queries" : "lists"
    var rows = [
      Highlight(
        label: "half of all places",
        value:
          "\(NumberText.grouped(counts.halfCount)) of \(Wording.count(counts.counts.count, "row"))",
        remark: join(
          cosine { Wording.count($0.halfCount, "row") } ?? "half of the rows if all were alike")),
      Highlight(
        label: statistics.isOther ? "in no list" : "never found",
        value: percent(counts.antihubShare),
        remark: join(
          interval(statistics.hubs?.antihubInterval, percent),
          cosine { percent($0.antihubShare) })),
      Highlight(
        label: "largest hub", value: "in \(NumberText.grouped(counts.largest))",
        remark: join(
          "of \(NumberText.grouped(statistics.found.queryCount)) \(lists)",
          cosine { NumberText.grouped($0.largest) })),
    ]
    if let skewness = statistics.hubs?.value {
      rows.append(
        Highlight(
          label: "hub skewness", value: two(skewness),
          remark: join(
            interval(statistics.hubs?.interval, two), cosine { $0.skewness.map(two) },
            "above 1.4 is called high")))
    }
    rows += [
      Highlight(
        label: "places of hubs", value: percent(counts.hubShare),
        remark: join(
          "of rows in \(NumberText.grouped(Int((2 * counts.mean).rounded(.up)))) lists or more",
          cosine { percent($0.hubShare) })),
      Highlight(
        label: "Robin Hood index", value: two(counts.robinHood),
        remark: join(
          interval(statistics.hubs?.robinHoodInterval, two), cosine { two($0.robinHood) },
          "0 is equal shares")),
    ]
    return rows
  }

  /// What there is of some remarks: `[0.1, 0.2]; cosine: 3`.
  private func join(_ parts: String?...) -> String {
    parts.compactMap { $0 }.joined(separator: "; ")
  }

  private static func winners(_ correlation: Double) -> String {
    guard correlation.magnitude >= decisiveCorrelation else { return "norms do not decide" }
    return correlation > 0 ? "long rows win" : "short rows win"
  }

  private func interval(_ interval: Interval?, _ text: (Double) -> String) -> String? {
    interval.map { "[\(text($0.low)), \(text($0.high))]" }
  }

  /// The typical nearness of the first and the last neighbour, for the table and for a sentence.
  var valueTexts: (label: String, value: String, words: String) {
    let values = (k == 1 ? [1] : [1, k]).compactMap { statistics.typicalValue($0)?.value }
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else {
      return ("nearest", "", "values are outside the range of a float64")
    }
    let texts = values.map { NumberText.rounded($0, significantDigits: 3) }
    let ordinal = "\(NumberText.grouped(k))\(Self.ending(k))"
    return k == 1
      ? ("nearest", texts.joined(), "the nearest row has \(metric.valueName) \(texts.joined())")
      : (
        "nearest, \(ordinal)", texts.joined(separator: ", "),
        "the nearest row has \(metric.valueName) \(texts.first ?? ""), the \(ordinal) "
          + "\(texts.last ?? ""), at the median"
      )
  }

  private static func ending(_ number: Int) -> String {
    if (11...13).contains(number % 100) { return "th" }
    return [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
  }
}
