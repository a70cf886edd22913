public import EmbeddingSets

/// Weighted terms: scores are sparse dot products, found through an inverted index.
///
/// S(q, d) = Σⱼ qⱼ dⱼ over the columns that both have: learned sparse exports such as SPLADE, and BM25
/// where documents carry ``BM25`` weights and queries counts of terms.
public struct SparseRepresentation: TiledRepresentation {
  /// What becomes of a document that shares no term with the query.
  public enum Unmatched: String, Sendable, CaseIterable {
    /// It is not retrieved: what an inverted index does.
    case omitted
    /// It scores 0 and stands after all that match: what a full matrix of scores does.
    case zero
  }

  /// What reports call it.
  public let name: String
  /// `sparse`, or `bm25`.
  public let kind: String
  /// What becomes of a document that shares no term with the query.
  public let unmatched: Unmatched
  /// Documents, one row each.
  public let documents: SparseMatrix
  /// Queries, one row each.
  public let queries: SparseMatrix
  /// The documents of each column with their weights: what a search goes through.
  public let postings: SparseMatrix

  /// Builds the inverted index.
  ///
  /// - Throws: ``RepresentationError`` where the vocabularies differ in size.
  public init(
    name: String, kind: String = "sparse", documents: SparseMatrix, queries: SparseMatrix,
    unmatched: Unmatched = .omitted
  ) throws {
    guard documents.columnCount == queries.columnCount else {
      throw RepresentationError(
        "the queries have \(queries.columnCount) columns, the documents \(documents.columnCount)",
        remedy: "Export both with one vocabulary.")
    }
    self.name = name
    self.kind = kind
    self.unmatched = unmatched
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

  /// None: sums are taken term after term, so equal documents get equal sums.
  public var copies: [DocumentCopy] { [] }

  /// Entries × (4 bytes of an index + those of a value); mean postings that a query goes through.
  public var cost: RepresentationCost {
    let bytes = documents.storedAs.byteCount ?? 4
    return RepresentationCost(
      bytesPerDocument: Double(documents.entryCount * (4 + bytes)) / Double(max(1, documentCount)),
      multiplicationsPerQuery: Double(scoredPostings) / Double(max(1, queryCount)),
      formula: "mean active dimensions x (4 + \(bytes)) bytes; mean postings of a query's terms")
  }

  /// Postings of all terms of all queries together.
  var scoredPostings: Int {
    var sum = 0
    for column in queries.columns { sum += postings.entries(of: Int(column)).count }
    return sum
  }

  /// The dot products of a tile, term after term.
  ///
  /// A product of 0 (by cancellation of weights of both signs) counts as no match.
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
    if unmatched == .omitted {
      for index in sums.indices where sums[index] == 0 { sums[index] = -.infinity }
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
}
