import Streaming

/// One retrieved document.
public struct ScoredDocument: Sendable, Hashable {
  /// Its number in the export.
  public let document: Int
  /// Its score.
  public let score: Double

  /// A document with its score.
  public init(document: Int, score: Double) {
    self.document = document
    self.score = score
  }
}

/// Which of two documents with the same score comes first: the one whose identifier is later in byte
/// order, as trec_eval has it.
public struct TieOrder: Sendable, Hashable {
  /// The place of each document among all, the first in ties at 0.
  let places: [Int]

  /// The order of documents with these identifiers.
  ///
  /// - Complexity: O(n log n) comparisons of bytes.
  public init(identifiers: [String]) {
    let bytes = identifiers.map { Array($0.utf8) }
    let order = identifiers.indices.sorted { bytes[$1].lexicographicallyPrecedes(bytes[$0]) }
    var places = [Int](repeating: 0, count: identifiers.count)
    for (place, document) in order.enumerated() { places[document] = place }
    self.places = places
  }

  /// Whether one document stands before another: by score, then by identifier.
  func precedes(_ left: ScoredDocument, _ right: ScoredDocument) -> Bool {
    left.score != right.score
      ? left.score > right.score : places[left.document] < places[right.document]
  }
}

/// The best documents of one query among those offered so far, with all that rounding may have put
/// below them.
private struct Candidates {
  private let count: Int
  private let rounding: Double
  private var found: [ScoredDocument] = []
  private var threshold = -Double.infinity

  init(count: Int, rounding: Double) {
    self.count = count
    self.rounding = rounding
  }

  mutating func offer(_ scores: [Double], from start: Int, documents: Range<Int>) {
    var index = start
    for document in documents {
      if scores[index] >= threshold {
        found.append(ScoredDocument(document: document, score: scores[index]))
      }
      index += 1
    }
    if found.count > 2 * count + 64 { cut() }
  }

  /// Keeps what may be among the best.
  private mutating func cut() {
    guard found.count > count else { return }
    let kept = found.map(\.score).sorted(by: >)[count - 1]
    threshold = max(threshold, kept - rounding)
    found.removeAll { $0.score < threshold }
  }

  /// The best, in order; documents that rounding could have exchanged are scored again.
  mutating func ranking(
    _ order: TieOrder, exactScores: ([Int]) throws -> [Double]
  ) throws -> [ScoredDocument] {
    cut()
    found.sort(by: order.precedes)
    if rounding > 0 {
      var close: [Int] = []
      for index in found.indices
      where (index > 0 && isClose(found[index - 1], found[index]))
        || (index + 1 < found.count && isClose(found[index], found[index + 1]))
      { close.append(index) }
      let exact = try exactScores(close.map { found[$0].document })
      for (index, score) in zip(close, exact) {
        found[index] = ScoredDocument(document: found[index].document, score: score)
      }
      found.sort(by: order.precedes)
    }
    return Array(found.prefix(count))
  }

  private func isClose(_ better: ScoredDocument, _ worse: ScoredDocument) -> Bool {
    better.score == worse.score || better.score - worse.score <= rounding
  }
}

extension ScoreSource {
  /// The best documents of every query, at most `count` each, by score and then by identifier.
  ///
  /// Documents whose scores rounding could have exchanged are scored again in double precision, so
  /// equal documents tie and the order depends on neither block nor `jobs`.
  ///
  /// - Parameters:
  ///   - count: how many of each query; at least 1.
  ///   - order: which document comes first in ties.
  ///   - jobs: how many blocks of queries are worked on at once.
  /// - Complexity: one pass over the documents for each block of queries; O(count) memory a query.
  public func topDocuments(
    _ count: Int, order: TieOrder, jobs: Int
  ) async throws -> [[ScoredDocument]] {
    precondition(count > 0, "a ranking has room for a document")
    precondition(order.places.count == documentCount, "one identifier for each document")
    let (blocks, documentBlocks) = (queryBlocks, documentBlocks)
    var rankings: [[ScoredDocument]] = []
    rankings.reserveCapacity(queryCount)
    try await orderedMap(count: blocks.count, width: jobs) { index in
      try self.rankings(blocks[index], documentBlocks, count, order)
    } consume: { _, part in
      rankings += part
    }
    return rankings
  }

  private func rankings(
    _ queries: Range<Int>, _ documentBlocks: [Range<Int>], _ count: Int, _ order: TieOrder
  ) throws -> [[ScoredDocument]] {
    var candidates = queries.map { Candidates(count: count, rounding: rounding(ofQuery: $0)) }
    for documents in documentBlocks {
      let tile = try scores(queries: queries, documents: documents)
      for index in candidates.indices {
        candidates[index].offer(tile, from: index * documents.count, documents: documents)
      }
    }
    var rankings: [[ScoredDocument]] = []
    for (index, query) in queries.enumerated() {
      rankings.append(
        try candidates[index].ranking(order) { try exactScores(query: query, documents: $0) })
    }
    return rankings
  }

  /// All scores, queries × documents, row-major.
  public func allScores(jobs: Int) async throws -> [Double] {
    let (blocks, documentBlocks, documentCount) = (queryBlocks, documentBlocks, documentCount)
    var all: [Double] = []
    all.reserveCapacity(queryCount * documentCount)
    try await orderedMap(count: blocks.count, width: jobs) { index in
      let queries = blocks[index]
      var rows = [Double](repeating: 0, count: queries.count * documentCount)
      for documents in documentBlocks {
        let tile = try self.scores(queries: queries, documents: documents)
        for row in 0..<queries.count {
          let first = row * documentCount + documents.lowerBound
          for column in 0..<documents.count {
            rows[first + column] = tile[row * documents.count + column]
          }
        }
      }
      return rows
    } consume: { _, rows in
      all += rows
    }
    return all
  }
}
