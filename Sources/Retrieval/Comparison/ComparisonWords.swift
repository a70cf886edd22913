import EmbeddingSets
import Findings

/// A comparison in words: who leads, by how much, and whether that is more than noise.
struct ComparisonWords {
  private let comparison: Comparison
  private let primary: Int
  private let label: String
  private let limits: [LimitWords]
  private let fusion: FusionOutlook?

  init(_ comparison: Comparison, _ limits: [SystemLimits] = [], _ fusion: FusionOutlook? = nil) {
    self.comparison = comparison
    self.limits = limits.map { LimitWords(limits: $0) }
    self.fusion = fusion
    primary = comparison.primary
    label = comparison.options.primary.label
  }

  private var evaluations: [Evaluation] { comparison.evaluations }

  private var leader: Int? { comparison.leader }

  private func value(_ index: Int) -> String {
    evaluations[index].mean(primary).map { NumberText.fixed($0, decimals: 3) } ?? "undefined"
  }

  private func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }

  private func p(_ value: Double) -> String {
    value < 0.001 ? "p < 0.001" : "p = " + NumberText.fixed(value, decimals: 3)
  }

  /// The first line of the report.
  func verdict() -> String {
    let judged = comparison.judgments.queryCount
    guard let leader else {
      return
        "There is no query to average over: \(NumberText.grouped(judged)) are judged, and none "
        + "of them has a relevant document in what was asked for."
    }
    let count = evaluations[leader].queries.count
    let over = "over \(NumberText.grouped(count)) queries"
    guard evaluations.count > 1 else {
      return "\(evaluations[leader].name): \(label) \(value(leader))\(interval(leader)) \(over)."
    }
    let peers = inNoise(with: leader)
    if peers.isEmpty {
      guard let next = runnerUp(to: leader) else {
        return "\(evaluations[leader].name): \(label) \(value(leader)) \(over)."
      }
      return
        "\(evaluations[leader].name) leads: \(label) \(value(leader)) against \(value(next)) of "
        + "\(evaluations[next].name) \(over), beyond noise."
    }
    let names = ([leader] + peers).map { "\(evaluations[$0].name) \(value($0))" }
    let list = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    let lead = names.count == evaluations.count ? "No winner" : "No single winner at the top"
    return "\(lead): \(list) (\(label), \(NumberText.grouped(count)) queries) differ inside noise."
  }

  private func interval(_ index: Int) -> String {
    guard let interval = comparison.intervals[index][primary] else { return "" }
    return " [\(number(interval.low)), \(number(interval.high))]"
  }

  /// Contenders that the leader does not beat beyond noise, the better first.
  private func inNoise(with leader: Int) -> [Int] {
    evaluations.indices.filter { index in
      guard index != leader, let pair = comparison.pair(leader, index) else { return false }
      return !pair.isSignificant
    }.sorted { (evaluations[$1].mean(primary) ?? 0, $0) < (evaluations[$0].mean(primary) ?? 0, $1) }
  }

  private func runnerUp(to leader: Int) -> Int? {
    evaluations.indices.filter { $0 != leader && evaluations[$0].mean(primary) != nil }
      .max {
        ((evaluations[$0].mean(primary) ?? 0), $1) < ((evaluations[$1].mean(primary) ?? 0), $0)
      }
  }

  /// One verdict a contender: what limits it, and its place relative to the leader.
  func verdicts() -> [String] {
    evaluations.indices.map { index in
      let limit = limits.isEmpty ? "" : limits[index].verdict
      return [limit, place(index)].filter { !$0.isEmpty }.joined(separator: "; ")
    }
  }

  /// The place of a contender relative to the leader; empty where there is no other.
  private func place(_ index: Int) -> String {
    guard evaluations[index].mean(primary) != nil else { return "undefined" }
    guard evaluations.count > 1, let leader else { return "" }
    if index == leader {
      return inNoise(with: leader).isEmpty ? "leads beyond noise" : "leads inside noise"
    }
    guard let pair = comparison.pair(leader, index) else { return "not comparable" }
    let best = evaluations[leader].name
    if pair.isIdentical { return "identical to \(best)" }
    let gap = number(pair.mean.magnitude)
    return pair.isSignificant
      ? "\(gap) below \(best), beyond noise" : "difference to \(best) inside noise (\(gap))"
  }

  /// The side-by-side table: a heading, then one line a contender, best first.
  func highlights() -> [Highlight] {
    let ids = ["recall@k=10", deepestRecall(), "mrr", "map", "judged@k=10"].compactMap { $0 }
    let others = ids.compactMap { id -> (place: Int, label: String)? in
      guard let place = evaluations.first?.position(of: id), place != primary else { return nil }
      return (place, comparison.options.evaluation.measures[place].label)
    }
    let shown = fitting(others)
    let heading = shown.map { Self.cell($0.label, under: $0.label) }.joined()
    var rows = [Highlight(label: "", value: label, remark: heading.trimmingEnd())]
    let order = evaluations.indices.sorted {
      (evaluations[$1].mean(primary) ?? -1, $0) < (evaluations[$0].mean(primary) ?? -1, $1)
    }
    for index in order {
      let cells = shown.map { place, label in
        Self.cell(evaluations[index].mean(place).map { number($0) } ?? "-", under: label)
      }
      rows.append(
        Highlight(
          label: evaluations[index].name, value: value(index) + interval(index),
          remark: cells.joined().trimmingEnd()))
    }
    return rows + verdictRows(order)
  }

  /// As many columns as 80 characters have room for; how much was judged is always among them.
  private func fitting(
    _ columns: [(place: Int, label: String)]
  ) -> [(place: Int, label: String)] {
    let names = evaluations.map(\.name.count).max() ?? 0
    let values = evaluations.indices.map { (value($0) + interval($0)).count }.max() ?? 0
    let room = 80 - 8 - names - max(values, label.count, 18)
    var columns = columns
    while columns.count > 1,
      columns.reduce(-2, { $0 + max($1.label.count, 5) + 2 }) > room
    { columns.remove(at: columns.count - 2) }
    return columns
  }

  /// Below the measures: what limits each contender and its place, then capacity and cost, best first.
  private func verdictRows(_ order: [Int]) -> [Highlight] {
    guard !limits.isEmpty else { return [] }
    let gap = Highlight(label: "", value: "", remark: "")
    var rows = [gap]
    for index in order {
      let place = place(index)
      rows.append(
        Highlight(
          label: evaluations[index].name, value: limits[index].word,
          remark: limits[index].numbers + (place.isEmpty ? "" : "; " + place)))
    }
    if let fusion {
      rows.append(
        Highlight(
          label: "fusion", value: fusion.word,
          remark: "\(fusion.size(label)); k = 60, equal weights"))
    }
    rows.append(gap)
    for index in order {
      rows.append(
        Highlight(
          label: evaluations[index].name, value: limits[index].rank, remark: limits[index].means))
    }
    return rows
  }

  /// The deepest recall that the longest list can still change.
  private func deepestRecall() -> String? {
    let depth =
      comparison.contenders.map { contender in
        contender.run.queries.indices.map { contender.run.entries(of: $0).count }.max() ?? 0
      }.max() ?? 0
    let recalls = comparison.options.evaluation.measures.filter { $0.measure == Recall.self }
    let reachable = recalls.filter { ($0.cutoff ?? 0) > 10 && ($0.cutoff ?? 0) <= depth }
    return reachable.max { ($0.cutoff ?? 0) < ($1.cutoff ?? 0) }?.id
  }

  /// A cell of a fixed width; no-break spaces hold it together.
  private static func cell(_ text: String, under heading: String) -> String {
    let width = max(heading.count, 5) + 2
    return text + String(repeating: "\u{A0}", count: max(1, width - text.count))
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var text = self
    while text.last == "\u{A0}" { text.removeLast() }
    return text
  }
}
