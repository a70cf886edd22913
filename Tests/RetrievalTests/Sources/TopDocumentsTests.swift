import EmbeddingSets
import Retrieval
import TestSupport
import Testing

@Suite("The best documents of every query")
struct TopDocumentsTests {
  /// Scores in blocks of three documents and two queries.
  private struct Table: ScoreSource {
    let rows: [[Double]]
    var queryCount: Int { rows.count }
    var documentCount: Int { rows[0].count }
    var documentBlocks: [Range<Int>] {
      stride(from: 0, to: documentCount, by: 3).map { $0..<min($0 + 3, documentCount) }
    }
    var queryBlocks: [Range<Int>] {
      stride(from: 0, to: queryCount, by: 2).map { $0..<min($0 + 2, queryCount) }
    }
    func scores(queries: Range<Int>, documents: Range<Int>) -> [Double] {
      queries.flatMap { rows[$0][documents] }
    }
    func exactScores(query: Int, documents: [Int]) -> [Double] { documents.map { rows[query][$0] } }
  }

  @Test("the order is that of a full sort, by score and then by identifier, for any jobs")
  func order() async throws {
    var seed = Seed(3)
    let identifiers = Exports.identifiers(200)
    let table = Table(
      rows: (0..<5).map { _ in (0..<200).map { _ in Double(seed.next() % 40) - 3 } })
    for count in [1, 7, 200, 300] {
      for jobs in [1, 3] {
        let rankings = try await table.topDocuments(
          count, order: TieOrder(identifiers: identifiers), jobs: jobs)
        for (query, ranking) in rankings.enumerated() {
          let sorted = (0..<200).sorted {
            let (a, b) = (table.rows[query][$0], table.rows[query][$1])
            return a != b ? a > b : identifiers[$0] > identifiers[$1]
          }
          #expect(ranking.map(\.document) == Array(sorted.prefix(count)))
          #expect(ranking.allSatisfy { $0.score == table.rows[query][$0.document] })
        }
      }
    }
  }

  @Test("identifiers are compared byte by byte, not as a language would")
  func bytes() async throws {
    let identifiers = ["a", "Z", "é", "z", "", "aa"]
    let table = Table(rows: [[1, 1, 1, 1, 1, 1]])
    let ranking = try await table.topDocuments(
      6, order: TieOrder(identifiers: identifiers), jobs: 1)
    #expect(ranking[0].map { identifiers[$0.document] } == ["é", "z", "aa", "a", "Z", ""])
  }

  @Test("equal documents tie wherever they stand, so the identifier decides")
  func duplicates() async throws {
    var seed = Seed(12)
    // 2,100 copies of nine rows: more than one block of products, and all its edges
    let rows = (0..<9).map { _ in Exports.values(33, &seed) }
    let picks = (0..<2100).map { _ in Int(seed.next() % 9) }
    let documents = InMemorySource(picks.flatMap { rows[$0] }, columnCount: 33)
    let queries = Exports.vectors(3, 33, &seed)
    let scores = try DenseScores(documents: documents, queries: queries)
    let identifiers = Exports.identifiers(2100)
    let order = TieOrder(identifiers: identifiers)
    for ranking in try await scores.topDocuments(500, order: order, jobs: 2) {
      let best = Set(picks.indices.filter { picks[$0] == picks[ranking[0].document] })
      let first = ranking.prefix(best.count)
      #expect(Set(first.map(\.document)) == best)
      #expect(Set(first.map(\.score)).count == 1)
      #expect(
        first.map { identifiers[$0.document] }
          == best.map { identifiers[$0] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
          .reversed())
    }
  }
}

@Suite("Runs are written as trec_eval reads them")
struct RunTextTests {
  private static let ranking = [
    ScoredDocument(document: 1, score: 0.5), ScoredDocument(document: 0, score: -1e-300),
    ScoredDocument(document: 2, score: -.infinity),
  ]

  @Test("one line a document that can match")
  func lines() throws {
    let text = try RunText.text(
      [Self.ranking], queryIDs: ["q"], documentIDs: ["a", "bé", "c"], tag: "t")
    #expect(text == "q Q0 bé 1 0.5 t\nq Q0 a 2 -1e-300 t\n")
  }

  @Test("identifiers with white space are refused", arguments: ["Geneva Durben", "", "a\tb"])
  func spaces(identifier: String) {
    #expect(throws: ScoreError.self) {
      try RunText.text(
        [Self.ranking], queryIDs: ["q"], documentIDs: ["a", identifier, "c"], tag: "t")
    }
  }
}
