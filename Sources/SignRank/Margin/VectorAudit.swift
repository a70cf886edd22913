public import EmbeddingSets
import LinearAlgebra

/// What a user's own embeddings make of a relevance matrix: which queries they order correctly, by
/// what margin, and down to which truncated dimension.
///
/// A query is ordered correctly if every relevant document scores above every other; a tie is not.
/// Scores are inner products of queries scaled to norm 1 and documents divided by the largest norm, so
/// that half a gap is comparable with the margin of a witness; with ``Similarity/cosine`` documents are
/// scaled to norm 1 each.
public struct VectorAudit: Sendable {
  /// How a query scores a document.
  public enum Similarity: String, Sendable, Hashable, CaseIterable {
    /// The inner product of the vectors as they are.
    case dot
    /// The inner product of the vectors scaled to norm 1.
    case cosine
  }

  /// One query of the user's.
  public struct Query: Sendable, Hashable {
    /// The row of the matrix.
    public let row: Int
    /// The column of the relevant document that scores least.
    public let worstRelevant: Int
    /// The column of the other document that scores most.
    public let bestOther: Int
    /// The score of the first less that of the second.
    public let gap: Double
  }

  /// Queries with a relevant document and another, in the order of the rows.
  public let queries: [Query]
  /// Components of the vectors.
  public let dimension: Int
  /// The prefixes that were tried, ascending, ``dimension`` last.
  public let prefixes: [Int]
  /// How many queries each prefix orders correctly.
  public let orderedByPrefix: [Int]
  /// The least prefix from which on every longer one that was tried keeps all queries that the whole
  /// vectors order correctly; nil where they order none.
  public let leastPrefix: Int?
  /// The least and the largest norm of a document.
  public let documentNorms: ClosedRange<Double>

  /// How many queries the whole vectors order correctly.
  public var orderedCount: Int { queries.count { $0.gap > 0 } }

  /// At most so many prefixes are tried.
  public static let mostPrefixes = 32
  /// Rows of documents that are scored at a time.
  private static let blockRows = 2048

  /// Measures.
  ///
  /// - Parameters:
  ///   - matrix: queries × documents, relevant or not.
  ///   - documents: document vectors.
  ///   - documentRows: for each row of `documents` its column of the matrix; nil to leave it out.
  ///   - queries: query vectors, of as many components.
  ///   - queryRows: for each row of `queries` its row of the matrix; nil to leave it out.
  ///   - similarity: how vectors are compared.
  ///   - deadline: when to give up.
  ///   - progress: called with the documents scored so far and all of them.
  /// - Throws: what reading throws, and ``VectorAuditError``.
  /// - Complexity: 2 · queries · documents · components operations, in memory of the queries' scores
  ///   of a block of documents.
  public init(
    _ matrix: RelevanceMatrix, documents: any EmbeddingSource, documentRows: [Int?],
    queries: any EmbeddingSource, queryRows: [Int?], similarity: Similarity,
    deadline: Deadline = .never, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws {
    dimension = documents.shape.columnCount
    guard queries.shape.columnCount == dimension else {
      throw VectorAuditError.dimensions(documents: dimension, queries: queries.shape.columnCount)
    }
    let step = (dimension + Self.mostPrefixes - 1) / Self.mostPrefixes
    prefixes = Array(stride(from: step, to: dimension, by: step)) + [dimension]
    var asked: [Int] = []
    var rows: [Int] = []
    for (index, row) in queryRows.enumerated() {
      guard let row else { continue }
      asked.append(index)
      rows.append(row)
    }
    let queryParts = try Self.queryParts(queries, asked, prefixes)
    var tally = GapTally(matrix, rows: rows, prefixCount: prefixes.count)
    var least = Double.infinity
    var greatest = 0.0
    for start in stride(from: 0, to: documents.shape.rowCount, by: Self.blockRows) {
      if deadline.isPassed {
        throw VectorAuditError.outOfTime(done: start, of: documents.shape.rowCount)
      }
      let range = start..<min(start + Self.blockRows, documents.shape.rowCount)
      var values = try documents.block(rows: range).doubles
      for row in 0..<range.count {
        let norm = Self.norm(values, row, dimension)
        guard norm.isFinite else {
          throw VectorAuditError.notFinite(set: documents.name, row: start + row)
        }
        if documentRows[start + row] == nil { continue }
        least = min(least, norm)
        greatest = max(greatest, norm)
        if similarity == .cosine, norm > 0 {
          for place in row * dimension..<(row + 1) * dimension { values[place] /= norm }
        }
      }
      tally.add(values, columns: Array(documentRows[range]), queryParts, prefixes)
      progress(range.upperBound, documents.shape.rowCount)
    }
    documentNorms = least <= greatest ? least...greatest : 0...0
    let scale = similarity == .cosine || greatest == 0 ? 1 : greatest
    (self.queries, orderedByPrefix, leastPrefix) = tally.result(scale: scale, prefixes)
  }

  private static func norm(_ values: [Double], _ row: Int, _ count: Int) -> Double {
    // Scaled, so that the square neither overflows nor vanishes.
    var largest = 0.0
    for place in row * count..<(row + 1) * count {
      guard values[place].isFinite else { return .infinity }
      largest = max(largest, abs(values[place]))
    }
    guard largest > 0 else { return 0 }
    var sum = 0.0
    for place in row * count..<(row + 1) * count {
      let part = values[place] / largest
      sum += part * part
    }
    return largest * sum.squareRoot()
  }

  /// The queries scaled to norm 1, cut into the columns between one prefix and the next.
  private static func queryParts(
    _ queries: any EmbeddingSource, _ asked: [Int], _ prefixes: [Int]
  ) throws -> [Matrix] {
    let dimension = queries.shape.columnCount
    var parts = [[Double]](repeating: [], count: prefixes.count)
    for row in asked {
      let values = try queries.block(rows: row..<row + 1).doubles
      let norm = norm(values, 0, dimension)
      guard norm.isFinite else { throw VectorAuditError.notFinite(set: queries.name, row: row) }
      var start = 0
      for (index, end) in prefixes.enumerated() {
        parts[index] += values[start..<end].map { norm > 0 ? $0 / norm : 0 }
        start = end
      }
    }
    var start = 0
    return zip(prefixes, parts).map { end, elements in
      defer { start = end }
      return Matrix(rowCount: asked.count, columnCount: end - start, elements: elements)
    }
  }
}

/// Why embeddings cannot be held against a matrix.
public enum VectorAuditError: Error, Hashable, CustomStringConvertible {
  /// Queries and documents differ in length.
  case dimensions(documents: Int, queries: Int)
  /// A vector holds NaN or an infinity.
  case notFinite(set: String, row: Int)
  /// The deadline came first.
  case outOfTime(done: Int, of: Int)

  /// What was expected and found, and what to do.
  public var description: String {
    switch self {
    case .dimensions(let documents, let queries):
      "documents have \(documents) components, queries \(queries).\n"
        + "Give the two exports of one model."
    case .notFinite(let set, let row):
      "\(set): row \(row): the vector holds NaN or infinity.\nExport it again."
    case .outOfTime(let done, let total):
      "the time was over when \(done) of \(total) documents were scored.\nGive it more."
    }
  }
}

/// Least scores of relevant documents and greatest scores of others, for each query and prefix, as
/// documents come in blocks.
private struct GapTally {
  private let matrix: RelevanceMatrix
  private let rows: [Int]
  private let prefixCount: Int
  private var least: [Double]
  private var greatest: [Double]
  private var worstRelevant: [Int]
  private var bestOther: [Int]
  /// For each query the place of a column in its lists, found by search.
  private var sign: [Int8]

  init(_ matrix: RelevanceMatrix, rows: [Int], prefixCount: Int) {
    self.matrix = matrix
    self.rows = rows
    self.prefixCount = prefixCount
    least = Array(repeating: .infinity, count: rows.count * prefixCount)
    greatest = Array(repeating: -.infinity, count: rows.count * prefixCount)
    worstRelevant = Array(repeating: -1, count: rows.count)
    bestOther = worstRelevant
    sign = []
  }

  mutating func add(
    _ documents: [Double], columns: [Int?], _ queries: [Matrix], _ prefixes: [Int]
  ) {
    let count = columns.count
    let dimension = prefixes[prefixCount - 1]
    var places: [Int: Int] = [:]
    for (index, column) in columns.enumerated() { if let column { places[column] = index } }
    let base: [Int8] = columns.map { $0 == nil || matrix.hasHoles ? 0 : -1 }
    let signs = rows.map { row in
      var sign = base
      for column in matrix.judgedNotRelevant?[row] ?? [] {
        if let place = places[column] { sign[place] = -1 }
      }
      for column in matrix.relevant[row] { if let place = places[column] { sign[place] = 1 } }
      return sign
    }
    var scores = [Double](repeating: 0, count: rows.count * count)
    var start = 0
    for (prefix, end) in prefixes.enumerated() {
      var part = [Double](repeating: 0, count: count * (end - start))
      for document in 0..<count {
        for index in start..<end {
          part[document * (end - start) + index - start] = documents[document * dimension + index]
        }
      }
      let added = product(
        queries[prefix],
        Matrix(rowCount: count, columnCount: end - start, elements: part), transposeB: true)
      for index in scores.indices { scores[index] += added.elements[index] }
      for query in rows.indices {
        scan(scores, signs[query], query: query, prefix: prefix, columns: columns)
      }
      start = end
    }
  }

  private mutating func scan(
    _ scores: [Double], _ signs: [Int8], query: Int, prefix: Int, columns: [Int?]
  ) {
    var low = Double.infinity
    var high = -Double.infinity
    var lowPlace = -1
    var highPlace = -1
    let first = query * signs.count
    for index in signs.indices {
      let score = scores[first + index]
      if signs[index] > 0, score < low {
        low = score
        lowPlace = index
      } else if signs[index] < 0, score > high {
        high = score
        highPlace = index
      }
    }
    let cell = query * prefixCount + prefix
    let isWhole = prefix == prefixCount - 1
    if low < least[cell] {
      least[cell] = low
      if isWhole { worstRelevant[query] = columns[lowPlace] ?? -1 }
    }
    if high > greatest[cell] {
      greatest[cell] = high
      if isWhole { bestOther[query] = columns[highPlace] ?? -1 }
    }
  }

  func result(
    scale: Double, _ prefixes: [Int]
  ) -> (queries: [VectorAudit.Query], ordered: [Int], leastPrefix: Int?) {
    var queries: [VectorAudit.Query] = []
    var ordered = [Int](repeating: 0, count: prefixCount)
    var firstKept = 0
    for (index, row) in rows.enumerated() where worstRelevant[index] >= 0 && bestOther[index] >= 0 {
      let last = (index + 1) * prefixCount - 1
      queries.append(
        VectorAudit.Query(
          row: row, worstRelevant: worstRelevant[index], bestOther: bestOther[index],
          gap: (least[last] - greatest[last]) / scale))
      let isRight = least[last] > greatest[last]
      for prefix in 0..<prefixCount {
        let cell = index * prefixCount + prefix
        if least[cell] > greatest[cell] {
          ordered[prefix] += 1
        } else if isRight {
          firstKept = max(firstKept, prefix + 1)
        }
      }
    }
    queries.sort { $0.row < $1.row }
    let isAnyRight = queries.contains { $0.gap > 0 }
    return (queries, ordered, isAnyRight ? prefixes[firstKept] : nil)
  }
}
