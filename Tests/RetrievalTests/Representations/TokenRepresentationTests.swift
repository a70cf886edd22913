import EmbeddingSets
import Retrieval
import TestSupport
import Testing

@Suite("Scores of late interaction")
struct TokenRepresentationTests {
  private static let lengths = [3, 0, 1, 170, 20, 65]

  private static func scores(
    _ seed: inout Seed, _ maximum: TokenRepresentation.Maximum = .exact, columnCount: Int = 12
  ) throws -> TokenRepresentation {
    try TokenRepresentation(
      name: "tokens",
      documents: Exports.tokens(lengths, columnCount, &seed),
      queries: Exports.tokens([4, 1, 0, 33], columnCount, &seed), maximum: maximum)
  }

  /// Σᵢ maxⱼ ⟨qᵢ, dⱼ⟩ by plain loops in double precision.
  static func plain(_ scores: TokenRepresentation, _ query: Int, _ document: Int) throws -> Double {
    let (own, other) = (
      scores.queries.rows(of: query..<query + 1), scores.documents.rows(of: document..<document + 1)
    )
    guard !other.isEmpty else { return -.infinity }
    let depth = scores.documents.columnCount
    let left = try scores.queries.tokens.block(rows: own).doubles
    let right = try scores.documents.tokens.block(rows: other).doubles
    var sum = 0.0
    for token in 0..<own.count {
      var best = scores.maximum == .relu ? 0 : -Double.infinity
      for index in 0..<other.count {
        var product = 0.0
        for column in 0..<depth {
          product += left[token * depth + column] * right[index * depth + column]
        }
        best = max(best, product)
      }
      sum += best
    }
    return sum
  }

  @Test(
    "scores are the sums of maxima of plain loops", arguments: Seed.samples(3),
    TokenRepresentation.Maximum.allCases)
  func reference(seed: Seed, maximum: TokenRepresentation.Maximum) throws {
    var seed = seed
    let scores = try Self.scores(&seed, maximum)
    let all = try scores.scores(queries: 0..<scores.queryCount)
    for query in 0..<scores.queryCount {
      for document in Self.lengths.indices {
        let found = all[query * Self.lengths.count + document]
        let expected = try Self.plain(scores, query, document)
        // d u |q| |d| a token of the query
        let size = scores.queries.rows(of: query..<query + 1).reduce(0) {
          $0 + scores.queryNorms.norms[$1]
        }
        let bound = 12 * 0x1p-24 * size * scores.documentNorms.largest
        #expect(found == expected || abs(found - expected) <= bound, "\(seed)")
      }
    }
    #expect(scores.emptyDocumentCount == 1 && scores.emptyQueryCount == 1)
    #expect(scores.cost.bytesPerDocument == 259.0 / 6 * 12 * 4)
    #expect(scores.cost.multiplicationsPerQuery == 38.0 / 4 * 259 * 12)
  }

  @Test("with one token an item, a score is the dot product", arguments: Seed.samples(3))
  func single(seed: Seed) throws {
    var seed = seed
    let documents = Exports.vectors(30, 9, &seed)
    let queries = Exports.vectors(11, 9, &seed)
    let late = try TokenRepresentation(
      name: "tokens", documents: TokenSet(tokens: documents, offsets: Array(0...30)),
      queries: TokenSet(tokens: queries, offsets: Array(0...11)))
    let dense = try DenseRepresentation(name: "dense", documents: documents, queries: queries)
    let scale = dense.queryNorms.largest * dense.documentNorms.largest
    let pairs = zip(try late.scores(queries: 0..<11), try dense.scores(queries: 0..<11))
    #expect(pairs.allSatisfy { abs($0 - $1) <= 2 * 9 * 0x1p-24 * scale }, "\(seed)")
  }

  @Test("a negative maximum counts as it is, or as 0 with relu, and is counted")
  func negative() throws {
    let documents = TokenSet(
      tokens: InMemorySource([-1, 0, -3, 0] as [Float], columnCount: 2), offsets: [0, 1, 2])
    let queries = TokenSet(
      tokens: InMemorySource([1, 0, -1, 0] as [Float], columnCount: 2), offsets: [0, 2])
    let exact = try TokenRepresentation(name: "tokens", documents: documents, queries: queries)
    let relu = try TokenRepresentation(
      name: "tokens", documents: documents, queries: queries, maximum: .relu)
    #expect(try exact.scores(queries: 0..<1) == [0, 0])
    #expect(try relu.scores(queries: 0..<1) == [1, 3])
    #expect(try exact.tile(queries: 0..<1, documents: 0..<2).negativeMaxima == 2)
  }

  @Test("a document without tokens is not retrieved, under both conventions")
  func empty() async throws {
    for maximum in TokenRepresentation.Maximum.allCases {
      var seed = Seed(4)
      let run = try await RetrievalRun(
        of: try Self.scores(&seed, maximum), depth: 6,
        queries: Exports.identifiers(4), documents: Exports.identifiers(6), jobs: 1)
      for query in 0..<4 {
        #expect(run.entries(of: query).count == 5)
        #expect(!Exports.ranking(run, query).contains(1))
      }
    }
  }

  @Test("equal documents get equal scores wherever they stand")
  func duplicates() throws {
    var seed = Seed(6)
    let tokens = Exports.values(5 * 8, &seed)
    let count = 700
    let documents = TokenSet(
      tokens: InMemorySource((0..<count).flatMap { _ in tokens }, columnCount: 8),
      offsets: (0...count).map { $0 * 5 })
    let scores = try TokenRepresentation(
      name: "tokens", documents: documents, queries: Exports.tokens([3, 7], 8, &seed))
    let all = try scores.scores(queries: 0..<2)
    #expect(Set(all[..<count]).count == 1 && Set(all[count...]).count == 1)
    #expect(scores.copies.count == count - 1)
  }

  @Test(
    "recall of the same texts is that of pytrec_eval, from float16 tokens",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func limit() async throws {
    let scores = try TokenRepresentation(
      name: "tokens",
      documents: SharedData.tokens("limit-minilm/small", "docs"),
      queries: SharedData.tokens("limit-minilm/small", "queries"))
    try await SharedData.expectRecall(
      scores, "limit-minilm/small", [2: 0.957, 5: 0.998, 10: 0.9995, 20: 1])
  }
}
