public import EmbeddingSets
import LinearAlgebra

/// Several vectors an item: scores are sums of maxima (late interaction, "MaxSim").
///
/// S(q, d) = Σᵢ maxⱼ ⟨qᵢ, dⱼ⟩ over the tokens i of the query and j of the document (Khattab and Zaharia,
/// SIGIR 2020). The maximum is a true one over the tokens that are there: no padding, so a score
/// does not depend on what else is in a batch. All tokens of a block of queries meet the tokens of one
/// document after the other in registers, where only the largest product is kept.
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

  /// Tokens of one block of queries and of documents: the former are read once for each document and
  /// should stay in the second cache, the latter are read once and only have to be many enough.
  private static let (queryTokens, documentTokens) = (2048, 2048)

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

  /// The same documents asked by other queries; the documents are not read again.
  ///
  /// - Precondition: as many columns.
  /// - Throws: ``RepresentationError`` where a token is not finite.
  func asked(by queries: TokenSet) throws -> TokenRepresentation {
    precondition(queries.columnCount == documents.columnCount, "queries have the same columns")
    return TokenRepresentation(self, queries: queries, norms: try RowCensus(queries.tokens))
  }

  private init(_ other: TokenRepresentation, queries: TokenSet, norms: RowCensus) {
    name = other.name
    documents = other.documents
    maximum = other.maximum
    documentNorms = other.documentNorms
    copies = other.copies
    self.queries = queries
    queryNorms = norms
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
  /// Queries of at most 2,048 tokens together, and at least four blocks where there are enough.
  public var queryBlocks: [Range<Int>] {
    let tokens = queries.offsets[queryCount]
    return queries.blocks(
      tokenLimit: min(Self.queryTokens, max(64, (tokens + 3) / 4)), itemLimit: 1024)
  }
  /// Documents without any token: -∞ for every query, ranked last.
  public var emptyDocumentCount: Int {
    (0..<documentCount).count { documents.tokenCount(of: $0) == 0 }
  }
  /// Queries without any token: every document scores 0.
  public var emptyQueryCount: Int {
    (0..<queryCount).count { queries.tokenCount(of: $0) == 0 }
  }

  /// The sums of maxima of some queries with all documents; the queries are packed once.
  public func scores(queries: Range<Int>) throws -> [Double] {
    let asked = try packed(queries)
    return try assembled(queryCount: queries.count) { try tile(asked, documents: $0).scores }
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
    try tile(packed(queries), documents: documents)
  }

  /// Tokens of queries as the kernel wants them.
  private struct PackedQueries {
    let tokens: LateInteractionKernels.PackedTokens
    let offsets: [Int64]
  }

  private func packed(_ queries: Range<Int>) throws -> PackedQueries {
    let values = try Self.floats(
      self.queries.tokens.block(rows: self.queries.rows(of: queries)))
    return PackedQueries(
      tokens: LateInteractionKernels.PackedTokens(values, depth: self.queries.columnCount),
      offsets: Self.offsets(self.queries, queries))
  }

  /// Where the tokens of some items start, counted from the first of them.
  private static func offsets(_ set: TokenSet, _ items: Range<Int>) -> [Int64] {
    (items.lowerBound...items.upperBound).map {
      Int64(set.offsets[$0] - set.offsets[items.lowerBound])
    }
  }

  private func tile(
    _ queries: PackedQueries, documents: Range<Int>
  ) throws -> (scores: [Double], negativeMaxima: Int) {
    let rows = self.documents.rows(of: documents)
    let values = try Self.floats(self.documents.tokens.block(rows: rows))
    var (sums, negative) = LateInteractionKernels.scores(
      queries.tokens, queryOffsets: queries.offsets, documents: values,
      documentOffsets: Self.offsets(self.documents, documents),
      floor: maximum == .relu ? 0 : -.infinity)
    if emptiesInside(documents) {
      markEmpty(&sums, queryCount: queries.offsets.count - 1, documents)
    }
    return (sums, negative)
  }

  private func emptiesInside(_ documents: Range<Int>) -> Bool {
    documents.contains { self.documents.tokenCount(of: $0) == 0 }
  }

  /// A document without tokens matches nothing, under either convention and for any query.
  private func markEmpty(_ sums: inout [Double], queryCount: Int, _ documents: Range<Int>) {
    for (column, document) in documents.enumerated()
    where self.documents.tokenCount(of: document) == 0 {
      for row in 0..<queryCount { sums[row * documents.count + column] = -.infinity }
    }
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
