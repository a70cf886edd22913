import EmbeddingSets
import Retrieval
import TestSupport
import Testing

@Suite("Scores of weighted terms")
struct SparseRepresentationTests {
  private static func plain(_ left: SparseMatrix, _ right: SparseMatrix) -> [Double] {
    func dense(_ matrix: SparseMatrix, _ row: Int) -> [Double] {
      var values = [Double](repeating: 0, count: matrix.columnCount)
      for entry in matrix.entries(of: row) {
        values[Int(matrix.columns[entry])] = matrix.values[entry]
      }
      return values
    }
    return (0..<left.rowCount).flatMap { query in
      (0..<right.rowCount).map { document in
        zip(dense(left, query), dense(right, document)).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }

  @Test("the inverted index gives the dot products, also of a part", arguments: Seed.samples(5))
  func products(seed: Seed) throws {
    var seed = seed
    let scores = try SparseRepresentation(
      name: "sparse",
      documents: Exports.sparse(31, 17, density: 0.3, &seed),
      queries: Exports.sparse(5, 17, density: 0.4, &seed), unmatched: .zero)
    let expected = Self.plain(scores.queries, scores.documents)
    let found = try scores.scores(queries: 0..<5, documents: 0..<31)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-13 }, "\(seed)")
    let part = try scores.scores(queries: 1..<3, documents: 7..<20)
    for query in 1..<3 {
      #expect(
        Array(part[(query - 1) * 13..<query * 13])
          == Array(found[query * 31 + 7..<query * 31 + 20]), "\(seed)")
    }
    #expect(try scores.scores(queries: 1..<4) == Array(found[31..<4 * 31]))
  }

  @Test("what shares no term is not retrieved, or scores 0 where asked for")
  func unmatched() throws {
    let documents = SparseMatrix(
      rowCount: 2, columnCount: 2, starts: [0, 1, 2], columns: [0, 1], values: [2, 3])
    let queries = SparseMatrix(
      rowCount: 2, columnCount: 2, starts: [0, 1, 1], columns: [1], values: [1])
    let omitting = try SparseRepresentation(
      name: "sparse", documents: documents, queries: queries)
    let zero = try SparseRepresentation(
      name: "sparse", documents: documents, queries: queries, unmatched: .zero)
    let none = -Double.infinity
    #expect(try omitting.scores(queries: 0..<2) == [none, 3, none, none])
    #expect(try zero.scores(queries: 0..<2) == [0, 3, 0, 0])
    #expect(omitting.cost.bytesPerDocument == 8 && omitting.cost.multiplicationsPerQuery == 0.5)
  }

  @Test("vocabularies of different size are refused")
  func vocabularies() {
    var seed = Seed(1)
    #expect(throws: RepresentationError.self) {
      try SparseRepresentation(
        name: "sparse",
        documents: Exports.sparse(3, 5, density: 0.5, &seed),
        queries: Exports.sparse(3, 4, density: 0.5, &seed))
    }
  }

  @Test(
    "recall of the same texts is that of pytrec_eval",
    .enabled(if: SharedData.isThere, SharedData.absence),
    arguments: SharedData.cases([
      ("small/docs_bm25", "small/queries_terms", [2: 0.9915, 5: 1, 10: 1, 20: 1]),
      ("small/docs_tfidf", "small/queries_terms", [2: 0.982, 5: 1, 10: 1, 20: 1]),
      (
        "small/docs_splade_max", "small/queries_splade_max",
        [2: 0.786, 5: 0.9175, 10: 0.9635, 20: 0.981]
      ),
      (
        "small/docs_splade_sum", "small/queries_splade_sum",
        [2: 0.7065, 5: 0.8785, 10: 0.935, 20: 0.9705]
      ),
      ("l2k/docs_bm25", "l2k/queries_terms", [2: 0.9485, 10: 0.9775, 20: 0.987, 100: 1]),
    ]))
  func limit(documents: String, queries: String, expected: [Int: Double]) async throws {
    let scores = try SparseRepresentation(
      name: "sparse",
      documents: SharedData.sparse("limit-minilm/\(documents).npz"),
      queries: SharedData.sparse("limit-minilm/\(queries).npz"), unmatched: .zero)
    let folder = "limit-minilm/" + documents.split(separator: "/")[0]
    try await SharedData.expectRecall(scores, folder, expected)
  }
}
