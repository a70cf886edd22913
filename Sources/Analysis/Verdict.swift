import EmbeddingSets
import Findings

/// The first line of a report, and the few numbers under it.
struct Verdict {
  let statistics: SetStatistics
  let metrics: [MetricID: Metric]
  let judgements: [Judgement]
  let name: String

  /// The answer, as in `docs.npy: 5,000 vectors x 384, float32. Healthy, with 3 dead dimensions.`.
  var sentence: String {
    let shape = statistics.shape
    var parts = [
      "\(NumberText.grouped(shape.rowCount)) vector\(shape.rowCount == 1 ? "" : "s") x "
        + "\(NumberText.grouped(shape.columnCount))",
      "\(shape.storedAs)",
    ]
    if hasUnitNorms { parts.append("unit norm") }
    return "\(name): \(parts.joined(separator: ", ")). \(judgement)"
  }

  /// Norms within 10⁻⁵ of 1, or what a 16-bit type makes of 1.
  private var hasUnitNorms: Bool {
    let tally = statistics.tally
    guard tally.directionCount > 0, tally.zeroCount == 0 else { return false }
    let tolerance = max(1e-5, 4 * statistics.shape.storedAs.unitRoundoff)
    let units = statistics.inputUnits
    return (tally.normMinimum * units - 1).magnitude <= tolerance
      && (tally.normMaximum * units - 1).magnitude <= tolerance
  }

  private var judgement: String {
    let headline = judgements.filter(\.isHeadline)
    let failures = headline.filter { $0.finding.severity == .failure }
    let warnings = headline.filter { $0.finding.severity == .warning }
    let words = Self.join(warnings.map(\.words))
    if !failures.isEmpty {
      return "Not usable as it is: \(Self.join(failures.map(\.words)))"
        + (warnings.isEmpty ? "." : "; also \(words).")
    }
    let wasJudged = statistics.statistics(.centered) != nil
    if warnings.isEmpty { return wasJudged ? "Healthy." : "Nothing wrong in what was measured." }
    let geometry: Set<String> = [
      "collapse", "top-direction", "uniformity-gap", "rogue-dimension", "centered-anisotropy",
    ]
    return warnings.contains { geometry.contains($0.finding.id) } || !wasJudged
      ? "Needs a look: \(words)." : "Healthy, with \(words)."
  }

  private static func join(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The table that people read first.
  var highlights: [Highlight] {
    let columnCount = NumberText.grouped(statistics.shape.columnCount)
    var rows: [Highlight] = []
    func add(_ label: String, _ id: MetricID, _ text: (Double) -> (String, String)) {
      guard let number = metrics[id]?.value.number else { return }
      let (value, remark) = text(number)
      rows.append(Highlight(label: label, value: value, remark: remark))
    }
    add("lives along", CollapseJudge.id) { value in
      let interval = metrics[CollapseJudge.id]?.interval.map {
        " " + NumberText.rounded($0, significantDigits: 3)
      }
      return (
        "\(NumberText.rounded(value, significantDigits: 3)) of \(columnCount) directions",
        "participation ratio, debiased\(interval ?? "")"
      )
    }
    add("effective rank", "spectrum.centered.effective-rank") { value in
      let noise = WhiteNoise.effectiveRank(
        rowCount: statistics.tally.finiteCount, columnCount: statistics.shape.columnCount)
      let reads = noise.map {
        "; white noise of this size would read \(NumberText.rounded($0, significantDigits: 3))"
      }
      return (NumberText.rounded(value, significantDigits: 4), "centered\(reads ?? "")")
    }
    add("90 % of variance", "spectrum.centered.dims@share=0.9") { value in
      (Wording.count(Int(value), "direction"), "centered")
    }
    add("top direction", "spectrum.centered.stable-rank") { value in
      ("\(NumberText.percent(1 / value)) of variance", "centered")
    }
    add("uniformity (t=2)", "uniformity@t=2") { value in
      let gap = metrics["uniformity-gap@t=2"]?.value.number ?? 0
      return (
        NumberText.fixed(value, decimals: 3),
        "\(NumberText.fixed(gap, decimals: 3)) above the floor of the sphere "
          + "(\(NumberText.fixed(value - gap, decimals: 3)))"
      )
    }
    add("mean cosine", "isotropy.mean-cosine") { value in
      let centered = metrics["isotropy.mean-cosine-centered"]?.value.number
      return (
        NumberText.fixed(value, decimals: 3),
        centered.map { "\(NumberText.fixed($0, decimals: 3)) after centering" } ?? ""
      )
    }
    add("hubs (k=10)", "neighbors.hub-skewness@k=10") { value in
      let largest = metrics["neighbors.hub-max@k=10"]?.value.number ?? 0
      let lost = metrics["neighbors.antihub-share@k=10"]?.value.number ?? 0
      let noise = metrics["neighbors.hub-skewness-white-noise@k=10"]?.value.number
      return (
        "skew \(NumberText.fixed(value, decimals: 2))",
        (noise.map { "white noise \(NumberText.fixed($0, decimals: 2)); " } ?? "")
          + "largest hub \(NumberText.grouped(Int(largest))) of "
          + "\(NumberText.grouped(statistics.directionCount)); \(NumberText.percent(lost)) never found"
      )
    }
    if let range = LocalDimensionJudge.agreed({ metrics[$0]?.value.number }) {
      rows.append(
        Highlight(
          label: "local dimension",
          value: "\(NumberText.rounded(range.low, significantDigits: 2)) to "
            + "\(NumberText.rounded(range.high, significantDigits: 2))",
          remark: "TwoNN and Levina-Bickel; low above ten"))
    }
    add("norms", "data.norm-mean") { value in
      let variation = metrics["data.norm-cv"]?.value.number
      return (
        NumberText.rounded(value, significantDigits: 4),
        variation.map { "mean; they vary by \(NumberText.percent($0))" } ?? "mean"
      )
    }
    return rows
  }
}
