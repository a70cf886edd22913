public import EmbeddingSets
import LinearAlgebra

/// Several vectors an item: scores are sums of maxima (late interaction, "MaxSim").
///
/// S(q, d) = Σᵢ maxⱼ ⟨qᵢ, dⱼ⟩ over the tokens i of the query and j of the document (Khattab and Zaharia,
/// SIGIR 2020). The maximum is a true one over the tokens that are there: no padding, so a score
/// does not depend on what else is in a batch. All tokens of a block of queries are multiplied with
/// all of a block of documents in one product, and maxima are taken over segments of it.
public struct MaxSimScores: ScoreSource {
  /// What a maximum may be.
  public enum Maximum: String, Sendable, CaseIterable {
    /// Any value: ColBERT on a GPU, whose padding counts as -9999.
    case exact
    /// At least 0: implementations whose accumulator starts at 0 or whose padding is a zero vector.
    case relu
  }

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

  /// Tokens of one block of queries and of documents: a tile of Float products stays in the cache of
  /// the last level, and the product is deep enough to run at full speed.
  private static let (queryTokens, documentTokens) = (1024, 2048)

  /// Reads both sets once for their norms.
  ///
  /// - Throws: ``ScoreError`` where columns disagree or a token is not finite.
  public init(documents: TokenSet, queries: TokenSet, maximum: Maximum = .exact) throws {
    guard documents.columnCount == queries.columnCount else {
      throw ScoreError(
        "\(queries.name) has \(queries.columnCount) columns, \(documents.name) has "
          + "\(documents.columnCount)",
        remedy: "Export documents and queries with the same model and projection.")
    }
    self.documents = documents
    self.queries = queries
    self.maximum = maximum
    documentNorms = try RowCensus(documents.tokens)
    queryNorms = try RowCensus(queries.tokens)
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

  /// 8 u |q| max |d| a token: what sums of products in single precision are off by in practice.
  ///
  /// The rigorous bound, d u, would let half of a ranking be computed twice; this one is there so
  /// that equal documents tie wherever they stand.
  public func rounding(ofQuery query: Int) -> Double {
    let tokens = queries.rows(of: query..<query + 1)
    let size = tokens.reduce(0) { $0 + queryNorms.norms[$1] }
    return 8 * 0x1p-24 * size * documentNorms.largest
  }

  /// The scores of single pairs by plain loops in double precision.
  public func exactScores(query: Int, documents: [Int]) throws -> [Double] {
    let left = try queries.tokens.block(rows: queries.rows(of: query..<query + 1)).doubles
    return try documents.map { document in
      let rows = self.documents.rows(of: document..<document + 1)
      guard !rows.isEmpty else { return -.infinity }
      return exactScore(left, try self.documents.tokens.block(rows: rows).doubles)
    }
  }

  private func exactScore(_ left: [Double], _ right: [Double]) -> Double {
    let columnCount = documents.columnCount
    var score = 0.0
    for first in stride(from: 0, to: left.count, by: columnCount) {
      var best = maximum == .relu ? 0 : -Double.infinity
      for second in stride(from: 0, to: right.count, by: columnCount) {
        var sum = 0.0
        for index in 0..<columnCount { sum += left[first + index] * right[second + index] }
        if sum > best { best = sum }
      }
      score += best
    }
    return score
  }
}
