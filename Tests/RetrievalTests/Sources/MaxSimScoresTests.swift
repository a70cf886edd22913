import EmbeddingSets
import Retrieval
import TestSupport
import Testing

@Suite("Scores of late interaction")
struct MaxSimScoresTests {
  private static let lengths = [3, 0, 1, 170, 20, 65]

  private static func scores(
    _ seed: inout Seed, _ maximum: MaxSimScores.Maximum = .exact, columnCount: Int = 12
  ) throws -> MaxSimScores {
    try MaxSimScores(
      documents: Exports.tokens(lengths, columnCount, &seed),
      queries: Exports.tokens([4, 1, 0, 33], columnCount, &seed), maximum: maximum)
  }

  @Test(
    "tiles hold the sums of maxima of plain loops", arguments: Seed.samples(3),
    MaxSimScores.Maximum.allCases)
  func reference(seed: Seed, maximum: MaxSimScores.Maximum) async throws {
    var seed = seed
    let scores = try Self.scores(&seed, maximum)
    let all = try await scores.allScores(jobs: 1)
    for query in 0..<scores.queryCount {
      let exact = try scores.exactScores(query: query, documents: Array(Self.lengths.indices))
      for document in Self.lengths.indices {
        let found = all[query * Self.lengths.count + document]
        if document == 1 {
          #expect(found == -.infinity && exact[document] == -.infinity)
        } else {
          // a sum of d products of unit size, for each token of the query
          #expect(abs(found - exact[document]) <= 1e-5 * max(1, abs(found)), "\(seed)")
        }
      }
    }
    #expect(scores.emptyDocumentCount == 1 && scores.emptyQueryCount == 1)
  }

  @Test("with one token an item, a score is the dot product", arguments: Seed.samples(3))
  func single(seed: Seed) async throws {
    var seed = seed
    let documents = Exports.vectors(30, 9, &seed)
    let queries = Exports.vectors(11, 9, &seed)
    let late = try MaxSimScores(
      documents: TokenSet(tokens: documents, offsets: Array(0...30)),
      queries: TokenSet(tokens: queries, offsets: Array(0...11)))
    let dense = try DenseScores(documents: documents, queries: queries)
    for query in 0..<11 {
      #expect(
        try late.exactScores(query: query, documents: Array(0..<30))
          == dense.exactScores(query: query, documents: Array(0..<30)), "\(seed)")
    }
    let order = TieOrder(identifiers: Exports.identifiers(30))
    let rankings = try await late.topDocuments(30, order: order, jobs: 1)
    let others = try await dense.topDocuments(30, order: order, jobs: 1)
    #expect(rankings.map { $0.map(\.document) } == others.map { $0.map(\.document) })
  }

  @Test("a negative maximum counts as it is, or as 0 with relu, and is counted")
  func negative() throws {
    let documents = TokenSet(
      tokens: InMemorySource([-1, 0, -3, 0] as [Float], columnCount: 2), offsets: [0, 1, 2])
    let queries = TokenSet(
      tokens: InMemorySource([1, 0, -1, 0] as [Float], columnCount: 2), offsets: [0, 2])
    let exact = try MaxSimScores(documents: documents, queries: queries)
    let relu = try MaxSimScores(documents: documents, queries: queries, maximum: .relu)
    #expect(try exact.scores(queries: 0..<1, documents: 0..<2) == [0, 0])
    #expect(try relu.scores(queries: 0..<1, documents: 0..<2) == [1, 3])
    #expect(try exact.tile(queries: 0..<1, documents: 0..<2).negativeMaxima == 2)
    #expect(try relu.exactScores(query: 0, documents: [0, 1]) == [1, 3])
  }

  @Test("a document without tokens is ranked last")
  func empty() async throws {
    var seed = Seed(4)
    let scores = try Self.scores(&seed)
    let order = TieOrder(identifiers: Exports.identifiers(6))
    for ranking in try await scores.topDocuments(6, order: order, jobs: 1) {
      #expect(ranking.count == 6 && ranking[5].document == 1)
    }
  }

  @Test("the order of documents does not change a score")
  func permutation() async throws {
    var seed = Seed(6)
    let documents = Exports.tokens([5, 9, 2], 8, &seed)
    let queries = Exports.tokens([3, 3], 8, &seed)
    let values = try documents.tokens.block(rows: 0..<16).values
    guard case .float(let floats) = values else { return }
    let moved = TokenSet(
      tokens: InMemorySource(
        Array(floats[112...]) + Array(floats[..<112]), columnCount: 8), offsets: [0, 2, 7, 16])
    let scores = try MaxSimScores(documents: documents, queries: queries)
    let others = try MaxSimScores(documents: moved, queries: queries)
    for query in 0..<2 {
      #expect(
        try scores.exactScores(query: query, documents: [2, 0, 1])
          == others.exactScores(query: query, documents: [0, 1, 2]))
    }
  }

  @Test(
    "recall of the same texts is that of pytrec_eval, from float16 tokens",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func limit() async throws {
    let scores = try MaxSimScores(
      documents: SharedData.tokens("limit-minilm/small", "docs"),
      queries: SharedData.tokens("limit-minilm/small", "queries"))
    let order = TieOrder(identifiers: try SharedData.lines("limit-minilm/small/doc_ids.txt"))
    let rankings = try await scores.topDocuments(20, order: order, jobs: 2)
    let relevant = try SharedData.relevant("limit-minilm/small")
    for (count, recall) in [(2, 0.957), (5, 0.998), (10, 0.9995), (20, 1)] {
      #expect(abs(SharedData.recall(rankings, relevant, at: count) - recall) <= 1e-9, "@\(count)")
    }
  }
}
