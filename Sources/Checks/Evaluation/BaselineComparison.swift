import Findings

/// Compares one metric with its baseline.
struct BaselineComparison {
  let rule: BaselineRule
  let subject: Limit.Reference
  let metric: Metric
  let revision: Int
  let input: CheckReport.Input?
  let baseline: Baseline
  let allowed: Set<String>

  /// Changes below this share of the values are none: between processors, sums of the same numbers
  /// differ in the ninth digit and beyond.
  static let resolution = 1e-8
  /// Standard errors from the middle of a 95 % interval to its end.
  static let standardErrorsInHalfWidth = 1.959963984540054

  /// One outcome a limited movement, or the reason why nothing can be compared.
  var outcomes: [RuleOutcome] {
    guard let entry = baseline.values[subject.text] else {
      return [
        RuleOutcome(
          .error,
          "\(baseline.file) has no \(subject.text); write it again with --write-baseline")
      ]
    }
    if let difference = differences.first {
      return [
        RuleOutcome(
          .error,
          "incomparable with \(baseline.file): \(difference.name) was \(difference.was) and is "
            + "\(difference.now); write the baseline again, or add --allow-mismatch "
            + difference.name)
      ]
    }
    guard let value = metric.value.number else {
      return [RuleOutcome(.error, "\(subject.text) has no value")]
    }
    return rule.allowances.map { outcome($0, value: value, entry: entry) }
  }

  private struct Difference {
    let name: String
    let was: String
    let now: String
  }

  /// Parts of the fingerprints that differ and may not.
  private var differences: [Difference] {
    var found: [Difference] = []
    let was = baseline.inputs[subject.input]
    func compare(_ name: String, _ before: String?, _ now: String?) {
      guard before != now, !allowed.contains(name) else { return }
      found.append(Difference(name: name, was: before ?? "not there", now: now ?? "not there"))
    }
    compare("kind", was?.kind, input?.kind)
    compare(
      "definition", baseline.values[subject.text].map { "revision \($0.revision)" },
      "revision \(revision)")
    for fact in input?.fingerprint ?? [] {
      compare(fact.name, was?.fingerprint.first { $0.name == fact.name }?.value, fact.value)
    }
    for fact in was?.fingerprint ?? []
    where input?.fingerprint.contains(where: { $0.name == fact.name }) == false {
      compare(fact.name, fact.value, nil)
    }
    return found
  }

  private func outcome(
    _ allowance: BaselineRule.Allowance, value: Double, entry: Baseline.Value
  ) -> RuleOutcome {
    let change = value - entry.value
    let demand = "\(allowance.direction.noun) of at most \(allowance.amount.text)"
    var limit = allowance.amount.value
    if allowance.amount.isPercent {
      guard entry.value != 0 || change == 0 else {
        return RuleOutcome(
          .error,
          "\(demand): the baseline is 0, of which there is no percentage; give an amount")
      }
      limit = limit / 100 * entry.value.magnitude
    }
    let isBeyond =
      allowance.direction.extent(change)
      > limit + Self.resolution * max(value.magnitude, entry.value.magnitude)
    var remark = ""
    var isNoise = false
    if let noise = rule.noise {
      guard let now = standardError(metric.interval), let was = standardError(entry.interval) else {
        return RuleOutcome(
          .error, "noise needs an interval, and \(subject.text) has none; leave noise out")
      }
      let error = (now * now + was * was).squareRoot()
      isNoise = change.magnitude <= noise * error
      remark = isNoise ? ": within noise" : ": beyond noise"
    }
    return RuleOutcome(
      isBeyond && !isNoise ? rule.verdict : .pass,
      "\(changeText(change, entry.value)) against the baseline \(text(of: entry))\(remark); "
        + "a \(demand) is allowed")
  }

  private func standardError(_ interval: Interval?) -> Double? {
    interval.map { ($0.high - $0.low) / 2 / Self.standardErrorsInHalfWidth }
  }

  private func changeText(_ change: Double, _ base: Double) -> String {
    let sign = change > 0 ? "+" : ""
    if change == 0 { return "unchanged" }
    guard base != 0 else { return sign + NumberText.rounded(change, significantDigits: 4) }
    return sign + NumberText.percent(change / base.magnitude)
  }

  private func text(of entry: Baseline.Value) -> String {
    NumberText.rounded(entry.value, significantDigits: 5)
      + (entry.interval.map { " " + NumberText.rounded($0, significantDigits: 5) } ?? "")
  }
}
