/// One export of documents and queries that gives every document a score for every query.
///
/// Dense vectors, ragged token vectors, sparse vectors, term counts, or a finished run. Everything
/// that compares, fuses or chains representations is written against this and sees no vectors.
/// Queries and documents are numbered alike in all representations of one evaluation: query `q` is
/// line `q` of the query identifiers, document `d` line `d` of the document identifiers.
///
/// A conformer is one source file; it reads what it needs up front or by blocks, and may be asked by
/// several tasks at once.
public protocol Representation: Sendable {
  /// What reports call it: the NAME of `--dense NAME=...`.
  var name: String { get }
  /// What it is, in one word: `dense`, `tokens`, `sparse`, `bm25` or `run`.
  var kind: String { get }
  /// Number of queries.
  var queryCount: Int { get }
  /// Number of documents.
  var documentCount: Int { get }
  /// What it costs to keep and to ask.
  var cost: RepresentationCost { get }

  /// The scores of all documents for some consecutive queries.
  ///
  /// - Parameter queries: a range inside `0..<queryCount`; anything else is a programming error.
  /// - Returns: queries.count × documentCount values, row-major, larger is better. Minus infinity
  ///   marks a document that is not retrieved (no posting in common, no tokens, absent from a run):
  ///   it is left out of runs. Never NaN, never plus infinity.
  /// - Throws: input errors of the export, among them scores that are not finite.
  func scores(queries: Range<Int>) throws -> [Double]
}

/// What a representation costs: bytes to keep, multiplications to ask.
///
/// Counted from the export, not timed: the same on every machine. Index structures (HNSW, IVF) are
/// not modelled.
public struct RepresentationCost: Sendable, Hashable {
  /// Mean bytes that one document takes as exported; nil where a run does not tell.
  public let bytesPerDocument: Double?
  /// Mean multiplications that scoring all documents for one query takes; nil where unknown.
  public let multiplicationsPerQuery: Double?
  /// The formula in words: `dimensions x 4 bytes; dimensions x documents`.
  public let formula: String

  /// A cost.
  public init(
    bytesPerDocument: Double?, multiplicationsPerQuery: Double?, formula: String
  ) {
    self.bytesPerDocument = bytesPerDocument
    self.multiplicationsPerQuery = multiplicationsPerQuery
    self.formula = formula
  }

  /// Nothing is known of it, as of a finished run.
  public static let unknown = RepresentationCost(
    bytesPerDocument: nil, multiplicationsPerQuery: nil, formula: "not told by a run")
}
