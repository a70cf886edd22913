/// What became of one rule of a check: a limit, or the comparison with the baseline.
public struct RuleOutcome: Hashable, Sendable {
  /// What it came to.
  public let verdict: CheckVerdict
  /// What was demanded and, where it helps, what was found: `must be >= 250`.
  public let text: String

  /// An outcome.
  public init(_ verdict: CheckVerdict, _ text: String) {
    self.verdict = verdict
    self.text = text
  }
}

/// What became of one check.
public struct CheckResult: Hashable, Sendable {
  /// The name of the check: its metric, unless the policy gives it another.
  public let id: String
  /// The input it looks at.
  public let input: String
  /// The metric of that input.
  public let metric: MetricID
  /// The line of the policy file that asks for it; nothing where a preset does.
  public let line: Int?
  /// The preset that asks for it, where one does.
  public let preset: String?
  /// The worst that its rules came to.
  public let verdict: CheckVerdict
  /// What was measured, where anything was.
  public let measured: Metric?
  /// Its rules in the order of the policy, or the one reason why none was evaluated.
  public let outcomes: [RuleOutcome]

  /// A result.
  public init(
    id: String, input: String, metric: MetricID, line: Int?, preset: String?,
    measured: Metric?, outcomes: [RuleOutcome]
  ) {
    self.id = id
    self.input = input
    self.metric = metric
    self.line = line
    self.preset = preset
    verdict = outcomes.map(\.verdict).max() ?? .error
    self.measured = measured
    self.outcomes = outcomes
  }

  /// The metric with its input, as policies write it: `corpus.data.rows`.
  public var qualifiedMetric: String { metric.qualified(by: input) }

  /// Where it was asked for: `line 9` or `preset retrieval-default`.
  public var origin: String {
    line.map { "line \($0)" } ?? preset.map { "preset \($0)" } ?? "the policy"
  }

  /// The rules that came to the verdict; of a check that passed, all of them.
  public var decisive: [RuleOutcome] {
    let worst = outcomes.filter { $0.verdict == verdict }
    return verdict == .pass
      ? worst : worst + outcomes.filter { $0.verdict == .fail && verdict > .fail }
  }
}
