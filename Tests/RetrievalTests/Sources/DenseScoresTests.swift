import EmbeddingSets
import LinearAlgebra
import Retrieval
import TestSupport
import Testing

@Suite("Scores of one vector an item")
struct DenseScoresTests {
  private static func plain(_ scores: DenseScores) throws -> [Double] {
    let depth = scores.documents.shape.columnCount
    let left = try scores.queries.block(rows: 0..<scores.queryCount).doubles
    let right = try scores.documents.block(rows: 0..<scores.documentCount).doubles
    return (0..<scores.queryCount).flatMap { query in
      (0..<scores.documentCount).map { document in
        (0..<depth).reduce(0.0) {
          $0 + left[query * depth + $1] * right[document * depth + $1]
        }
      }
    }
  }

  @Test("tiles hold the dot products, within the rounding they promise", arguments: Seed.samples(3))
  func products(seed: Seed) async throws {
    var seed = seed
    let scores = try DenseScores(
      documents: Exports.vectors(41, 19, &seed), queries: Exports.vectors(23, 19, &seed))
    let expected = try Self.plain(scores)
    let all = try await scores.allScores(jobs: 2)
    for query in 0..<23 {
      let bound = scores.rounding(ofQuery: query)
      for document in 0..<41 {
        let index = query * 41 + document
        #expect(abs(all[index] - expected[index]) <= bound, "\(seed)")
      }
      #expect(
        try scores.exactScores(query: query, documents: Array(0..<41))
          == Array(expected[query * 41..<(query + 1) * 41]))
    }
  }

  @Test("cosines are dot products of unit rows, and 0 where a row is zero")
  func cosines() throws {
    let documents = InMemorySource([3, 4, 0, 0, -2, 0] as [Double], columnCount: 2)
    let queries = InMemorySource([6, 8, 0, 0] as [Double], columnCount: 2)
    let scores = try DenseScores(documents: documents, queries: queries, similarity: .cosine)
    #expect(try scores.scores(queries: 0..<2, documents: 0..<3) == [1, 0, -0.6, 0, 0, 0])
    #expect(try scores.exactScores(query: 0, documents: [2, 0]) == [-0.6, 1])
    #expect(scores.documentNorms.zeroCount == 1 && scores.queryNorms.largest == 10)
    #expect(!scores.documentNorms.isUnit)
  }

  @Test("unit rows are found to be unit, in the rounding of their type")
  func unit() throws {
    var seed = Seed(8)
    let rows = MatrixFactory.orthonormalRows(rowCount: 8, columnCount: 8, &seed)
    let floats = rows.elements.map { Float($0) }
    let halves = floats.map { Float(Float16($0)) }
    #expect(try RowCensus(InMemorySource(floats, columnCount: 8)).isUnit)
    #expect(try RowCensus(InMemorySource(halves, columnCount: 8, storedAs: .float16)).isUnit)
    #expect(try !RowCensus(InMemorySource(halves, columnCount: 8)).isUnit)
  }

  @Test("columns that disagree and rows that are no numbers are refused")
  func refusals() throws {
    var seed = Seed(2)
    #expect(throws: ScoreError.self) {
      try DenseScores(
        documents: Exports.vectors(3, 4, &seed), queries: Exports.vectors(3, 5, &seed))
    }
    let broken = InMemorySource([1, 2, .nan, 4] as [Float], columnCount: 2, name: "broken")
    let error = #expect(throws: ScoreError.self) {
      try DenseScores(documents: broken, queries: broken)
    }
    #expect(error?.description.contains("broken: row 1") == true)
  }

  @Test(
    "the explicit solution in four dimensions finds both relevant documents of every query",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func momentCurve() async throws {
    let scores = try DenseScores(
      documents: SharedData.set("limit-minilm/small/docs_moment4_f64.npy"),
      queries: SharedData.set("limit-minilm/small/queries_moment4_f64.npy"))
    let order = TieOrder(identifiers: try SharedData.lines("limit-minilm/small/doc_ids.txt"))
    let rankings = try await scores.topDocuments(2, order: order, jobs: 2)
    #expect(
      SharedData.recall(rankings, try SharedData.relevant("limit-minilm/small"), at: 2) == 1)
  }

  @Test(
    "recall of the same texts is that of pytrec_eval",
    .enabled(if: SharedData.isThere, SharedData.absence),
    arguments: SharedData.cases([
      ("small", "", [2: 0.162, 5: 0.31, 10: 0.4805, 20: 0.6945]),
      ("l2k", "_f16", [2: 0.021, 10: 0.0575, 20: 0.0825, 100: 0.2125]),
    ]))
  func limit(folder: String, suffix: String, expected: [Int: Double]) async throws {
    let scores = try DenseScores(
      documents: SharedData.set("limit-minilm/\(folder)/docs_dense\(suffix).npy"),
      queries: SharedData.set("limit-minilm/\(folder)/queries_dense\(suffix).npy"))
    let order = TieOrder(identifiers: try SharedData.lines("limit-minilm/\(folder)/doc_ids.txt"))
    let rankings = try await scores.topDocuments(100, order: order, jobs: 2)
    let relevant = try SharedData.relevant("limit-minilm/\(folder)")
    for (count, recall) in expected {
      #expect(abs(SharedData.recall(rankings, relevant, at: count) - recall) <= 1e-9, "@\(count)")
    }
  }
}
