import EmbeddingSets
import Findings
import RealModule

/// Statistics of positive pairs in words: metrics, series, findings, verdict and the table under it.
struct PairFindings {
  let metrics: [Metric]
  let series: [Series]
  private let judgements: [Judgement]
  private let evidence: PairEvidence

  init(
    _ statistics: PairStatistics, names: (first: String, second: String), options: PairOptions
  ) {
    let analyzers = PairAnalyzerCatalog.all.filter { options.families.contains($0.family) }
    metrics = analyzers.flatMap { $0.measure(statistics) }
    series = analyzers.flatMap { $0.series(statistics) }
    evidence = PairEvidence(
      statistics: statistics,
      metrics: Dictionary(metrics.map { ($0.id, $0) }) { first, _ in first },
      thresholds: options.thresholds, names: names)
    let evidence = evidence
    judgements = PairJudgeCatalog.all.flatMap { $0.judge(evidence) }
      .enumerated().sorted { left, right in
        left.element.finding.severity == right.element.finding.severity
          ? left.offset < right.offset
          : left.element.finding.severity > right.element.finding.severity
      }.map(\.element)
  }

  /// Findings, worst first.
  var findings: [Finding] { judgements.map(\.finding) }

  /// What the report calls both sets.
  var name: String {
    let (first, second) = evidence.names
    return evidence.statistics.isOneSet ? first : "\(first) with \(second)"
  }

  /// The first line of the report.
  var verdict: String {
    let statistics = evidence.statistics
    let pairs =
      statistics.pairCount + statistics.leftOutCount > 0
      ? Wording.count(statistics.pairCount, "pair")
      : Wording.count(statistics.firstShape.rowCount, "vector")
    return "\(name): \(pairs) x \(NumberText.grouped(statistics.columnCount)), "
      + "\(statistics.firstShape.storedAs). \(judgement)"
  }

  /// Whether the positives are near and the rest is spread out, in a sentence or two.
  var judgement: String {
    if let failure = judgements.first(where: { $0.finding.severity == .failure }) {
      return "Nothing can be said: \(failure.words)."
    }
    var sentences: [String] = []
    let near = evidence.number(PairsApart.id).map(nearness)
    if let near { sentences.append([near, spread].compactMap { $0 }.joined() + ".") }
    if case .result(let found) = evidence.statistics.augmentation {
      let (dominated, kept) = (found.dominatedCount, found.ratios.count)
      sentences.append(
        dominated == 0
          ? "Pair noise exceeds what pairs share in none of \(Wording.count(kept, "direction"))."
          : "Pair noise exceeds what pairs share in \(NumberText.grouped(dominated)) of "
            + "\(Wording.count(kept, "direction")).")
    }
    if sentences.isEmpty, let lidar = evidence.metrics[lidarID]?.value.number {
      sentences.append(
        "LiDAR tells groups apart along \(NumberText.rounded(lidar, significantDigits: 3)) directions."
      )
    }
    return sentences.isEmpty ? "Nothing of the pairs was judged." : sentences.joined(separator: " ")
  }

  private func nearness(_ relative: Double) -> String {
    let nearer = NumberText.percent(1 - relative, decimals: 0)
    if relative <= evidence.thresholds["pairs-near"] {
      return "Positives are pulled together (\(nearer) nearer than random pairs)"
    }
    if relative <= evidence.thresholds["pairs-apart"] {
      return "Positives are nearer than random pairs (by \(nearer)), not close"
    }
    return relative < 1
      ? "Positives are hardly nearer than random pairs (by \(nearer))"
      : "Positives are no nearer than random pairs"
  }

  private var spread: String? {
    let sides = evidence.statistics.isOneSet ? ["first"] : ["first", "second"]
    let gaps = sides.compactMap {
      evidence.number(MetricID("pairs.uniformity-gap@side=\($0),t=2"))
    }
    guard gaps.count == sides.count else { return nil }
    let bunched = gaps.map { $0 > evidence.thresholds["uniformity-gap"] }
    if !bunched.contains(true) {
      return sides.count == 1 ? "; the set is spread out" : "; both sides are spread out"
    }
    if !bunched.contains(false) {
      return sides.count == 1 ? ", but the set is bunched" : ", but both sides are bunched"
    }
    return ", but the \(bunched[0] ? "first" : "second") set is bunched"
  }

  private var lidarID: MetricID { DiscriminantRank.descriptors[0].id }

  /// The table that people read first.
  var highlights: [Highlight] {
    var rows: [Highlight] = []
    addAlignment(to: &rows)
    addInfoNCE(to: &rows)
    if case .result(let found) = evidence.statistics.augmentation {
      let dropped =
        found.nullDirections == 0
        ? "" : "; \(Wording.count(found.nullDirections, "null direction")) dropped"
      rows.append(
        Highlight(
          label: "pair noise",
          value: "\(found.dominatedCount) of \(found.ratios.count) directions",
          remark:
            "where it exceeds what pairs share (r > 0.5); r from \(NumberText.fixed(found.ratios[0], decimals: 2)) to "
            + NumberText.fixed(found.ratios[found.ratios.count - 1], decimals: 2) + dropped))
      if let signal = evidence.number("augmentation.signal-directions") {
        rows.append(
          Highlight(
            label: "shared beyond chance",
            value: "\(NumberText.grouped(Int(signal))) of \(found.ratios.count) directions",
            remark: "r below all of \(found.permuted.count) random pairings"))
      }
    }
    if let lidar = evidence.number(lidarID), let groups = evidence.number("lidar.groups") {
      rows.append(
        Highlight(
          label: "LiDAR", value: NumberText.rounded(lidar, significantDigits: 4),
          remark: "of \(NumberText.grouped(Int(groups))) groups of views"))
    }
    return rows
  }

  private func addAlignment(to rows: inout [Highlight]) {
    guard let alignment = evidence.metrics["alignment@alpha=2"],
      let value = alignment.value.number, let cosine = evidence.number("pairs.mean-cosine")
    else { return }
    let interval = alignment.interval.map {
      " " + NumberText.rounded($0, significantDigits: 3)
    }
    let random = evidence.number("pairs.random-distance@alpha=2").map {
      "; random pairs \(NumberText.fixed($0, decimals: 3))"
    }
    rows.append(
      Highlight(
        label: "alignment", value: NumberText.fixed(value, decimals: 3) + (interval ?? ""),
        remark: "mean squared distance of positives" + (random ?? "")))
    if let found = evidence.statistics.alignment {
      rows.append(
        Highlight(
          label: "pair cosine", value: NumberText.fixed(cosine, decimals: 3),
          remark: "mean; 90 % of the pairs lie in "
            + NumberText.rounded(
              Interval(
                low: Quantiles.value(0.05, ofSorted: found.sortedCosines),
                high: Quantiles.value(0.95, ofSorted: found.sortedCosines)), significantDigits: 2)))
    }
    let sides = evidence.statistics.isOneSet ? ["first"] : ["first", "second"]
    let values = sides.compactMap {
      evidence.number(MetricID("pairs.uniformity@side=\($0),t=2"))
    }
    let gaps = sides.compactMap {
      evidence.number(MetricID("pairs.uniformity-gap@side=\($0),t=2"))
    }
    guard values.count == sides.count, gaps.count == sides.count else { return }
    func text(_ numbers: [Double]) -> String {
      numbers.map { NumberText.fixed($0, decimals: 3) }.joined(separator: " and ")
    }
    rows.append(
      Highlight(
        label: "uniformity (t=2)", value: text(values),
        remark: "\(text(gaps)) above the floor of the sphere"))
  }

  private func addInfoNCE(to rows: inout [Highlight]) {
    guard case .result(let found) = evidence.statistics.contrastive, let best = found.best else {
      return
    }
    let tau = NumberText.shortest(best.temperature)
    let candidates = NumberText.grouped(Int(Double.exp(best.forward.ceiling).rounded()))
    rows.append(
      Highlight(
        label: "InfoNCE (tau=\(tau))",
        value: "\(NumberText.fixed(best.forward.loss, decimals: 3)) nats",
        remark: "among \(candidates) candidates; "
          + "\(NumberText.fixed(best.reverse.loss, decimals: 3)) the other way"))
    let share =
      best.forward.ceiling > 0
      ? ", \(NumberText.percent(best.forward.bound / best.forward.ceiling, decimals: 0)) of the ceiling "
        + "ln \(candidates) = \(NumberText.fixed(best.forward.ceiling, decimals: 2))" : ""
    rows.append(
      Highlight(
        label: "lower bound",
        value: "\(NumberText.fixed(best.forward.bound, decimals: 2)) nats "
          + "(\(NumberText.fixed(best.forward.bound / Double.log(2), decimals: 2)) bits)",
        remark: "on the information that pairs share, at this tau\(share)"))
  }
}
