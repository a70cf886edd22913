import EmbeddingSets
import Retrieval
import TestSupport
import Testing

@Suite("Runs hold the best documents of every query")
struct RetrievalRunOfRepresentationTests {
  private struct Table: Representation {
    let rows: [[Double]]
    let name = "table"
    let kind = "dense"
    let cost = RepresentationCost.unknown
    var queryCount: Int { rows.count }
    var documentCount: Int { rows[0].count }
    func scores(queries: Range<Int>) -> [Double] { queries.flatMap { rows[$0] } }
  }

  @Test("the order is that of a full sort, by score and then by identifier, for any jobs")
  func order() async throws {
    var seed = Seed(3)
    let documents = Exports.identifiers(200)
    let table = Table(
      rows: (0..<35).map { _ in (0..<200).map { _ in Double(seed.next() % 40) - 3 } })
    for depth in [1, 7, 200, 300] {
      for jobs in [1, 3] {
        let run = try await RetrievalRun(
          of: table, depth: depth, queries: IdentifierTable((0..<35).map { "q\($0)" }),
          documents: documents, jobs: jobs)
        for query in stride(from: 0, to: 35, by: 17) {
          let sorted = (0..<200).sorted {
            let (a, b) = (table.rows[query][$0], table.rows[query][$1])
            return a != b
              ? a > b
              : documents[$0].utf8.elementsEqual(documents[$1].utf8) == false
                && !documents[$0].utf8.lexicographicallyPrecedes(documents[$1].utf8)
          }
          #expect(Exports.ranking(run, query) == Array(sorted.prefix(depth)))
        }
      }
    }
  }

  @Test("identifiers are compared byte by byte, and all may tie")
  func bytes() async throws {
    let documents = IdentifierTable(["a", "Z", "é", "z", "", "aa"])
    let run = try await RetrievalRun(
      of: Table(rows: [[1, 1, 1, 1, 1, 1]]), depth: 5, queries: IdentifierTable(["q"]),
      documents: documents, jobs: 1)
    #expect(Exports.ranking(run, 0).map { documents[$0] } == ["é", "z", "aa", "a", "Z"])
  }

  @Test("what is not retrieved is in no run")
  func missing() async throws {
    let run = try await RetrievalRun(
      of: Table(rows: [[-.infinity, 2], [-.infinity, -.infinity]]), depth: 5,
      queries: IdentifierTable(["q", "r"]), documents: IdentifierTable(["a", "b"]), jobs: 1)
    #expect(Exports.ranking(run, 0) == [1] && Exports.ranking(run, 1) == [])
  }
}

@Suite("Runs are written as trec_eval reads them")
struct RunTextTests {
  private static func run(_ documents: [String]) -> RetrievalRun {
    RetrievalRun(
      name: "t", queries: IdentifierTable(["q"]), documents: IdentifierTable(documents),
      starts: [0, 2], unordered: [0, 1], scores: [-1e-300, 0.5])
  }

  @Test("one line a document, best first, scores without loss")
  func lines() throws {
    #expect(
      try RunText.text(of: Self.run(["a", "bé"])) == "q Q0 bé 1 0.5 t\nq Q0 a 2 -1e-300 t\n")
  }

  @Test("identifiers with white space are refused", arguments: ["Geneva Durben", "", "a\tb"])
  func spaces(identifier: String) {
    #expect(throws: RepresentationError.self) {
      try RunText.text(of: Self.run(["a", identifier]))
    }
  }
}
