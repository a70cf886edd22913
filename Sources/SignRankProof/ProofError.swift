/// Why a certificate is not accepted.
public enum ProofError: Error, Hashable, Sendable {
  /// It cannot be read: no JSON, a field that is missing or of the wrong kind, an unknown kind of
  /// evidence.
  case unreadable(String)
  /// It can be read, and what it says is not proved: the reason, as a clause.
  case invalid(String)
}

extension ProofError: CustomStringConvertible {
  /// The reason.
  public var description: String {
    switch self {
    case .unreadable(let reason), .invalid(let reason): reason
    }
  }
}
