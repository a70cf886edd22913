import Findings

/// What a comparison has to warn of, and what its pairs say.
struct ComparisonFindings {
  private let comparison: Comparison
  private let primary: Int

  /// Below this share of judged documents among the first ten, quality is a guess.
  static let leastJudged = 0.5

  init(_ comparison: Comparison) {
    self.comparison = comparison
    primary = comparison.primary
  }

  /// All findings, warnings first; those of what limits the systems before the others of their severity.
  func all(_ limits: [SystemLimits] = [], _ fusion: FusionOutlook? = nil) -> [Finding] {
    let each = comparison.evaluations.flatMap { evaluation in
      [missing(evaluation), ties(evaluation), strangers(evaluation)]
        .compactMap { $0 }
    }
    let pairs = comparison.pairs.filter(isShown).map(pair)
    let general = [fewQueries(), unjudged()].compactMap { $0 }
    let limiting =
      limits.compactMap { LimitWords(limits: $0).finding } + limits.flatMap(\.cautions)
      + (fusion.map { [$0.finding(comparison.options.primary)] } ?? [])
    return (limiting + each + pairs + general).enumerated().sorted {
      ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
    }.map(\.element)
  }

  private func id(_ evaluation: Evaluation, _ name: String) -> MetricID {
    MetricID("retrieval.\(evaluation.name).\(name)")
  }

  /// Of many systems only pairs with the leader are spelled out; the table `significance.pairs` has all.
  private func isShown(_ pair: PairedComparison) -> Bool {
    guard comparison.contenders.count > 3, let leader = comparison.leader else { return true }
    return [pair.first, pair.second].contains(comparison.contenders[leader].name)
  }

  private func missing(_ evaluation: Evaluation) -> Finding? {
    let missing = evaluation.counts.missing
    guard missing > 0 else { return nil }
    let isLeftOut = comparison.options.evaluation.missing == .skip
    let total = missing + evaluation.counts.scored
    return Finding(
      id: "missing-queries", severity: .warning,
      message: "\(evaluation.name) lacks \(NumberText.grouped(missing)) of "
        + "\(NumberText.grouped(total)) judged queries; they "
        + (isLeftOut ? "are left out of its means." : "count 0 in its means."),
      evidence: [id(evaluation, "queries-missing")],
      advice: isLeftOut
        ? "Its means are over other queries than those of the others: compare with --missing zero."
        : "If the system had no answer this is right; if the export was cut, write it again.")
  }

  private func unjudged() -> Finding? {
    let few = comparison.evaluations.compactMap { evaluation -> (Evaluation, Double)? in
      guard let place = evaluation.position(of: "judged@k=10"),
        let share = evaluation.mean(place), share < Self.leastJudged
      else { return nil }
      return (evaluation, share)
    }
    guard !few.isEmpty else { return nil }
    let list = few.map { "\(NumberText.percent($1)) of \($0.name)" }.joined(separator: ", ")
    return Finding(
      id: "few-judged", severity: .note,
      message: "few of the first ten documents were judged (\(list)); the others count as not "
        + "relevant.",
      evidence: few.map { id($0.0, "judged@k=10") },
      advice:
        "Natural where judgments name relevant documents only. If they were pooled from other "
        + "systems, compare bpref, or judge more.")
  }

  private func ties(_ evaluation: Evaluation) -> Finding? {
    guard let mean = evaluation.mean(primary), let bounds = evaluation.tieBounds(primary),
      bounds.high - bounds.low > 0.001
    else { return nil }
    let label = comparison.options.primary.label
    return Finding(
      id: "ties", severity: .warning,
      message: "the order inside ties moves \(label) of \(evaluation.name) between "
        + "\(NumberText.fixed(bounds.low, decimals: 3)) and "
        + "\(NumberText.fixed(bounds.high, decimals: 3)); "
        + "\(NumberText.fixed(mean, decimals: 3)) is trec_eval's order "
        + "(\(NumberText.grouped(evaluation.counts.tieSensitiveQueries)) queries depend on it).",
      evidence: [
        id(evaluation, "tie-low@\(comparison.options.primary.parameters)"),
        id(evaluation, "tie-high@\(comparison.options.primary.parameters)"),
      ],
      advice: "Export scores with more digits.")
  }

  private func strangers(_ evaluation: Evaluation) -> Finding? {
    let count = evaluation.counts
    guard count.notJudged > 0, count.scored == 0 else { return nil }
    return Finding(
      id: "other-queries", severity: .warning,
      message:
        "none of the \(NumberText.grouped(count.notJudged)) queries of \(evaluation.name) is "
        + "judged.",
      evidence: [id(evaluation, "queries-not-judged")],
      advice: "Check that run and judgments use the same query identifiers.")
  }

  private func fewQueries() -> Finding? {
    guard let evaluation = comparison.evaluations.first, !evaluation.queries.isEmpty,
      comparison.intervals[0][primary] == nil
    else { return nil }
    return Finding(
      id: "no-interval", severity: .note,
      message: "one query or group has no spread, so there are no intervals and no tests.",
      evidence: [], advice: "Evaluate on more queries.")
  }

  private func pair(_ pair: PairedComparison) -> Finding {
    let parameters = comparison.options.primary.parameters
    let label = comparison.options.primary.label
    let evidence = ["mean-difference", "p-t-holm"].map {
      MetricID("significance.\(pair.first)-\(pair.second).\($0)@\(parameters)")
    }
    if pair.isIdentical {
      return Finding(
        id: "identical", severity: .note,
        message: "\(pair.first) and \(pair.second) are identical in \(label) for every query.",
        evidence: [evidence[0]], advice: "If they should differ, check that the files do.")
    }
    let (better, worse) =
      pair.mean < 0 ? (pair.second, pair.first) : (pair.first, pair.second)
    let counts =
      pair.mean < 0
      ? "\(pair.losses) wins, \(pair.ties) ties, \(pair.wins) losses"
      : "\(pair.wins) wins, \(pair.ties) ties, \(pair.losses) losses"
    let gap = NumberText.fixed(pair.mean.magnitude, decimals: 3)
    let p = (pair.pHolm ?? pair.pRandomisationHolm).map {
      $0 < 0.001 ? ", p < 0.001" : ", p = " + NumberText.fixed($0, decimals: 3)
    }
    let range = pair.interval.map { interval in
      let ends = pair.mean < 0 ? (-interval.high, -interval.low) : interval
      return " [\(NumberText.fixed(ends.0, decimals: 3)), \(NumberText.fixed(ends.1, decimals: 3))]"
    }
    let holm = comparison.pairs.count > 1 ? " after Holm" : ""
    let tail = "\(range ?? "")\(p ?? "")\(p == nil ? "" : holm): \(counts)."
    if pair.isSignificant {
      return Finding(
        id: "difference", severity: .note,
        message: "\(better) beats \(worse) by \(gap)\(tail)", evidence: evidence,
        advice: "")
    }
    let detectable = pair.minimumDetectable.map {
      "These queries would show a difference of \(NumberText.fixed($0, decimals: 3)) four times in "
        + "five; for less, add queries."
    }
    return Finding(
      id: "inside-noise", severity: .note,
      message: "\(better) over \(worse) by \(gap) is inside noise\(tail)", evidence: evidence,
      advice: detectable ?? "Add queries.")
  }
}
