/// How bad a finding is.
public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Worth knowing.
  case note
  /// Probably costs quality.
  case warning
  /// The set should not be used as it is.
  case failure

  /// Order from note to failure.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .failure: 2
    }
  }
}

/// A judgement about metrics: what is wrong, on what evidence, and one thing to do.
public struct Finding: Hashable, Sendable {
  /// A stable name: `dead-dimensions`.
  public let id: String
  /// How bad.
  public let severity: Severity
  /// What was found, in one or two sentences with the numbers.
  public let message: String
  /// The metrics it rests on.
  public let evidence: [MetricID]
  /// One action.
  public let advice: String

  /// A finding.
  public init(
    id: String, severity: Severity, message: String, evidence: [MetricID], advice: String
  ) {
    self.id = id
    self.severity = severity
    self.message = message
    self.evidence = evidence
    self.advice = advice
  }
}
