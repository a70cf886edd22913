/// A representation that can say what it holds, beyond what it costs.
public protocol AuditedRepresentation: TiledRepresentation {
  /// What the export holds, and what may be cut from it.
  ///
  /// - Throws: what scoring throws.
  func audit(_ options: AuditOptions) async throws -> Audit
}

extension TokenRepresentation: AuditedRepresentation {}
extension SparseRepresentation: AuditedRepresentation {}

extension DenseRepresentation: AuditedRepresentation {
  /// Nothing beyond the cost: `diagnose` and `capacity` measure single vectors.
  public func audit(_ options: AuditOptions) async throws -> Audit { Audit() }
}
