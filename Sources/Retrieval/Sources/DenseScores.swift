public import EmbeddingSets
import LinearAlgebra

/// One vector an item: scores are dot products or cosines.
///
/// Tiles are matrix products in the precision of the stored type: single for types that a Float
/// holds, double for the others.
public struct DenseScores: ScoreSource {
  /// How two vectors are compared.
  public enum Similarity: String, Sendable, CaseIterable {
    /// ⟨q, d⟩, the lengths included.
    case dot
    /// ⟨q, d⟩ / (|q| |d|); 0 where a vector is zero.
    case cosine
  }

  /// The document vectors.
  public let documents: any EmbeddingSource
  /// The query vectors.
  public let queries: any EmbeddingSource
  /// Norms of the documents, measured: an export may not be normalised although its model is.
  public let documentNorms: RowCensus
  /// Norms of the queries.
  public let queryNorms: RowCensus
  /// How vectors are compared.
  public let similarity: Similarity

  private let isSingle: Bool

  /// Reads both sets once for their norms.
  ///
  /// - Throws: ``ScoreError`` where columns disagree or a row is not finite.
  public init(
    documents: any EmbeddingSource, queries: any EmbeddingSource, similarity: Similarity = .dot
  ) throws {
    guard documents.shape.columnCount == queries.shape.columnCount else {
      throw ScoreError(
        "\(queries.name) has \(queries.shape.columnCount) columns, \(documents.name) has "
          + "\(documents.shape.columnCount)",
        remedy: "Export documents and queries with the same model and truncation.")
    }
    self.documents = documents
    self.queries = queries
    self.similarity = similarity
    isSingle = documents.shape.storedAs.fitsFloat && queries.shape.storedAs.fitsFloat
    documentNorms = try RowCensus(documents)
    queryNorms = try RowCensus(queries)
  }

  /// Number of queries.
  public var queryCount: Int { queries.shape.rowCount }
  /// Number of documents.
  public var documentCount: Int { documents.shape.rowCount }
  /// Blocks of 2,048 documents.
  public var documentBlocks: [Range<Int>] { ranges(of: documentCount, length: 2048) }
  /// At least eight blocks where there are queries enough, of 256 at most.
  public var queryBlocks: [Range<Int>] {
    ranges(of: queryCount, length: min(256, max(16, (queryCount + 7) / 8)))
  }

  /// The dot products or cosines of a tile.
  public func scores(queries: Range<Int>, documents: Range<Int>) throws -> [Double] {
    let depth = self.documents.shape.columnCount
    let left = try self.queries.block(rows: queries)
    let right = try self.documents.block(rows: documents)
    var result: [Double]
    switch (left.values, right.values) {
    case (.float(let left), .float(let right)):
      var products = [Float](repeating: 0, count: queries.count * documents.count)
      BLAS.singleProductTransposed(
        left: left.span, leftRows: queries.count, right: right.span, rightRows: documents.count,
        depth: depth, into: &products)
      result = [Double](repeating: 0, count: products.count)
      for index in products.indices { result[index] = Double(products[index]) }
    default:
      result = [Double](repeating: 0, count: queries.count * documents.count)
      BLAS.doubleProductTransposed(
        left: left.doubles.span, leftRows: queries.count, right: right.doubles.span,
        rightRows: documents.count, depth: depth, into: &result)
    }
    if similarity == .cosine { divide(&result, queries, documents) }
    return result
  }

  private func divide(_ scores: inout [Double], _ queries: Range<Int>, _ documents: Range<Int>) {
    var index = 0
    for query in queries {
      for document in documents {
        let scale = queryNorms.norms[query] * documentNorms.norms[document]
        scores[index] = scale > 0 ? scores[index] / scale : 0
        index += 1
      }
    }
  }

  /// 12 √d u |q| max |d|: twice what a sum of d products is off by with all but no probability
  /// (Higham and Mary, SIAM J. Sci. Comput. 41, 2019, with λ = 6), because two scores are compared.
  public func rounding(ofQuery query: Int) -> Double {
    let roundoff: Double = isSingle ? 0x1p-24 : 0x1p-53
    let size = similarity == .cosine ? 1 : queryNorms.norms[query] * documentNorms.largest
    return 12 * Double(documents.shape.columnCount).squareRoot() * roundoff * size
  }

  /// The scores of single pairs by a plain loop in double precision.
  public func exactScores(query: Int, documents: [Int]) throws -> [Double] {
    let left = try queries.block(rows: query..<query + 1).doubles
    return try documents.map { document in
      let right = try self.documents.block(rows: document..<document + 1).doubles
      var sum = 0.0
      for index in left.indices { sum += left[index] * right[index] }
      guard similarity == .cosine else { return sum }
      let scale = queryNorms.norms[query] * documentNorms.norms[document]
      return scale > 0 ? sum / scale : 0
    }
  }
}
