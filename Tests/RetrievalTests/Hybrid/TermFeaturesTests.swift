import EmbeddingSets
import Testing

@testable import Retrieval

@Suite("Features of the terms of queries")
struct TermFeaturesTests {
  /// Four documents; term 0 in three of them, term 1 in one, term 2 in none.
  private static let documents = SparseMatrix(
    rowCount: 4, columnCount: 3, starts: [0, 2, 3, 4, 4], columns: [0, 1, 0, 0],
    values: [1, 2, 1, 1])
  private static let queries = SparseMatrix(
    rowCount: 4, columnCount: 3, starts: [0, 2, 4, 4, 5], columns: [0, 1, 0, 2, 0],
    values: [1, 1, 1, 1, 1])

  @Test("rarities, unknown terms and documents with all terms, by hand")
  func hand() throws {
    let terms = TermFeatures(
      try SparseRepresentation(name: "bm25", documents: Self.documents, queries: Self.queries),
      queries: IdentifierTable(["both", "unknown", "empty", "one"]))
    // ln (1 + 1.5 / 3.5), ln (1 + 3.5 / 1.5), ln (1 + 4.5 / 0.5), ln 2, ln 4
    let (common, rare, none) = (0.35667494393873245, 1.2039728043259361, 2.302585092994046)
    let (two, four) = (0.6931471805599453, 1.3862943611198906)
    #expect(TermFeatures.names.count == 6)
    let cases: [(String, [Double])] = [
      ("both", [2, (common + rare) / 2, rare, common, 0, two]),
      ("unknown", [2, (common + none) / 2, none, common, 0.5, 0]),
      ("empty", [0, 0, 0, 0, 0, 0]), ("absent", [0, 0, 0, 0, 0, 0]),
      ("one", [1, common, common, common, 0, four]),
    ]
    for (query, expected) in cases {
      for (found, value) in zip(terms.values(of: query), expected) {
        #expect(abs(found - value) < 1e-14, "\(query)")
      }
    }
  }

  @Test("come from the first contender that was scored from terms, and from no run")
  func contenders() async throws {
    let run = RunFactory.run([("both", [("d", 1)])])
    #expect(TermFeatures([Contender(run)]) == nil)
    let sparse = try SparseRepresentation(
      name: "bm25", documents: Self.documents, queries: Self.queries)
    let scored = try await RetrievalRun(
      of: sparse, depth: 4, queries: IdentifierTable(["both", "unknown", "empty", "one"]),
      documents: IdentifierTable(["a", "b", "c", "d"]), jobs: 1)
    let found = TermFeatures([Contender(run), Contender(scored, of: sparse)])
    #expect(found?.values(of: "both").first == 2)
    let features = RoutingFeatures(["both"], [run, scored], texts: nil, terms: found)
    #expect(features.names.suffix(6) == TermFeatures.names[...])
    #expect(features.values[0].count == features.names.count)
  }
}
