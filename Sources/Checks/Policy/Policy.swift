public import Findings

/// What a policy asks for, with every name looked up.
public struct Policy: Sendable {
  /// One check.
  public struct Check: Hashable, Sendable {
    /// Its name; no two checks share one.
    public let id: String
    /// The metric it looks at.
    public let subject: Limit.Reference
    /// The line that asks for it; nothing where a preset does.
    public let line: Int?
    /// The preset that asks for it, where one does.
    public let preset: String?
    /// Limits beyond which it fails.
    public let fail: [Limit]
    /// Limits beyond which it warns.
    public let warn: [Limit]
    /// How far it may move from the baseline.
    public let baseline: BaselineRule?
    /// Why it is not evaluated, where the policy says so.
    public let skip: String?
  }

  /// The file.
  public let file: String
  /// The inputs, in order.
  public let inputs: [InputDeclaration]
  /// The checks, in order.
  public let checks: [Check]
  /// The seed, where the policy fixes it.
  public let seed: UInt64?
  /// Other options by name.
  public let options: [String: Double]
  /// Inputs that nothing looks at: they are not read, and a report has to say so.
  public let unusedInputs: [String]

  /// The metrics of an input that have to be known, those on the right of limits included.
  public func metrics(of input: String) -> [MetricID] {
    var seen: Set<MetricID> = []
    var found: [MetricID] = []
    for check in checks where check.skip == nil {
      var references = [check.subject]
      for limit in check.fail + check.warn {
        if case .metric(_, let reference) = limit.operand { references.append(reference) }
      }
      for reference in references
      where reference.input == input && seen.insert(reference.metric).inserted {
        found.append(reference.metric)
      }
    }
    return found
  }
}

/// The keys of a policy.
public enum PolicyKeys {
  /// The number of this form of policies.
  public static let schema = 1

  /// Keys of `baseline`.
  public static func baseline(fingerprints: [String]) -> [PolicyKey] {
    [
      PolicyKey(
        "max_drop", .amount, "How far the value may fall below the baseline: 5% or 0.05."),
      PolicyKey(
        "max_increase", .amount, "How far the value may rise above the baseline: 5% or 0.05."),
      PolicyKey(
        "max_change", .amount, "How far the value may move either way: 5% or 0.05."),
      PolicyKey(
        "noise", .number,
        "A change counts only if it is larger than this many of its standard errors."),
      PolicyKey(
        "verdict", .choice(["fail", "warn"]), "What a larger change comes to (default: fail)."),
      PolicyKey(
        "required", .flag,
        "Whether a run without a baseline has no verdict (default: true); false skips then."),
      PolicyKey(
        "allow", .choices(fingerprints), "Parts of the fingerprint that may differ."),
    ]
  }

  /// Keys of a check.
  public static func check(fingerprints: [String]) -> [PolicyKey] {
    [
      PolicyKey(
        "metric", .metric, isRequired: true,
        "INPUT.METRIC-ID, or \"*.METRIC-ID\" for every input that has it."),
      PolicyKey("id", .text, "A name for the check (default: its metric)."),
      PolicyKey("fail", .limits, "What must not be, such as \"< 100\"."),
      PolicyKey("warn", .limits, "What should not be, such as \"< 150\"."),
      PolicyKey(
        "baseline", .mapping(baseline(fingerprints: fingerprints)),
        "How far the value may move from the baseline."),
      PolicyKey("skip", .text, "Why this check is not evaluated for now."),
    ]
  }

  /// Keys of `options`.
  public static let options = [
    PolicyKey("seed", .integer(atLeast: 0), "Seed of everything random (default: 0)."),
    PolicyKey(
      "pair_budget", .number,
      "Multiply-adds that one exact sweep over pairs may cost; beyond it pairs are sampled."),
    PolicyKey(
      "neighbors_budget", .number,
      "Multiply-adds that one search for neighbours may cost; beyond it queries are sampled."),
    PolicyKey(
      "duplicate_budget", .integer(atLeast: 0),
      "Most rows among which exact duplicates are looked for."),
  ]

  /// Keys of the whole document.
  public static func document(fingerprints: [String]) -> [PolicyKey] {
    [
      PolicyKey(
        "schema", .integer(atLeast: 1), isRequired: true, "The form of this file: \(schema)."),
      PolicyKey(
        "preset", .choices(PolicyPreset.all.map(\.name)),
        "Checks to start from; a check of the same name takes the place of the preset's."),
      PolicyKey("inputs", .inputs, isRequired: true, "What is looked at, by name."),
      PolicyKey(
        "checks", .mappings(check(fingerprints: fingerprints)), "What is demanded of it."),
      PolicyKey("options", .mapping(options), "How it is computed."),
    ]
  }

  /// The key of an input that names its kind.
  static func kind(_ kinds: [InputKind]) -> PolicyKey {
    PolicyKey(
      "kind", .choice(kinds.map(\.id)), "What the input is, where its name does not tell.")
  }

  /// Keys of an input of a kind.
  public static func input(_ kind: InputKind, among kinds: [InputKind]) -> [PolicyKey] {
    [Self.kind(kinds)] + kind.keys
  }
}
