/// Something that scores every document for every query, a tile at a time: vectors, tokens, terms.
///
/// Queries and documents are numbered in the order of the export. A larger score is a better match.
public protocol ScoreSource: Sendable {
  /// Number of queries.
  var queryCount: Int { get }
  /// Number of documents.
  var documentCount: Int { get }

  /// The consecutive documents that one tile should cover, in order.
  ///
  /// They depend on the data alone, so that a score does too.
  var documentBlocks: [Range<Int>] { get }
  /// The consecutive queries that one tile should cover, in order.
  var queryBlocks: [Range<Int>] { get }

  /// The scores of a tile, queries × documents, row-major; -∞ where a document cannot match.
  ///
  /// - Throws: ``ScoreError``, or an error of the reader.
  func scores(queries: Range<Int>, documents: Range<Int>) throws -> [Double]

  /// Documents closer than this for a query may stand in the wrong order, because of rounding.
  func rounding(ofQuery query: Int) -> Double
  /// Scores of single pairs, in double precision and in an order of operations that depends on the
  /// pair alone: equal documents get equal scores, wherever they stand.
  func exactScores(query: Int, documents: [Int]) throws -> [Double]
}

extension ScoreSource {
  /// None.
  public func rounding(ofQuery query: Int) -> Double { 0 }
}

/// An export that cannot be scored: which one, where, and what to do.
public struct ScoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a clause with the name of the export.
  public let problem: String
  /// What to do, as a sentence.
  public let remedy: String

  /// An error.
  public init(_ problem: String, remedy: String) {
    self.problem = problem
    self.remedy = remedy
  }

  /// One line for each.
  public var description: String { "\(problem).\n\(remedy)" }
}

/// Cuts `count` items into consecutive ranges of at most `length`, in order.
func ranges(of count: Int, length: Int) -> [Range<Int>] {
  precondition(length > 0, "a range holds something")
  return stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
}
