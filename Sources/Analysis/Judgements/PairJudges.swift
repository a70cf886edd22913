import EmbeddingSets
import Findings

/// Pairs that could not be used.
enum PairsLeftOut: PairJudge {
  static func judge(_ evidence: PairEvidence) -> [Judgement] {
    let count = evidence.statistics.leftOutCount
    guard count > 0 else { return [] }
    let isAll = evidence.statistics.pairCount == 0
    return [
      Judgement(
        finding: Finding(
          id: "pairs-left-out", severity: isAll ? .failure : .warning,
          message:
            "\(Wording.count(count, "pair")) \(count == 1 ? "has" : "have") a row that is zero "
            + "or not finite and \(count == 1 ? "is" : "are") left out of all numbers.",
          evidence: ["pairs.left-out"],
          advice: "Run diagnose on both sets: it names the rows."),
        words: "\(Wording.count(count, "pair")) without a direction")
    ]
  }
}

/// Positives that are hardly nearer than random pairs.
enum PairsApart: PairJudge {
  static let id: MetricID = "alignment-relative@alpha=2"

  static func judge(_ evidence: PairEvidence) -> [Judgement] {
    guard let relative = evidence.number(id), relative > evidence.thresholds["pairs-apart"],
      let alignment = evidence.number("alignment@alpha=2"),
      let random = evidence.number("pairs.random-distance@alpha=2")
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "pairs-apart", severity: .warning,
          message: "positives are \(NumberText.fixed(alignment, decimals: 3)) apart (mean squared "
            + "distance), random pairs \(NumberText.fixed(random, decimals: 3)): "
            + "\(NumberText.percent(relative)) of chance.",
          evidence: [id, "alignment@alpha=2", "pairs.random-distance@alpha=2"],
          advice:
            "Check that rows of both files are in the same order and from the same model; if so, "
            + "these pairs are not what it was trained on."),
        words: "positives hardly nearer than chance")
    ]
  }
}

/// A side whose rows crowd together.
enum BunchedSides: PairJudge {
  static func judge(_ evidence: PairEvidence) -> [Judgement] {
    let sides = evidence.statistics.isOneSet ? ["first"] : ["first", "second"]
    let bunched = sides.compactMap { side in
      evidence.number(MetricID("pairs.uniformity-gap@side=\(side),t=2")).map { (side, $0) }
    }.filter { $0.1 > evidence.thresholds["uniformity-gap"] }
    guard !bunched.isEmpty else { return [] }
    let name = bunched.map { side, gap in
      (evidence.statistics.isOneSet ? "the set" : "the \(side) set")
        + " by \(NumberText.fixed(gap, decimals: 2))"
    }
    return [
      Judgement(
        finding: Finding(
          id: "pairs-bunched", severity: .warning,
          message: "rows are bunched: uniformity (t=2) is above the floor of the sphere for "
            + "\(name.joined(separator: " and ")).",
          evidence: bunched.map { MetricID("pairs.uniformity-gap@side=\($0.0),t=2") },
          advice:
            "Read alignment relative to random pairs only; more or harder negatives, or a lower "
            + "temperature, spread the rows."),
        words: "bunched rows")
    ]
  }
}

/// Directions in which the two rows of a pair differ more than they agree.
enum PairNoise: PairJudge {
  static func judge(_ evidence: PairEvidence) -> [Judgement] {
    guard case .result(let found) = evidence.statistics.augmentation,
      Double(found.dominatedCount)
        > evidence.thresholds["pair-noise"] * Double(found.ratios.count)
    else { return [] }
    let columns = found.dominatedColumns
    let place =
      columns.isEmpty
      ? ""
      : " Most of it lies in \(Wording.columns(columns))."
    return [
      Judgement(
        finding: Finding(
          id: "pair-noise", severity: .warning,
          message:
            "in \(found.dominatedCount) of \(found.ratios.count) directions the rows of a pair "
            + "differ more than they agree (r > 0.5).\(place) Outputs cannot prove the cause: what "
            + "augmentation suppressed is already gone here.",
          evidence: [
            "augmentation.dominated-directions", "augmentation.ratio-median",
            "augmentation.signal-directions",
          ],
          advice:
            "See series augmentation.ratios; weaken the augmentation or clean the pairs, and repeat "
            + "on features before the projector."),
        words: "pair noise above shared signal in most directions")
    ]
  }
}

/// Directions in which the sides are systematically different.
enum OpposedViews: PairJudge {
  static func judge(_ evidence: PairEvidence) -> [Judgement] {
    guard let count = evidence.number("augmentation.opposed-directions"), count > 0,
      let largest = evidence.number("augmentation.ratio-max")
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "opposed-views", severity: .note,
          message:
            "in \(Wording.count(Int(count), "direction")) the two sides oppose each other beyond "
            + "chance (largest ratio \(NumberText.fixed(largest, decimals: 2)); unrelated views read 1).",
          evidence: ["augmentation.opposed-directions", "augmentation.ratio-max"],
          advice:
            "A mean offset between the two sides does this: compare their means, or center each "
            + "side."),
        words: "opposed directions", isHeadline: false)
    ]
  }
}

/// Fewer pairs than the ratios need.
enum FewPairs: PairJudge {
  static func judge(_ evidence: PairEvidence) -> [Judgement] {
    guard case .result(let found) = evidence.statistics.augmentation,
      evidence.statistics.pairCount < 5 * found.ratios.count
    else { return [] }
    let (pairs, kept) = (evidence.statistics.pairCount, found.ratios.count)
    return [
      Judgement(
        finding: Finding(
          id: "few-pairs", severity: .note,
          message:
            "\(Wording.count(pairs, "pair")) for \(Wording.count(kept, "direction")): so few "
            + "spread the augmentation ratios by themselves.",
          evidence: ["augmentation.ratio-min", "augmentation.ratio-max"],
          advice: "Give five pairs a direction (\(NumberText.grouped(5 * kept))), or read "
            + "augmentation.signal-directions, which compares with random pairings."),
        words: "few pairs", isHeadline: false)
    ]
  }
}

/// A bound that cannot grow any more.
enum BoundAtCeiling: PairJudge {
  static func judge(_ evidence: PairEvidence) -> [Judgement] {
    guard case .result(let found) = evidence.statistics.contrastive,
      let best = found.best, best.forward.ceiling > 0,
      best.forward.bound > evidence.thresholds["bound-ceiling"] * best.forward.ceiling
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "bound-at-ceiling", severity: .note,
          message: "the InfoNCE bound reaches "
            + "\(NumberText.percent(best.forward.bound / best.forward.ceiling)) of its ceiling "
            + "\(NumberText.fixed(best.forward.ceiling, decimals: 2)) nats: it is as large as so many "
            + "candidates allow and says no more.",
          evidence: [
            MetricID("infonce-bound@tau=\(NumberText.shortest(best.temperature))"),
            "infonce-ceiling",
          ], advice: "Give more candidates to tell models apart by it."),
        words: "a bound at its ceiling", isHeadline: false)
    ]
  }
}

/// Fewer groups than LiDAR needs.
enum FewGroups: PairJudge {
  static func judge(_ evidence: PairEvidence) -> [Judgement] {
    guard case .result(.measured(_, let groups, _, _)) = evidence.statistics.groupedViews,
      groups <= evidence.statistics.columnCount
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "few-groups", severity: .note,
          message: "\(Wording.count(groups, "group")) for "
            + "\(Wording.count(evidence.statistics.columnCount, "dimension")): LiDAR is at most "
            + "\(NumberText.grouped(groups - 1)) whatever the model.",
          evidence: ["lidar.groups"],
          advice: "Give more groups than dimensions, and as many for every model compared."),
        words: "few groups", isHeadline: false)
    ]
  }
}

extension PairStatistics {
  /// Whether both sides are one set.
  var isOneSet: Bool { !roster.selves.isEmpty || (pairCount == 0 && firstShape == secondShape) }
}

extension PairStatistics.Contrastive {
  /// The temperature with the largest bound: it is part of the critic.
  var best: InfoNCEResult? { results.max { $0.forward.bound < $1.forward.bound } }
}

extension AugmentationSpectrum.Result {
  /// Columns that make up most of some direction dominated by noise, ascending.
  fileprivate var dominatedColumns: [Int] {
    let found = zip(ratios, columns).filter { $0.0 > 0.5 && $0.1.share > 0.5 }.map(\.1.column)
    return Set(found).sorted()
  }
}

extension Wording {
  /// `column 4`, `columns 4, 8, 15 and 12 more`.
  fileprivate static func columns(_ columns: [Int]) -> String {
    let shown = columns.prefix(8).map(String.init).joined(separator: ", ")
    let rest = columns.count - min(8, columns.count)
    return (columns.count == 1 ? "column " : "columns ") + shown
      + (rest > 0 ? " and \(NumberText.grouped(rest)) more" : "")
  }
}
