public import EmbeddingSets
import Streaming

extension RetrievalRun {
  /// The best documents of every query of a representation, at most `depth` each.
  ///
  /// - Parameters:
  ///   - representation: what scores the documents.
  ///   - depth: how many documents of each query; at least 1.
  ///   - queries: identifiers in the order of the representation, each once.
  ///   - documents: identifiers in the order of the representation, each once.
  ///   - jobs: how many blocks of queries are worked on at once; changes speed only.
  /// - Throws: what scoring throws.
  /// - Complexity: the scores, and O(n + depth log depth) a query.
  public init(
    of representation: any Representation, depth: Int, queries: IdentifierTable,
    documents: IdentifierTable, jobs: Int
  ) async throws {
    precondition(depth > 0, "a ranking has room for a document")
    precondition(
      queries.count == representation.queryCount
        && documents.count == representation.documentCount, "one identifier for each item")
    let blocks =
      (representation as? any TiledRepresentation)?.queryBlocks
      ?? ranges(of: representation.queryCount, length: 32)
    var starts = [0]
    var ranked: [Int32] = []
    var scores: [Double] = []
    try await orderedMap(count: blocks.count, width: jobs) { index in
      let rows = try representation.scores(queries: blocks[index])
      return (0..<blocks[index].count).map { row in
        var best = BestDocuments(depth: depth)
        best.take(rows, in: row * documents.count..<(row + 1) * documents.count)
        return best.ranking(documents)
      }
    } consume: { _, rankings in
      for ranking in rankings {
        ranked += ranking.map(\.document)
        scores += ranking.map(\.score)
        starts.append(ranked.count)
      }
    }
    self.init(
      name: representation.name, queries: queries, documents: documents, starts: starts,
      unordered: ranked, scores: scores)
  }
}

/// The best documents of one query, and all that tie with the last of them.
struct BestDocuments {
  struct Entry {
    let document: Int32
    let score: Double
  }

  let depth: Int
  private var found: [Entry] = []
  private var threshold = -Double.infinity
  private var limit: Int

  init(depth: Int) {
    self.depth = depth
    limit = 2 * depth + 64
  }

  mutating func take(_ scores: [Double], in range: Range<Int>) {
    for index in range where scores[index] >= threshold && scores[index] > -.infinity {
      found.append(
        Entry(document: Int32(truncatingIfNeeded: index - range.lowerBound), score: scores[index]))
      if found.count > limit {
        cut()
        // where very many tie with the last, cuts that leave them must not come at every one
        limit = 2 * max(depth, found.count) + 64
      }
    }
  }

  /// Keeps what may still be among the best.
  private mutating func cut() {
    guard found.count > depth else { return }
    threshold = found.map(\.score).sorted(by: >)[depth - 1]
    let least = threshold
    found.removeAll { $0.score < least }
  }

  /// The best by score and then by identifier, descending in byte order.
  mutating func ranking(_ documents: IdentifierTable) -> ArraySlice<Entry> {
    cut()
    found.sort {
      $0.score != $1.score
        ? $0.score > $1.score : documents.follows(Int($0.document), Int($1.document))
    }
    return found.prefix(depth)
  }
}
