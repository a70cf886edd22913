public import Findings

/// What was measured of the inputs of a policy.
public struct Measurements: Sendable {
  /// What was measured of one input, or why nothing was.
  public struct Entry: Sendable {
    /// The input as it was found.
    public let input: CheckReport.Input
    /// The metrics that were asked for.
    public let metrics: [Metric]
    /// The revision of each metric's definition.
    public let revisions: [MetricID: Int]

    /// What was measured.
    public init(input: CheckReport.Input, metrics: [Metric], revisions: [MetricID: Int]) {
      self.input = input
      self.metrics = metrics
      self.revisions = revisions
    }
  }

  /// One entry an input, in the order of the policy.
  public let entries: [Entry]
  private let byName: [String: Entry]

  /// Measurements.
  public init(_ entries: [Entry]) {
    self.entries = entries
    byName = Dictionary(entries.map { ($0.input.name, $0) }) { first, _ in first }
  }

  /// The input of a name.
  public func input(_ name: String) -> CheckReport.Input? { byName[name]?.input }

  /// The metric, where it was asked for and its input could be read.
  public func metric(_ reference: Limit.Reference) -> Metric? {
    byName[reference.input]?.metrics.first { $0.id == reference.metric }
  }

  /// The revision of a metric's definition.
  func revision(_ reference: Limit.Reference) -> Int {
    byName[reference.input]?.revisions[reference.metric] ?? 1
  }

  /// The number, or why there is none.
  func number(_ reference: Limit.Reference) -> Result<Double, Missing> {
    guard let entry = byName[reference.input] else {
      let reason = "\(reference.input) was not measured"
      return .failure(Missing(own: reason, elsewhere: reason))
    }
    if let failure = entry.input.failure {
      let what = "\(reference.input) could not be read"
      return .failure(Missing(own: "\(what): \(failure)", elsewhere: what))
    }
    guard let metric = metric(reference) else {
      return .failure(Missing(own: "not computed", elsewhere: "\(reference.text) was not computed"))
    }
    guard let number = metric.value.number else {
      let status = metric.value.status
      let reason = metric.value.reason ?? "no reason is known"
      return .failure(
        Missing(
          own: "\(status): \(reason)", elsewhere: "\(reference.text) is \(status): \(reason)"))
    }
    return .success(number)
  }

  /// Why there is no number.
  struct Missing: Error {
    /// For the check of this metric itself, beside which the metric is named.
    let own: String
    /// For a check that needs it on the right of a limit.
    let elsewhere: String
  }
}
