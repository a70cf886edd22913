public import Findings

extension TrendAnalysis {
  /// The report.
  public func report(provenance: Provenance) -> Report {
    Report(
      command: "trend",
      subject: Subject(
        name: history.name, rows: history.versions.count, dimensions: history.tasks.count,
        storedAs: history.scoreName, digest: nil),
      verdict: verdict, highlights: highlights, metrics: metrics, series: series,
      findings: findings, provenance: provenance)
  }

  // MARK: Words

  private func points(_ value: Double) -> String {
    let text = NumberText.rounded(value, significantDigits: 3)
    return value > 0 ? "+" + text : text
  }

  private func interval(_ interval: Interval?) -> String {
    interval.map { " " + NumberText.rounded($0, significantDigits: 3) } ?? ""
  }

  private var verdict: String {
    let count = NumberText.grouped(history.versions.count)
    let head =
      "\(history.name): \(count) version\(history.versions.count == 1 ? "" : "s") up to \(last). "
    guard let before = bestBefore else { return head + "All are of one day: no trend yet." }
    let gain = points(latestVersion.score - before.score)
    let shown = interval(latestComparison?.interval)
    let answer =
      switch latest {
      case .better:
        "The latest, \(latestVersion.id), improves on the best before it: \(gain)\(shown)."
      case .worse:
        "The latest, \(latestVersion.id), is worse than the best before it: \(gain)\(shown)."
      case .withinNoise:
        "The latest, \(latestVersion.id), is within the noise of the best before it: "
          + "\(gain)\(shown)."
      case .unknown:
        "The latest, \(latestVersion.id), scores \(gain) against the best before it; whether that "
          + "is noise, task scores or standard errors would tell."
      }
    return head + answer
  }

  private var highlights: [Highlight] {
    var rows: [Highlight] = []
    func add(_ label: String, _ value: String, _ remark: String) {
      rows.append(Highlight(label: label, value: value, remark: remark))
    }
    if let best = frontier.steps.last {
      add(
        "best so far", NumberText.rounded(best.score, significantDigits: 4),
        "\(best.day), \(best.id); the frontier rose \(frontier.steps.count - 1) times")
      add("last rise", "\(last.number - best.day.number) days ago", "\(best.day)")
    }
    if let significant = lastSignificant, let since = versionsWithinNoise {
      add(
        "last beyond noise", "\(last.number - significant.day.number) days ago",
        "\(significant.id); \(NumberText.grouped(since)) versions since")
    }
    for (window, gain) in windows {
      guard let gain else { continue }
      add(
        "\(window.from)..", "\(points(gain.pointsPerMonth)) a month",
        "to \(window.to)"
          + (gain.percentPerMonth.map {
            "; \(NumberText.rounded($0, significantDigits: 2)) % compound"
          } ?? ""))
    }
    let sorted = gains.map(\.pointsPerMonth).sorted()
    if let low = sorted.first, let high = sorted.last {
      add(
        "any window", "\(points(Quantiles.median(ofSorted: sorted))) a month",
        "median of \(sorted.count); from \(points(low)) to \(points(high))")
    }
    if let slope {
      add(
        "over the steps", "\(points(slope.slope)) a month", "Theil-Sen\(interval(slope.interval))")
    }
    if let bend = breakpoint {
      let day = breakpointDay(bend)
      add(
        "change of rate", bend.pValue < 0.05 ? "\(day)" : "none shown",
        "p = \(NumberText.rounded(bend.pValue, significantDigits: 2)); from "
          + "\(points(bend.slopeBefore)) to \(points(bend.slopeAfter)) a month")
    }
    switch saturation {
    case .success(let fit):
      add(
        "levels off at", NumberText.rounded(fit.level, significantDigits: 4),
        "if it goes on like this\(interval(fit.interval)); half-life "
          + "\(NumberText.rounded(fit.halfLife, significantDigits: 2)) months")
    case .failure(let refusal): add("levels off at", "unknown", refusal.reason)
    }
    let spreads = TrendCatalog.spreads.compactMap { rank in
      ranking.spread(rank).map { (rank, NumberText.rounded($0, significantDigits: 3)) }
    }
    if let (rank, spread) = spreads.last {
      let others = spreads.dropLast().map { "\($0.1) to number \($0.0)" }
      add(
        "top spread", spread,
        (["best minus number \(rank)"] + others).joined(separator: ", "))
    }
    if ranking.isCompared, let floor = ranking.noiseFloor {
      add(
        "noise floor", NumberText.rounded(floor, significantDigits: 3),
        "half-width of a difference at the top; \(ranking.leadingTies) version"
          + "\(ranking.leadingTies == 1 ? " leads" : "s tie for the lead")")
    }
    return rows
  }

  private func breakpointDay(_ bend: Breakpoint) -> CalendarDay {
    let days = (bend.position * CalendarDay.daysInMonth).rounded()
    return CalendarDay(number: frontier.steps[0].day.number + Int(days))
  }

  // MARK: Numbers

  private var metrics: [Metric] {
    TrendCatalog.all.map { descriptor in
      let (value, interval) = value(of: descriptor.id)
      return Metric(descriptor.id, value, unit: descriptor.unit, interval: interval)
    }
  }

  private static let needsTasks = "needs scores by task or standard errors"

  private func value(of id: MetricID) -> (MetricValue, Interval?) {
    func known(_ value: Double?, _ reason: String) -> (MetricValue, Interval?) {
      guard let value else { return (.undefined(reason: reason), nil) }
      return value.isFinite
        ? (.measured(value), nil) : (.undefined(reason: "beyond the range of numbers"), nil)
    }
    let steps = frontier.steps
    switch id.base {
    case "trend.versions": return known(Double(history.versions.count), "")
    case "trend.frontier-best": return known(steps.last?.score, "no version")
    case "trend.frontier-steps": return known(Double(steps.count), "")
    case "trend.days-since-best":
      return known(steps.last.map { Double(last.number - $0.day.number) }, "no version")
    case "trend.days-since-significant":
      return known(
        lastSignificant.map { Double(last.number - $0.day.number) }, Self.needsTasks)
    case "trend.latest-gain":
      let gain = bestBefore.map { latestVersion.score - $0.score }
      return (known(gain, "all versions are of one day").0, latestComparison?.interval)
    case "trend.slope":
      return (
        known(slope?.slope, "needs two steps of the frontier").0, slope?.interval
      )
    case "trend.window-gain-median":
      let sorted = gains.map(\.pointsPerMonth).sorted()
      guard let low = sorted.first, let high = sorted.last else {
        return known(nil, "needs two days at least a month apart")
      }
      return (
        known(Quantiles.median(ofSorted: sorted), "").0, Interval(low: low, high: high)
      )
    case "trend.breakpoint-p":
      return known(
        breakpoint?.pValue,
        "needs \(Breakpoint.fewestPoints) steps of the frontier that are not on one line")
    case "trend.saturation-level":
      switch saturation {
      case .success(let fit): return (known(fit.level, "").0, fit.interval)
      case .failure(let refusal): return known(nil, refusal.reason)
      }
    case "trend.noise-floor":
      return known(ranking.isCompared ? ranking.noiseFloor : nil, Self.needsTasks)
    case "trend.leading-ties":
      return known(ranking.isCompared ? Double(ranking.leadingTies) : nil, Self.needsTasks)
    case "trend.separated-pairs":
      let isWhole = ranking.isCompared && ranking.top.count <= 10 && options.top >= 10
      return known(
        isWhole ? Double(ranking.pairs.count { $0.comparison.isSeparated }) : nil,
        ranking.isCompared ? "the top is not ten versions; leave --top out" : Self.needsTasks)
    case "trend.spread":
      let rank = Int(id.rawValue.split(separator: "=").last ?? "") ?? 0
      return known(ranking.spread(rank), "there are fewer than \(rank) versions")
    default: preconditionFailure("\(id) is in the catalogue and not here")
    }
  }

  private var series: [Series] {
    var previous: Double?
    let steps = frontier.steps.map { step -> [Cell] in
      defer { previous = step.score }
      return [
        .text(step.day.description), .text(step.id), .number(step.score),
        previous.map { .number(step.score - $0) } ?? .empty,
      ]
    }
    func row(_ from: CalendarDay, _ to: CalendarDay, _ gain: Frontier.Gain?) -> [Cell] {
      [
        .text(from.description), .text(to.description),
        gain.map { .number($0.pointsPerMonth) } ?? .empty,
        gain?.percentPerMonth.map { .number($0) } ?? .empty,
      ]
    }
    let windowColumns = ["from", "to", "points_per_month", "percent_per_month"]
    let groups = ranking.tieGroups
    let top = ranking.top.enumerated().map { rank, version -> [Cell] in
      let behind = ranking.behindLeader(rank)
      return [
        .integer(rank + 1), .text(version.id), .text(version.day.description),
        .number(version.score), .number(ranking.top[0].score - version.score),
        behind.map { .number($0.interval.low) } ?? .empty,
        behind.map { .number($0.interval.high) } ?? .empty,
        behind?.t.map { .number($0) } ?? .empty,
        ranking.isCompared ? .integer(groups[rank]) : .empty,
      ]
    }
    let pairs = ranking.pairs.map { pair -> [Cell] in
      [
        .text(ranking.top[pair.better].id), .text(ranking.top[pair.worse].id),
        .number(pair.comparison.difference), .number(pair.comparison.interval.low),
        .number(pair.comparison.interval.high),
        pair.comparison.t.map { .number($0) } ?? .empty,
        .integer(pair.comparison.isSeparated ? 1 : 0),
      ]
    }
    return [
      Series(id: "trend.frontier", columns: ["date", "id", "score", "gain"], rows: steps),
      Series(
        id: "trend.windows", columns: windowColumns,
        rows: windows.map { row($0.window.from, $0.window.to, $0.gain) }),
      Series(
        id: "trend.all-windows", columns: windowColumns,
        rows: gains.map { row($0.from, $0.to, $0) }),
      Series(
        id: "trend.top",
        columns: ["rank", "id", "date", "score", "behind", "low", "high", "t", "tie_group"],
        rows: top),
      Series(
        id: "trend.pairs",
        columns: ["better", "worse", "difference", "low", "high", "t", "separated"], rows: pairs),
      Series(
        id: "trend.breakpoint", columns: ["date", "slope_before", "slope_after", "p"],
        rows: breakpoint.map { bend in
          [
            [
              .text(breakpointDay(bend).description), .number(bend.slopeBefore),
              .number(bend.slopeAfter), .number(bend.pValue),
            ]
          ]
        } ?? []),
    ]
  }

  // MARK: Findings

  private var findings: [Finding] {
    var found: [Finding] = []
    if let before = bestBefore, latest == .worse {
      found.append(
        Finding(
          id: "worse", severity: .warning,
          message: "\(latestVersion.id) is significantly worse than \(before.id) "
            + "(\(points(latestVersion.score - before.score))"
            + "\(interval(latestComparison?.interval))).",
          evidence: ["trend.latest-gain"], advice: "Keep \(before.id)."))
    }
    if let before = bestBefore, latest == .withinNoise {
      let gain = latestVersion.score - before.score
      if gain > 0 {
        found.append(
          Finding(
            id: "gain-below-noise", severity: .warning,
            message: "the latest gain (\(points(gain))) is below the noise"
              + "\(interval(latestComparison?.interval)).",
            evidence: ["trend.latest-gain", "trend.noise-floor"],
            advice: "Do not call it progress; more tasks or queries would tell."))
      }
    }
    if ranking.isCompared, ranking.leadingTies > 1 {
      let ids = ranking.top.enumerated().filter { rank, _ in
        rank == 0 || ranking.behindLeader(rank)?.isSeparated == false
      }.map(\.element.id)
      found.append(
        Finding(
          id: "leading-ties", severity: .note,
          message: "\(ids.joined(separator: ", ")) cannot be told apart.",
          evidence: ["trend.leading-ties"],
          advice: "Choose among them by cost, not by score."))
    }
    if history.undatedCount > 0 {
      let count = history.undatedCount
      found.append(
        Finding(
          id: "undated", severity: .note,
          message: "\(count) version\(count == 1 ? "" : "s") without a full date "
            + "\(count == 1 ? "is" : "are") left out.", evidence: ["trend.versions"],
          advice: "Add their dates."))
    }
    found += history.notes.map {
      Finding(id: "input", severity: .note, message: $0, evidence: [], advice: "")
    }
    return found.sorted { $0.severity > $1.severity }
  }
}
