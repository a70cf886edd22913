public import EmbeddingSets
import LinearAlgebra

/// One vector an item: scores are dot products or cosines.
///
/// Tiles are matrix products in the precision of the stored type: single for types that a Float
/// holds, double for the others.
public struct DenseRepresentation: TiledRepresentation {
  /// How two vectors are compared.
  public enum Similarity: String, Sendable, CaseIterable {
    /// ⟨q, d⟩, the lengths included.
    case dot
    /// ⟨q, d⟩ / (|q| |d|); 0 where a vector is zero.
    case cosine
  }

  /// What reports call it.
  public let name: String
  /// `dense`.
  public let kind = "dense"
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

  /// Documents with the vector of an earlier one.
  public let copies: [DocumentCopy]

  /// Reads both sets once for their norms.
  ///
  /// - Throws: ``RepresentationError`` where columns disagree or a row is not finite.
  public init(
    name: String, documents: any EmbeddingSource, queries: any EmbeddingSource,
    similarity: Similarity = .dot
  ) throws {
    guard documents.shape.columnCount == queries.shape.columnCount else {
      throw RepresentationError(
        "\(queries.name) has \(queries.shape.columnCount) columns, \(documents.name) has "
          + "\(documents.shape.columnCount)",
        remedy: "Export documents and queries with the same model and truncation.")
    }
    self.documents = documents
    self.queries = queries
    self.similarity = similarity
    self.name = name
    documentNorms = try RowCensus(documents)
    queryNorms = try RowCensus(queries)
    // -0 = 0 here as in the fingerprints
    copies = try Retrieval.copies(fingerprints: documentNorms.fingerprints) { left, right in
      try documents.block(rows: left..<left + 1).doubles
        == documents.block(rows: right..<right + 1).doubles
    }
  }

  private init(
    _ other: DenseRepresentation, queries: any EmbeddingSource, queryNorms: RowCensus,
    similarity: Similarity
  ) {
    name = other.name
    documents = other.documents
    documentNorms = other.documentNorms
    copies = other.copies
    self.queries = queries
    self.queryNorms = queryNorms
    self.similarity = similarity
  }

  /// The same documents asked by other queries; the documents are not read again.
  ///
  /// - Precondition: as many columns.
  /// - Throws: ``RepresentationError`` where a row is not finite.
  func asked(by queries: any EmbeddingSource) throws -> DenseRepresentation {
    precondition(
      queries.shape.columnCount == documents.shape.columnCount, "queries have the same columns")
    return DenseRepresentation(
      self, queries: queries, queryNorms: try RowCensus(queries), similarity: similarity)
  }

  /// The same vectors compared in another way.
  func comparing(by similarity: Similarity) -> DenseRepresentation {
    DenseRepresentation(self, queries: queries, queryNorms: queryNorms, similarity: similarity)
  }

  /// Dimensions × bytes of a component; dimensions × documents.
  public var cost: RepresentationCost {
    let shape = documents.shape
    let bytes = shape.storedAs.byteCount
    return RepresentationCost(
      bytesPerDocument: bytes.map { Double(shape.columnCount * $0) },
      multiplicationsPerQuery: Double(shape.columnCount) * Double(shape.rowCount),
      formula: "dimensions x \(bytes.map(String.init) ?? "?") bytes; dimensions x documents")
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
}
