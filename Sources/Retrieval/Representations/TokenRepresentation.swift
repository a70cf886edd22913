public import EmbeddingSets
import LinearAlgebra

/// Several vectors an item: scores are sums of maxima (late interaction, "MaxSim").
///
/// S(q, d) = Σᵢ maxⱼ ⟨qᵢ, dⱼ⟩ over the tokens i of the query and j of the document (Khattab and Zaharia,
/// SIGIR 2020). The maximum is a true one over the tokens that are there: no padding, so a score
/// does not depend on what else is in a batch. All tokens of a block of queries are multiplied with
/// all of a block of documents in one product, and maxima are taken over segments of it.
public struct TokenRepresentation: TiledRepresentation {
  /// What a maximum may be.
  public enum Maximum: String, Sendable, CaseIterable {
    /// Any value: ColBERT on a GPU, whose padding counts as -9999.
    case exact
    /// At least 0: implementations whose accumulator starts at 0 or whose padding is a zero vector.
    case relu
  }

  /// What reports call it.
  public let name: String
  /// `tokens`.
  public let kind = "tokens"
  /// Tokens of the documents.
  public let documents: TokenSet
  /// Tokens of the queries.
  public let queries: TokenSet
  /// What a maximum may be.
  public let maximum: Maximum
  /// Norms of the document tokens.
  public let documentNorms: RowCensus
  /// Norms of the query tokens.
  public let queryNorms: RowCensus
  /// Documents with the tokens of an earlier one, in the same order.
  public let copies: [DocumentCopy]

  /// Tokens of one block of queries and of documents: a tile of Float products stays in the cache of
  /// the last level, and the product is deep enough to run at full speed.
  private static let (queryTokens, documentTokens) = (1024, 2048)

  /// Reads both sets once for their norms.
  ///
  /// - Throws: ``RepresentationError`` where columns disagree or a token is not finite.
  public init(
    name: String, documents: TokenSet, queries: TokenSet, maximum: Maximum = .exact
  ) throws {
    guard documents.columnCount == queries.columnCount else {
      throw RepresentationError(
        "\(queries.name) has \(queries.columnCount) columns, \(documents.name) has "
          + "\(documents.columnCount)",
        remedy: "Export documents and queries with the same model and projection.")
    }
    self.documents = documents
    self.queries = queries
    self.maximum = maximum
    self.name = name
    documentNorms = try RowCensus(documents.tokens)
    queryNorms = try RowCensus(queries.tokens)
    copies = try Self.copies(in: documents, documentNorms.fingerprints)
  }

  private static func copies(
    in documents: TokenSet, _ tokens: [UInt64]
  ) throws -> [DocumentCopy] {
    let fingerprints = (0..<documents.itemCount).map { item in
      documents.rows(of: item..<item + 1).reduce(UInt64(documents.tokenCount(of: item))) {
        ($0 ^ tokens[$1]) &* 0x9E37_79B9_7F4A_7C15
      }
    }
    return try Retrieval.copies(fingerprints: fingerprints) { left, right in
      let (one, other) = (
        documents.rows(of: left..<left + 1), documents.rows(of: right..<right + 1)
      )
      return try one.count == other.count
        && documents.tokens.block(rows: one).doubles == documents.tokens.block(rows: other).doubles
    }
  }

  /// Mean tokens × dimensions × bytes of a component; mean query tokens × document tokens ×
  /// dimensions.
  public var cost: RepresentationCost {
    let tokens = Double(documents.tokens.shape.rowCount)
    let width = Double(documents.columnCount)
    let bytes = documents.tokens.shape.storedAs.byteCount
    let queryTokens = Double(queries.tokens.shape.rowCount) / Double(max(1, queryCount))
    return RepresentationCost(
      bytesPerDocument: bytes.map { tokens / Double(max(1, documentCount)) * width * Double($0) },
      multiplicationsPerQuery: queryTokens * tokens * width,
      formula: "mean tokens x dimensions x \(bytes.map(String.init) ?? "?") bytes; "
        + "mean query tokens x document tokens x dimensions")
  }

  /// Number of queries.
  public var queryCount: Int { queries.itemCount }
  /// Number of documents.
  public var documentCount: Int { documents.itemCount }
  /// Documents of at most 2,048 tokens together.
  public var documentBlocks: [Range<Int>] { documents.blocks(tokenLimit: Self.documentTokens) }
  /// Queries of at most 1,024 tokens together, and at least eight blocks where there are enough.
  public var queryBlocks: [Range<Int>] {
    let tokens = queries.offsets[queryCount]
    return queries.blocks(
      tokenLimit: min(Self.queryTokens, max(64, (tokens + 7) / 8)), itemLimit: 1024)
  }
  /// Documents without any token: -∞ for every query, ranked last.
  public var emptyDocumentCount: Int {
    (0..<documentCount).count { documents.tokenCount(of: $0) == 0 }
  }
  /// Queries without any token: every document scores 0.
  public var emptyQueryCount: Int {
    (0..<queryCount).count { queries.tokenCount(of: $0) == 0 }
  }

  /// The sums of maxima of a tile.
  public func scores(queries: Range<Int>, documents: Range<Int>) throws -> [Double] {
    try tile(queries: queries, documents: documents).scores
  }

  /// The sums of maxima of a tile, and how many of the maxima were negative.
  ///
  /// - Complexity: 2 × query tokens × document tokens × dimensions operations.
  public func tile(
    queries: Range<Int>, documents: Range<Int>
  ) throws -> (scores: [Double], negativeMaxima: Int) {
    let queryRows = self.queries.rows(of: queries)
    let documentRows = self.documents.rows(of: documents)
    let products = try tokenProducts(queryRows, documentRows)
    let offsets = (documents.lowerBound...documents.upperBound).map {
      Int64(self.documents.offsets[$0] - documentRows.lowerBound)
    }
    var sums = [Double](repeating: 0, count: queries.count * documents.count)
    var negative = 0
    for (index, query) in queries.enumerated() {
      let rows = self.queries.rows(of: query..<query + 1)
      negative += SegmentKernels.addMaxima(
        products,
        rows: rows.lowerBound - queryRows.lowerBound..<rows.upperBound
          - queryRows.lowerBound, columnCount: documentRows.count, offsets: offsets,
        floor: maximum == .relu ? 0 : -.infinity, sums: &sums, firstSum: index * documents.count)
    }
    if emptiesInside(documents) { markEmpty(&sums, queries, documents) }
    return (sums, negative)
  }

  private func emptiesInside(_ documents: Range<Int>) -> Bool {
    documents.contains { self.documents.tokenCount(of: $0) == 0 }
  }

  /// A document without tokens matches nothing, under either convention and for any query.
  private func markEmpty(_ sums: inout [Double], _ queries: Range<Int>, _ documents: Range<Int>) {
    for (column, document) in documents.enumerated()
    where self.documents.tokenCount(of: document) == 0 {
      for row in 0..<queries.count { sums[row * documents.count + column] = -.infinity }
    }
  }

  private func tokenProducts(_ left: Range<Int>, _ right: Range<Int>) throws -> [Float] {
    var products = [Float](repeating: 0, count: left.count * right.count)
    let leftValues = try Self.floats(queries.tokens.block(rows: left))
    let rightValues = try Self.floats(documents.tokens.block(rows: right))
    BLAS.singleProductTransposed(
      left: leftValues.span, leftRows: left.count, right: rightValues.span,
      rightRows: right.count, depth: documents.columnCount, into: &products)
    return products
  }

  private static func floats(_ block: RowBlock) -> [Float] {
    switch block.values {
    case .float(let values): return values
    case .double(let values):
      var rounded = [Float](repeating: 0, count: values.count)
      for index in values.indices { rounded[index] = Float(values[index]) }
      return rounded
    }
  }
}
