/// A representation that scores a tile of queries and documents at a time.
public protocol TiledRepresentation: Representation {
  /// The consecutive documents that one tile covers, in order.
  ///
  /// They depend on the data alone, so that a score does too.
  var documentBlocks: [Range<Int>] { get }
  /// The consecutive queries that one tile covers, in order.
  var queryBlocks: [Range<Int>] { get }
  /// Documents that equal an earlier one, each with the first that it equals.
  ///
  /// Products of tiles round by the place in the tile; equal documents must tie all the same.
  var copies: [DocumentCopy] { get }

  /// The scores of a tile, queries × documents, row-major; as ``Representation/scores(queries:)``.
  func scores(queries: Range<Int>, documents: Range<Int>) throws -> [Double]
}

/// A document whose vectors are those of an earlier one.
public struct DocumentCopy: Sendable, Hashable {
  /// The later document.
  public let document: Int
  /// The first one that it equals.
  public let original: Int
}

extension TiledRepresentation {
  /// Scores of all documents, tile after tile; copies get the score of their original.
  public func scores(queries: Range<Int>) throws -> [Double] {
    try assembled(queryCount: queries.count) { try scores(queries: queries, documents: $0) }
  }

  /// Rows of all documents from tiles of some.
  func assembled(
    queryCount: Int, tile: (_ documents: Range<Int>) throws -> [Double]
  ) rethrows -> [Double] {
    let documentCount = documentCount
    var rows = [Double](repeating: 0, count: queryCount * documentCount)
    for documents in documentBlocks {
      let tile = try tile(documents)
      for row in 0..<queryCount {
        let first = row * documentCount + documents.lowerBound
        let start = row * documents.count
        for column in 0..<documents.count { rows[first + column] = tile[start + column] }
      }
    }
    for copy in copies {
      for first in stride(from: 0, to: rows.count, by: documentCount) {
        rows[first + copy.document] = rows[first + copy.original]
      }
    }
    return rows
  }
}

/// The copies among documents with these fingerprints.
///
/// - Parameter isEqual: whether two documents of one fingerprint are equal indeed.
func copies(
  fingerprints: [UInt64], isEqual: (Int, Int) throws -> Bool
) rethrows -> [DocumentCopy] {
  var originals: [UInt64: [Int]] = [:]
  var copies: [DocumentCopy] = []
  for (document, fingerprint) in fingerprints.enumerated() {
    let candidates = originals[fingerprint, default: []]
    if let original = try candidates.first(where: { try isEqual($0, document) }) {
      copies.append(DocumentCopy(document: document, original: original))
    } else {
      originals[fingerprint] = candidates + [document]
    }
  }
  return copies
}

/// An export that cannot be scored: which one, where, and what to do.
public struct RepresentationError: Error, Hashable, Sendable, CustomStringConvertible {
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
