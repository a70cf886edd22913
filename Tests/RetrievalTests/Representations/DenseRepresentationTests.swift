import EmbeddingSets
import LinearAlgebra
import Retrieval
import TestSupport
import Testing

@Suite("Scores of one vector an item")
struct DenseRepresentationTests {
  private static func plain(_ scores: DenseRepresentation) throws -> [Double] {
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

  @Test("scores are the dot products, within the rounding of sums", arguments: Seed.samples(3))
  func products(seed: Seed) throws {
    var seed = seed
    let scores = try DenseRepresentation(
      name: "dense", documents: Exports.vectors(41, 19, &seed),
      queries: Exports.vectors(23, 19, &seed))
    let expected = try Self.plain(scores)
    let all = try scores.scores(queries: 0..<23)
    for query in 0..<23 {
      // d u |q| |d|, the rounding of a sum of d products in single precision
      let bound = 19 * 0x1p-24 * scores.queryNorms.norms[query] * scores.documentNorms.largest
      for index in query * 41..<(query + 1) * 41 {
        #expect(abs(all[index] - expected[index]) <= bound, "\(seed)")
      }
    }
    #expect(try scores.scores(queries: 7..<9) == Array(all[7 * 41..<9 * 41]))
    #expect(scores.cost.bytesPerDocument == 76.0)
    #expect(scores.cost.multiplicationsPerQuery == 779.0)
  }

  @Test("equal documents get equal scores wherever they stand, and are listed as copies")
  func duplicates() throws {
    var seed = Seed(12)
    // 2,100 copies of nine rows: more than one block of products, and all its edges
    let rows = (0..<9).map { _ in Exports.values(33, &seed) }
    let picks = (0..<2100).map { _ in Int(seed.next() % 9) }
    let scores = try DenseRepresentation(
      name: "dense", documents: InMemorySource(picks.flatMap { rows[$0] }, columnCount: 33),
      queries: Exports.vectors(3, 33, &seed))
    let all = try scores.scores(queries: 0..<3)
    for query in 0..<3 {
      for pick in 0..<9 {
        let same = picks.indices.filter { picks[$0] == pick }.map { all[query * 2100 + $0] }
        #expect(Set(same).count == 1)
      }
    }
    #expect(scores.copies.count == 2100 - 9)
    #expect(scores.copies.allSatisfy { picks[$0.document] == picks[$0.original] })
  }

  @Test("cosines are dot products of unit rows, and 0 where a row is zero")
  func cosines() throws {
    let documents = InMemorySource([3, 4, 0, 0, -2, 0] as [Double], columnCount: 2)
    let queries = InMemorySource([6, 8, 0, 0] as [Double], columnCount: 2)
    let scores = try DenseRepresentation(
      name: "dense", documents: documents, queries: queries, similarity: .cosine)
    #expect(try scores.scores(queries: 0..<2) == [1, 0, -0.6, 0, 0, 0])
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
    #expect(throws: RepresentationError.self) {
      try DenseRepresentation(
        name: "dense",
        documents: Exports.vectors(3, 4, &seed), queries: Exports.vectors(3, 5, &seed))
    }
    let broken = InMemorySource([1, 2, .nan, 4] as [Float], columnCount: 2, name: "broken")
    let error = #expect(throws: RepresentationError.self) {
      try DenseRepresentation(name: "dense", documents: broken, queries: broken)
    }
    #expect(error?.description.contains("broken: row 1") == true)
  }

  @Test(
    "the explicit solution in four dimensions finds both relevant documents of every query",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func momentCurve() async throws {
    let scores = try DenseRepresentation(
      name: "dense",
      documents: SharedData.set("limit-minilm/small/docs_moment4_f64.npy"),
      queries: SharedData.set("limit-minilm/small/queries_moment4_f64.npy"))
    try await SharedData.expectRecall(scores, "limit-minilm/small", [2: 1])
  }

  @Test(
    "recall of the same texts is that of pytrec_eval",
    .enabled(if: SharedData.isThere, SharedData.absence),
    arguments: SharedData.cases([
      ("small", "", [2: 0.162, 5: 0.31, 10: 0.4805, 20: 0.6945]),
      ("l2k", "_f16", [2: 0.021, 10: 0.0575, 20: 0.0825, 100: 0.2125]),
    ]))
  func limit(folder: String, suffix: String, expected: [Int: Double]) async throws {
    let scores = try DenseRepresentation(
      name: "dense",
      documents: SharedData.set("limit-minilm/\(folder)/docs_dense\(suffix).npy"),
      queries: SharedData.set("limit-minilm/\(folder)/queries_dense\(suffix).npy"))
    try await SharedData.expectRecall(scores, "limit-minilm/\(folder)", expected)
  }
}
