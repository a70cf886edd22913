public import Findings

/// How far a metric may move from its baseline.
public struct BaselineRule: Hashable, Sendable {
  /// So much in the metric's own unit, or so many percent of the baseline.
  public struct Amount: Hashable, Sendable {
    /// The number: 5 for `5%`.
    public let value: Double
    /// Whether it is a percentage of the baseline's magnitude.
    public let isPercent: Bool

    /// An amount.
    public init(_ value: Double, isPercent: Bool = false) {
      self.value = value
      self.isPercent = isPercent
    }

    /// An amount from its text, `0.05` or `5%`; nothing if it is neither or negative.
    init?(_ text: String) {
      let trimmed = text.trimmed
      isPercent = trimmed.hasSuffix("%")
      let digits = isPercent ? String(trimmed.dropLast()).trimmed : trimmed
      guard let value = PlainNumber.parse(digits), value >= 0 else { return nil }
      self.value = value
    }

    /// As policies write it.
    public var text: String { NumberText.shortest(value) + (isPercent ? " %" : "") }
  }

  /// The movements that can be limited.
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    /// Below the baseline.
    case drop = "max_drop"
    /// Above the baseline.
    case increase = "max_increase"
    /// Either way.
    case change = "max_change"

    /// What messages call it.
    var noun: String {
      switch self {
      case .drop: "drop"
      case .increase: "increase"
      case .change: "change"
      }
    }

    /// How far a change goes in this direction.
    func extent(_ change: Double) -> Double {
      switch self {
      case .drop: -change
      case .increase: change
      case .change: change.magnitude
      }
    }
  }

  /// One limited movement.
  public struct Allowance: Hashable, Sendable {
    /// Which movement.
    public let direction: Direction
    /// How much of it is allowed.
    public let amount: Amount

    /// An allowance.
    public init(_ direction: Direction, _ amount: Amount) {
      self.direction = direction
      self.amount = amount
    }
  }

  /// The movements that are limited, at least one.
  public let allowances: [Allowance]
  /// A change has to be larger than so many of its standard errors before it counts.
  public let noise: Double?
  /// What a movement beyond its limit comes to: `fail` or `warn`.
  public let verdict: CheckVerdict
  /// Whether a run without a baseline has no verdict; if not, the comparison is skipped.
  public let isRequired: Bool
  /// Parts of the fingerprint that may differ.
  public let allowed: Set<String>

  /// A rule.
  public init(
    _ allowances: [Allowance], noise: Double? = nil, verdict: CheckVerdict = .fail,
    isRequired: Bool = true, allowed: Set<String> = []
  ) {
    self.allowances = allowances
    self.noise = noise
    self.verdict = verdict
    self.isRequired = isRequired
    self.allowed = allowed
  }
}
