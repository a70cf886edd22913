import EmbeddingSets
public import Findings

/// A representation that can say what it holds, beyond what it costs.
public protocol AuditedRepresentation: TiledRepresentation {
  /// What the export holds, and what may be cut from it.
  ///
  /// - Throws: what scoring throws.
  func audit(_ options: AuditOptions) async throws -> Audit
  /// What a user should know before trusting a score: rows without direction, items without tokens,
  /// weights of the wrong sign.
  var cautions: [Finding] { get }
  /// What the best linear queries could find, or why that cannot be said.
  ///
  /// - Throws: what scoring throws.
  func oracle(_ question: OracleQuestion) async throws -> LinearOracle
  /// The same documents asked by some of the queries, in the order given.
  ///
  /// - Throws: what reading them throws.
  func asking(_ queries: [Int]) throws -> any TiledRepresentation
}

extension TokenRepresentation: AuditedRepresentation {
  /// The same documents asked by some of the queries.
  public func asking(_ queries: [Int]) throws -> any TiledRepresentation {
    try asked(by: self.queries.selecting(queries))
  }
}

extension SparseRepresentation: AuditedRepresentation {
  /// The same documents asked by some of the queries.
  public func asking(_ queries: [Int]) throws -> any TiledRepresentation {
    try SparseRepresentation(
      name: name, kind: kind, documents: documents, queries: self.queries.selecting(queries),
      unmatched: unmatched)
  }
}

extension DenseRepresentation: AuditedRepresentation {
  /// Its cautions; `diagnose` and `capacity` measure single vectors.
  public func audit(_ options: AuditOptions) async throws -> Audit {
    var audit = Audit()
    audit.findings = cautions
    return audit
  }

  /// The same documents asked by some of the queries.
  public func asking(_ queries: [Int]) throws -> any TiledRepresentation {
    try asked(by: RowSelection(self.queries, rows: queries).inMemory())
  }
}
