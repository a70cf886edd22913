/// What one check of a policy came to.
public enum CheckVerdict: String, Hashable, Sendable, CaseIterable {
  /// The value is where the policy wants it.
  case pass
  /// Beyond the line that warns.
  case warn
  /// Beyond the line that fails.
  case fail
  /// Not evaluated, because the policy says so.
  case skipped
  /// Not evaluable: nothing may pass because of it.
  case error
}

extension CheckVerdict: Comparable {
  /// How much attention a verdict needs: skipped, pass, warn, fail, error.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .skipped: 0
    case .pass: 1
    case .warn: 2
    case .fail: 3
    case .error: 4
    }
  }
}
