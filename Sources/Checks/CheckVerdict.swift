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
