public import Findings

/// Holds what was measured against what a policy demands.
///
/// A check without a number, without a limit to hold it against or without the baseline it needs is
/// an error, never a pass.
public struct CheckEvaluation: Sendable {
  private let policy: Policy
  private let measurements: Measurements
  private let baseline: Baseline?
  private let allowed: Set<String>
  private let writesBaseline: Bool

  /// An evaluation.
  ///
  /// - Parameters:
  ///   - policy: what is demanded.
  ///   - measurements: what was measured.
  ///   - baseline: what it is compared with.
  ///   - allowed: parts of the fingerprint that may differ in every comparison.
  ///   - writesBaseline: whether the run's purpose is to write a baseline; without another one,
  ///     comparisons are then skipped.
  public init(
    of policy: Policy, measurements: Measurements, baseline: Baseline? = nil,
    allowed: Set<String> = [], writesBaseline: Bool = false
  ) {
    self.policy = policy
    self.measurements = measurements
    self.baseline = baseline
    self.allowed = allowed
    self.writesBaseline = writesBaseline
  }

  /// The report.
  public func report(failsOnWarning: Bool = false, provenance: Provenance) -> CheckReport {
    CheckReport(
      policy: policy.file, baseline: baseline?.file,
      inputs: measurements.entries.map(\.input),
      values: measurements.entries.flatMap { entry in
        entry.metrics.map {
          CheckReport.Value(
            input: entry.input.name, metric: $0, revision: entry.revisions[$0.id] ?? 1)
        }
      },
      results: policy.checks.map(result), failsOnWarning: failsOnWarning,
      writesBaseline: writesBaseline && baseline == nil, provenance: provenance)
  }

  private func result(of check: Policy.Check) -> CheckResult {
    CheckResult(
      id: check.id, input: check.subject.input, metric: check.subject.metric, line: check.line,
      preset: check.preset,
      measured: check.skip == nil ? measurements.metric(check.subject) : nil,
      outcomes: outcomes(of: check))
  }

  private func outcomes(of check: Policy.Check) -> [RuleOutcome] {
    if let reason = check.skip { return [RuleOutcome(.skipped, reason)] }
    let value: Double
    switch measurements.number(check.subject) {
    case .failure(let missing): return [RuleOutcome(.error, missing.own)]
    case .success(let number): value = number
    }
    var outcomes = check.fail.map { limit($0, value, verdict: .fail) }
    outcomes += check.warn.map { limit($0, value, verdict: .warn) }
    if let rule = check.baseline { outcomes += comparison(rule, check) }
    return outcomes
  }

  private func limit(_ limit: Limit, _ value: Double, verdict: CheckVerdict) -> RuleOutcome {
    var demand = limit.demand(verdict == .fail ? "must" : "should")
    let bound: Double
    switch limit.operand {
    case .number(let number): bound = number
    case .metric(let factor, let reference):
      switch measurements.number(reference) {
      case .failure(let missing):
        return RuleOutcome(.error, "\(demand), but \(missing.elsewhere)")
      case .success(let number):
        bound = factor * number
        demand += " (\(NumberText.rounded(bound)))"
      }
    }
    guard bound.isFinite else {
      return RuleOutcome(.error, "\(demand), which is beyond the range of numbers")
    }
    return RuleOutcome(limit.comparison.holds(value, bound) ? verdict : .pass, demand)
  }

  private func comparison(_ rule: BaselineRule, _ check: Policy.Check) -> [RuleOutcome] {
    guard let baseline else {
      if writesBaseline {
        return [RuleOutcome(.skipped, "nothing to compare with: this run writes the baseline")]
      }
      return [
        rule.isRequired
          ? RuleOutcome(
            .error, "needs a baseline; --write-baseline FILE makes one, --baseline FILE takes it")
          : RuleOutcome(.skipped, "no baseline was given")
      ]
    }
    guard let metric = measurements.metric(check.subject) else {
      return [RuleOutcome(.error, "\(check.subject.text) was not computed")]
    }
    let comparison = BaselineComparison(
      rule: rule, subject: check.subject, metric: metric,
      revision: measurements.revision(check.subject),
      input: measurements.input(check.subject.input), baseline: baseline,
      allowed: allowed.union(rule.allowed))
    return comparison.outcomes
  }
}
