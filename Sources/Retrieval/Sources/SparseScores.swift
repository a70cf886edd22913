public import EmbeddingSets

/// Weighted terms: scores are sparse dot products, found through an inverted index.
///
/// S(q, d) = Σⱼ qⱼ dⱼ over the columns that both have: learned sparse exports such as SPLADE, and BM25
/// where documents carry ``BM25`` weights and queries counts of terms.
public struct SparseScores: ScoreSource {
  /// Documents, one row each.
  public let documents: SparseMatrix
  /// Queries, one row each.
  public let queries: SparseMatrix
  /// The documents of each column with their weights: what a search goes through.
  public let postings: SparseMatrix

  /// Builds the inverted index.
  ///
  /// - Throws: ``ScoreError`` where the vocabularies differ in size.
  public init(documents: SparseMatrix, queries: SparseMatrix) throws {
    guard documents.columnCount == queries.columnCount else {
      throw ScoreError(
        "the queries have \(queries.columnCount) columns, the documents \(documents.columnCount)",
        remedy: "Export both with one vocabulary.")
    }
    self.documents = documents
    self.queries = queries
    postings = documents.transposed()
  }

  /// Number of queries.
  public var queryCount: Int { queries.rowCount }
  /// Number of documents.
  public var documentCount: Int { documents.rowCount }
  /// Blocks of 65,536 documents, whose sums fit the second-level cache.
  public var documentBlocks: [Range<Int>] { ranges(of: documentCount, length: 1 << 16) }
  /// Blocks of 32 queries.
  public var queryBlocks: [Range<Int>] { ranges(of: queryCount, length: 32) }

  /// The dot products of a tile, term after term; 0 where no term is shared.
  public func scores(queries: Range<Int>, documents: Range<Int>) throws -> [Double] {
    var sums = [Double](repeating: 0, count: queries.count * documents.count)
    let isWhole = documents.lowerBound == 0 && documents.upperBound == documentCount
    for (row, query) in queries.enumerated() {
      let first = row * documents.count - documents.lowerBound
      for entry in self.queries.entries(of: query) {
        let column = Int(self.queries.columns[entry])
        let weight = self.queries.values[entry]
        let list = postings.entries(of: column)
        let part = isWhole ? list : slice(list, documents)
        for posting in part {
          sums[first + Int(postings.columns[posting])] += weight * postings.values[posting]
        }
      }
    }
    return sums
  }

  /// The postings of some consecutive documents, by bisection.
  private func slice(_ list: Range<Int>, _ documents: Range<Int>) -> Range<Int> {
    lowerBound(list, documents.lowerBound)..<lowerBound(list, documents.upperBound)
  }

  private func lowerBound(_ list: Range<Int>, _ document: Int) -> Int {
    var (low, high) = (list.lowerBound, list.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if Int(postings.columns[middle]) < document { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The scores of single pairs: both rows ascend, so they are merged, and terms are added in the
  /// order in which ``scores(queries:documents:)`` adds them.
  public func exactScores(query: Int, documents: [Int]) throws -> [Double] {
    documents.map { document in
      let (left, right) = (queries.entries(of: query), self.documents.entries(of: document))
      var (a, b) = (left.lowerBound, right.lowerBound)
      var sum = 0.0
      while a < left.upperBound, b < right.upperBound {
        let (column, other) = (queries.columns[a], self.documents.columns[b])
        if column == other { sum += queries.values[a] * self.documents.values[b] }
        if column <= other { a += 1 }
        if other <= column { b += 1 }
      }
      return sum
    }
  }
}
