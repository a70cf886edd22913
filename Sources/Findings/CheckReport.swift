/// What one run of `check` found: a verdict a check, and what the verdicts rest on.
public struct CheckReport: Hashable, Sendable {
  /// The version of the document's shape.
  public static let schema = "embedscope.check/1"

  /// One input of the policy, as it was found.
  public struct Input: Hashable, Sendable {
    /// Its name in the policy.
    public let name: String
    /// What kind of input it is: `embeddings`.
    public let kind: String
    /// The file or pattern it was read from.
    public let path: String
    /// What has to agree before two runs are compared, in order: rows, dimensions, seed...
    public let fingerprint: [Fact]
    /// Digest of its values, where there is one.
    public let digest: String?
    /// Why nothing of it is known, where nothing is.
    public let failure: String?

    /// An input.
    public init(
      name: String, kind: String, path: String, fingerprint: [Fact] = [], digest: String? = nil,
      failure: String? = nil
    ) {
      self.name = name
      self.kind = kind
      self.path = path
      self.fingerprint = fingerprint
      self.digest = digest
      self.failure = failure
    }
  }

  /// One part of a fingerprint.
  public struct Fact: Hashable, Sendable {
    /// Its name, which `--allow-mismatch` takes: `rows`.
    public let name: String
    /// Its value as text.
    public let value: String

    /// A fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One number that checks looked at.
  public struct Value: Hashable, Sendable {
    /// The input it belongs to.
    public let input: String
    /// The metric.
    public let metric: Metric
    /// The revision of the metric's definition.
    public let revision: Int

    /// A value.
    public init(input: String, metric: Metric, revision: Int) {
      self.input = input
      self.metric = metric
      self.revision = revision
    }

    /// The metric with its input: `corpus.data.rows`.
    public var id: String { metric.id.qualified(by: input) }
  }

  /// The policy file.
  public let policy: String
  /// The baseline file, where there was one.
  public let baseline: String?
  /// The inputs, in the order of the policy.
  public let inputs: [Input]
  /// Every number that was looked at, in the order of the inputs and of their metrics.
  public let values: [Value]
  /// The checks, in the order of the policy.
  public let results: [CheckResult]
  /// Whether a warning fails the run.
  public let failsOnWarning: Bool
  /// Whether the run's purpose is to write a baseline, so that comparisons wait for the next.
  public let writesBaseline: Bool
  /// Whether the policy cannot be followed: the results are then its faults.
  public let isRefusal: Bool
  /// What made it.
  public let provenance: Provenance

  /// A report.
  public init(
    policy: String, baseline: String?, inputs: [Input], values: [Value], results: [CheckResult],
    failsOnWarning: Bool, writesBaseline: Bool, isRefusal: Bool = false, provenance: Provenance
  ) {
    self.policy = policy
    self.baseline = baseline
    self.inputs = inputs
    self.values = values
    self.results = results
    self.failsOnWarning = failsOnWarning
    self.writesBaseline = writesBaseline
    self.isRefusal = isRefusal
    self.provenance = provenance
  }

  /// How many checks came to a verdict.
  public func count(_ verdict: CheckVerdict) -> Int {
    results.count { $0.verdict == verdict }
  }

  /// How many checks broke a limit that fails, those that could not be evaluated in full included.
  public var failedCount: Int {
    results.count { $0.outcomes.contains { $0.verdict == .fail } }
  }

  /// What the run as a whole came to.
  public enum Outcome: String, Hashable, Sendable {
    /// Everything that was asked was answered, and nothing is beyond its limit.
    case passed
    /// A check failed, and every check could be evaluated.
    case failed
    /// Something could not be evaluated, or nothing was.
    case noVerdict = "no-verdict"
  }

  /// The outcome: errors first, because a run that could not look everywhere has no verdict.
  public var outcome: Outcome {
    if count(.error) > 0 || inputs.contains(where: { $0.failure != nil }) { return .noVerdict }
    if count(.fail) > 0 || (failsOnWarning && count(.warn) > 0) { return .failed }
    if results.allSatisfy({ $0.verdict == .skipped }) {
      return writesBaseline && !values.isEmpty ? .passed : .noVerdict
    }
    return .passed
  }

  /// The exit code that goes with the outcome: 0, 1 or 2.
  public var exitCode: Int32 {
    switch outcome {
    case .passed: 0
    case .failed: 1
    case .noVerdict: 2
    }
  }
}

extension CheckReport {
  /// The answer in one line: `FAILED: 1 of 6 checks (policy p.yml, baseline main.json)`.
  public var headline: String {
    let sources = "policy \(policy)" + (baseline.map { ", baseline \($0)" } ?? "")
    return "\(headlineWord): \(headlineCounts) (\(sources))"
  }

  private var headlineWord: String {
    switch outcome {
    case .passed: "PASSED"
    case .failed: "FAILED"
    case .noVerdict: "NO VERDICT"
    }
  }

  private var headlineCounts: String {
    if isRefusal {
      return "the policy cannot be followed, \(NumberText.grouped(results.count)) "
        + "fault\(results.count == 1 ? "" : "s")"
    }
    let total = "\(NumberText.grouped(results.count)) check\(results.count == 1 ? "" : "s")"
    let errors = count(.error)
    switch outcome {
    case .passed where count(.pass) + count(.warn) == 0:
      return "nothing to compare yet, \(total) wait\(results.count == 1 ? "s" : "") for a baseline"
    case .passed:
      let warnings = count(.warn)
      let skipped = count(.skipped)
      let notes =
        (warnings > 0 ? ["\(warnings) with a warning"] : [])
        + (skipped > 0 ? ["\(skipped) skipped"] : [])
      return total + (notes.isEmpty ? "" : ", \(notes.joined(separator: ", "))")
    case .failed:
      let failed = count(.fail) + (failsOnWarning ? count(.warn) : 0)
      return "\(NumberText.grouped(failed)) of \(total)"
    case .noVerdict where errors == 0:
      return inputs.contains { $0.failure != nil }
        ? "an input could not be read" : "nothing was checked: all of \(total) are skipped"
    case .noVerdict:
      let both = failedCount > 0 ? "; \(NumberText.grouped(failedCount)) failed" : ""
      return "\(NumberText.grouped(errors)) of \(total) could not be evaluated\(both)"
    }
  }
}
