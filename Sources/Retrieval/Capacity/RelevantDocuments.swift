public import EmbeddingSets
import LinearAlgebra

/// The relevant documents of the queries that are asked, as rows of the exports.
public struct RelevantDocuments: Sendable, Hashable {
  /// Rows of the queries that have a relevant document in the export, ascending.
  public let queries: [Int]
  /// Rows of the relevant documents of each of them, ascending.
  public let documents: [[Int]]
  /// Judged queries without a relevant document.
  public let withoutRelevant: Int
  /// Judged queries that the export of queries lacks.
  public let queriesMissing: Int
  /// Relevant judgments of documents that the export of documents lacks; they count for nothing.
  public let documentsMissing: Int

  /// Relevant documents by row.
  public init(queries: [Int], documents: [[Int]]) {
    self.queries = queries
    self.documents = documents
    (withoutRelevant, queriesMissing, documentsMissing) = (0, 0, 0)
  }

  /// Finds the rows of judgments in two exports.
  ///
  /// - Parameters:
  ///   - judgments: which document is relevant to which query, by identifier.
  ///   - queries: identifiers of the exported queries, in the order of their rows.
  ///   - documents: identifiers of the exported documents, in the order of their rows.
  ///   - level: the grade from which a document is relevant.
  public init(
    _ judgments: Judgments, queries: IdentifierTable, documents: IdentifierTable, level: Int
  ) {
    let rows = judgments.documentIDs.map { documents.index(of: $0) }
    var found: [(query: Int, documents: [Int])] = []
    var (withoutRelevant, queriesMissing, documentsMissing) = (0, 0, 0)
    for query in 0..<judgments.queryCount {
      var relevant: [Int] = []
      var missing = 0
      for entry in judgments.entries(of: query) where judgments.grades[entry] >= level {
        if let row = rows[judgments.documents[entry]] {
          relevant.append(row)
        } else {
          missing += 1
        }
      }
      guard let row = queries.index(of: judgments.queryIDs[query]) else {
        queriesMissing += 1
        continue
      }
      documentsMissing += missing
      if relevant.isEmpty {
        withoutRelevant += 1
      } else {
        found.append((row, relevant.sorted()))
      }
    }
    found.sort { $0.query < $1.query }
    self.queries = found.map(\.query)
    self.documents = found.map(\.documents)
    self.withoutRelevant = withoutRelevant
    self.queriesMissing = queriesMissing
    self.documentsMissing = documentsMissing
  }

  /// Number of queries.
  public var count: Int { queries.count }
  /// Most relevant documents of one query; 0 without queries.
  public var largestCount: Int { documents.map(\.count).max() ?? 0 }

  /// Some of the queries, by position.
  func taking(_ positions: [Int]) -> RelevantDocuments {
    RelevantDocuments(
      queries: positions.map { queries[$0] }, documents: positions.map { documents[$0] })
  }

  /// Σ_rel d, one row a query.
  func sums(_ source: any EmbeddingSource) throws -> Matrix {
    let width = source.shape.columnCount
    var sums = [Double](repeating: 0, count: count * width)
    // by document, so that one that many queries want is read once
    var wanted: [Int: [Int]] = [:]
    for (query, relevant) in documents.enumerated() {
      for document in relevant { wanted[document, default: []].append(query) }
    }
    for document in wanted.keys.sorted() {
      let values = try source.block(rows: document..<document + 1).doubles
      for query in wanted[document] ?? [] {
        for column in 0..<width { sums[query * width + column] += values[column] }
      }
    }
    return Matrix(rowCount: count, columnCount: width, elements: sums)
  }

  /// The most that any query vector can reach, because equal documents always tie: mean over queries of
  /// an upper bound on recall at the number of relevant documents.
  ///
  /// Groups of equal documents are taken whole, the purest first, until the places are full; the last
  /// one counts as if its relevant documents came first.
  func ceiling(copies: [DocumentCopy]) -> Double {
    guard !copies.isEmpty, count > 0 else { return 1 }
    var sizes: [Int: Int] = [:]
    var originals: [Int: Int] = [:]
    for copy in copies {
      sizes[copy.original, default: 1] += 1
      originals[copy.document] = copy.original
    }
    var sum = 0.0
    for relevant in documents {
      var groups: [Int: Int] = [:]
      for document in relevant { groups[originals[document] ?? document, default: 0] += 1 }
      let purest = groups.map { (hits: $0.value, size: sizes[$0.key] ?? 1) }
        .sorted { $0.hits * $1.size > $1.hits * $0.size }
      var (places, hits) = (relevant.count, 0)
      for group in purest where places > 0 {
        hits += min(group.hits, places)
        places -= group.size
      }
      sum += Double(hits) / Double(relevant.count)
    }
    return sum / Double(count)
  }
}
