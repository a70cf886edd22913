import EmbeddingSets
import Findings
import Testing
import TestSupport

@testable import Retrieval

/// The odd inputs of ranking, each with its answer; those of files are tested beside their readers.
@Suite("An odd input of ranking has a stated answer")
struct EdgeCaseTests {
  private func means(
    _ run: RetrievalRun, _ judgments: Judgments, _ ids: [String],
    _ change: (inout EvaluationOptions) -> Void = { _ in }
  ) -> [Double?] {
    var options = EvaluationOptions()
    options.measures = ids.compactMap(CutMeasure.init(id:))
    change(&options)
    let evaluation = Evaluation(of: run, against: judgments, options: options)
    return ids.indices.map { evaluation.mean($0) }
  }

  @Test("k larger than the list: precision divides by k, recall and nDCG take the list as it is")
  func deep() {
    let judgments = RunFactory.judgments([("q", [("a", 1), ("b", 1)])])
    let found = means(
      RunFactory.ranking(["a"]), judgments,
      ["precision@k=10", "recall@k=1000", "success@k=10", "judged@k=10"])
    #expect(found == [0.1, 0.5, 1, 0.1])
  }

  @Test("-0 and 0 are equal scores: a tie, ordered by identifier")
  func signedZero() {
    let run = RunFactory.run([("q", [("a", 0.0), ("b", -0.0), ("c", 0.0)])])
    #expect(Exports.ranking(run, 0).map { run.documents[$0] } == ["c", "b", "a"])
    let judgments = RunFactory.judgments([("q", [("b", 1)])])
    let evaluation = Evaluation(of: run, against: judgments)
    #expect(evaluation.counts.tiedQueries == 1)
  }

  @Test("all scores equal: identifiers decide, descending, and the bounds say what they decided")
  func allEqual() {
    let names = (0..<10).map { "d\($0)" }
    let run = RunFactory.run([("q", names.map { ($0, 1.0) })])
    let judgments = RunFactory.judgments([("q", [("d0", 1)])])
    var options = EvaluationOptions()
    options.measures = ["mrr"].compactMap(CutMeasure.init(id:))
    let evaluation = Evaluation(of: run, against: judgments, options: options)
    #expect(evaluation.mean(0) == 0.1)
    #expect(evaluation.tieBounds(0)?.low == 0.1 && evaluation.tieBounds(0)?.high == 1)
  }

  @Test("scores as small as 1e-300 and as large as 1e300 are apart")
  func extreme() {
    let run = RunFactory.run([("q", [("a", 1e-300), ("b", 2e-300), ("c", 1e300), ("d", -1e300)])])
    #expect(Exports.ranking(run, 0).map { run.documents[$0] } == ["c", "b", "a", "d"])
  }

  @Test("all grades negative: no query to average over, said in the first line")
  func negative() async throws {
    let judgments = RunFactory.judgments([("q", [("a", -2)])])
    var options = ComparisonOptions()
    options.resamples = 100
    let comparison = try await Comparison(
      of: [Contender(RunFactory.ranking(["a"]))], against: judgments, options: options)
    #expect(comparison.evaluations[0].counts.withoutRelevant == 1)
    let report = comparison.report(name: "q", version: "test", arguments: [])
    #expect(report.verdict.hasPrefix("There is no query to average over"))
    #expect(report["retrieval.run.ndcg@k=10"]?.value.number == nil)
  }

  @Test("fewer than half of the first ten judged: said, with the share")
  func unjudged() async throws {
    let judgments = RunFactory.judgments([("q", [("a", 1)]), ("p", [("a", 1)])])
    let ranking = (["a"] + (0..<9).map { "x\($0)" }).enumerated().map { ($1, -Double($0)) }
    var options = ComparisonOptions()
    options.resamples = 100
    let report = try await Comparison(
      of: [Contender(RunFactory.run([("q", ranking), ("p", ranking)]))], against: judgments,
      options: options
    ).report(name: "q", version: "test", arguments: [])
    let finding = try #require(report.findings.first { $0.id == "few-judged" })
    #expect(finding.message.contains("10.0 % of run"))
    #expect(report["retrieval.run.judged@k=10"]?.value.number == 0.1)
  }

  @Test("zero rows: cosine and dot product count 0, and a warning says so")
  func zeroRows() throws {
    let documents = InMemorySource([3, 4, 0, 0] as [Double], columnCount: 2)
    let queries = InMemorySource([0, 0, 6, 8] as [Double], columnCount: 2)
    let cosine = try DenseRepresentation(
      name: "a", documents: documents, queries: queries, similarity: .cosine)
    #expect(try cosine.scores(queries: 0..<2) == [0, 0, 1, 0])
    let caution = try #require(cosine.cautions.first { $0.id == "zero-rows" })
    #expect(caution.severity == .warning)
    #expect(caution.message.contains("1 documents and 1 queries are zero"))
  }

  @Test("rows that are not of unit length are scored as they are, and a note says so")
  func lengths() throws {
    let rows = InMemorySource([3, 4, 0, 2] as [Double], columnCount: 2)
    let dot = try DenseRepresentation(name: "a", documents: rows, queries: rows)
    #expect(dot.cautions.map(\.id) == ["rows-not-unit"])
    #expect(dot.cautions[0].message.contains("lengths from 2 to 5"))
    let cosine = try DenseRepresentation(
      name: "a", documents: rows, queries: rows, similarity: .cosine)
    #expect(cosine.cautions.isEmpty)
  }

  @Test("documents without tokens are ranked nowhere, zero tokens count 0; both are warned of")
  func tokens() throws {
    let tokens = TokenSet(
      tokens: InMemorySource([1, 0, 0, 0] as [Float], columnCount: 2), offsets: [0, 1, 1, 2])
    let scores = try TokenRepresentation(name: "c", documents: tokens, queries: tokens)
    #expect(scores.cautions.map(\.id) == ["empty-items", "zero-rows"])
    #expect(try scores.scores(queries: 0..<1) == [1, -.infinity, 0])
  }

  @Test("unsorted and repeated columns are put in order and summed, stored zeros are not active")
  func columns() throws {
    let matrix = SparseMatrix(
      rowCount: 1, columnCount: 5, starts: [0, 5], columns: [4, 1, 4, 0, 2],
      values: [1, 2, 0.5, 0, -3])
    let scores = try SparseRepresentation(name: "s", documents: matrix, queries: matrix)
    #expect(scores.documents.columns == [1, 2, 4] && scores.documents.values == [2, -3, 1.5])
    #expect(try scores.scores(queries: 0..<1) == [4 + 9 + 2.25])
    #expect(scores.cautions.map(\.id) == ["negative-weights", "sparse-repairs"])
  }

  @Test("float16 that overflowed is refused with its row")
  func overflow() throws {
    let halves = InMemorySource(
      [1, 2, Float(Float16.infinity), 4] as [Float], columnCount: 2, storedAs: .float16,
      name: "docs")
    let error = #expect(throws: RepresentationError.self) {
      try DenseRepresentation(name: "a", documents: halves, queries: halves)
    }
    #expect(error?.description.contains("docs: row 1") == true)
    let tokens = TokenSet(tokens: halves, offsets: [0, 2])
    #expect(throws: RepresentationError.self) {
      try TokenRepresentation(name: "c", documents: tokens, queries: tokens)
    }
  }

  @Test("one query has no interval and no test, and says so")
  func oneQuery() async throws {
    let judgments = RunFactory.judgments([("q", [("a", 1)])])
    let contenders = [["a", "b"], ["b", "a"]].enumerated().map { number, order in
      Contender(
        RunFactory.run(
          [("q", order.enumerated().map { ($0.element, -Double($0.offset)) })],
          named: "r\(number)"))
    }
    var options = ComparisonOptions()
    options.resamples = 100
    let comparison = try await Comparison(of: contenders, against: judgments, options: options)
    let report = comparison.report(name: "q", version: "test", arguments: [])
    #expect(report.findings.contains { $0.id == "no-interval" })
    #expect(
      report["significance.r0-r1.t@measure=ndcg,k=10"]?.value.reason == "one query has no spread")
    #expect(report["retrieval.r0.ndcg@k=10"]?.interval == nil)
  }

  @Test("a corpus searched with itself: the own document may be left out")
  func selfRetrieval() {
    let judgments = RunFactory.judgments([("a", [("a", 1), ("b", 1)])])
    let run = RunFactory.run([("a", [("a", 9), ("x", 5), ("b", 4)])])
    #expect(means(run, judgments, ["mrr"]) == [1])
    #expect(means(run, judgments, ["mrr"]) { $0.ignoresIdentical = true } == [0.5])
  }
}
