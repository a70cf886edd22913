import EmbeddingSets
import Findings
import Testing
import TestSupport

@testable import Retrieval

@Suite("What limits a system")
struct SystemLimitsTests {
  private static func judgments(_ queries: Int, _ relevant: (Int) -> [Int]) -> Judgments {
    RunFactory.judgments(
      (0..<queries).map { query in ("q\(query)", relevant(query).map { ("d\($0)", 1) }) })
  }

  private static var options: ComparisonOptions {
    var options = ComparisonOptions()
    options.resamples = 100
    options.signPatterns = 100
    options.jobs = 2
    return options
  }

  private static func contender(
    _ representation: any AuditedRepresentation, depth: Int = 1000
  ) async throws -> Contender {
    let run = try await RetrievalRun(
      of: representation, depth: depth,
      queries: IdentifierTable((0..<representation.queryCount).map { "q\($0)" }),
      documents: IdentifierTable((0..<representation.documentCount).map { "d\($0)" }), jobs: 2)
    return Contender(run, of: representation)
  }

  @Test("random queries over documents in general position: alignment, in the words of the verdict")
  func alignment() async throws {
    var seed = Seed(1)
    let dense = try DenseRepresentation(
      name: "minilm", documents: Exports.vectors(90, 48, &seed),
      queries: Exports.vectors(30, 48, &seed))
    let judgments = Self.judgments(30) { [$0, $0 + 40] }
    let limits = try await SystemLimits(
      Self.contender(dense), against: judgments, options: Self.options)
    #expect(limits.limit == .alignment)
    let words = LimitWords(limits: limits)
    #expect(words.verdict.hasPrefix("alignment-limited (achieved 0."))
    #expect(words.verdict.hasSuffix("oracle 1.000)"))
    #expect(words.finding?.id == "alignment-limited" && words.finding?.advice.isEmpty == false)
    // the same numbers as the whole analysis
    let capacity = try await Capacity(
      documents: dense.documents, queries: dense.queries,
      relevant: RelevantDocuments(
        queries: Array(0..<30), documents: (0..<30).map { [$0, $0 + 40] }),
      identifiers: IdentifierTable((0..<90).map { "d\($0)" }), options: CapacityOptions())
    let metrics = limits.metrics()
    func number(_ name: String) -> Double? {
      metrics.first { $0.id == MetricID("retrieval.minilm.\(name)") }?.value.number
    }
    #expect(number("achieved-recall") == capacity.achieved.meanRecall)
    #expect(number("best-recall") == capacity.bestRecall)
    #expect(
      isNear(
        number("scores-effective-rank"), capacity.scoreSpectrum.effectiveRank ?? 0, relative: 1e-4))
    #expect(number("scores-rank") == 29)
    let bytes = metrics.first { $0.id == "cost.minilm.index-bytes" }?.value.number
    #expect(bytes == 17280)
  }

  @Test("a run is judged by its first documents, and says that it has no vectors")
  func run() async throws {
    let judgments = RunFactory.judgments([
      ("q", [("a", 1), ("b", 1), ("c", 1), ("x", 0)]), ("p", [("a", 1)]), ("none", [("a", 0)]),
    ])
    // q finds one of three, p nothing
    let contender = Contender(
      RunFactory.run([("q", [("a", 3), ("x", 2)]), ("p", [("y", 1)])], named: "bm25"))
    let limits = try await SystemLimits(contender, against: judgments, options: Self.options)
    #expect(limits.depth == 2 && limits.lost == 3 && limits.relevantCount == 4)
    #expect(isNear(limits.firstStageRecall, 1.0 / 6, relative: 1e-15))
    #expect(limits.limit == .firstStage)
    #expect(
      LimitWords(limits: limits).verdict
        == "first stage loses 83 % of the relevant documents (beyond rank 2)")
    #expect(limits.oracle.reason == "a finished run has no vectors")
    let metrics = limits.metrics()
    #expect(metrics.map(\.id.rawValue).allSatisfy { $0.hasPrefix("retrieval.bm25.") })
    #expect(
      metrics.first { $0.id == "retrieval.bm25.best-recall" }?.value.reason == limits.oracle.reason)
  }

  @Test("beyond the depth of a first stage nothing counts, and the own document is no answer")
  func depth() async throws {
    let judgments = RunFactory.judgments([("q", [("r", 1), ("q", 1)])])
    let list = [("q", 1000.0)] + (0..<99).map { ("d\($0)", 500.0 - Double($0)) } + [("r", 1)]
    let contender = Contender(RunFactory.run([("q", list)], named: "deep"))
    let whole = try await SystemLimits(contender, against: judgments, options: Self.options)
    #expect(whole.depth == 100 && whole.lost == 1 && whole.firstStageRecall == 0.5)
    var options = Self.options
    options.evaluation.ignoresIdentical = true
    let without = try await SystemLimits(contender, against: judgments, options: options)
    #expect(without.lost == 0 && without.firstStageRecall == 1 && without.limit == .order)
  }

  @Test("all relevant documents first: nothing in the way; found but not first: order")
  func order() async throws {
    let judgments = Self.judgments(2) { [$0] }
    let good = Contender(
      RunFactory.run(
        [("q0", [("d0", 2), ("x", 1)]), ("q1", [("d1", 2), ("x", 1)])], named: "good"))
    let bad = Contender(
      RunFactory.run(
        [("q0", [("x", 2), ("d0", 1)]), ("q1", [("x", 2), ("d1", 1)])], named: "bad"))
    let (first, second) = (
      try await SystemLimits(good, against: judgments, options: Self.options),
      try await SystemLimits(bad, against: judgments, options: Self.options)
    )
    #expect(first.limit == .none && LimitWords(limits: first).finding == nil)
    #expect(second.limit == .order)
    #expect(
      LimitWords(limits: second).verdict
        == "order-limited (100 % of the relevant documents within rank 2, 0 % in place)")
  }

  @Test("late interaction has scores of a rank, and no oracle, with the reason")
  func tokens() async throws {
    var seed = Seed(2)
    let tokens = try TokenRepresentation(
      name: "colbert", documents: Exports.tokens(Array(repeating: 5, count: 40), 4, &seed),
      queries: Exports.tokens(Array(repeating: 6, count: 20), 4, &seed))
    let limits = try await SystemLimits(
      Self.contender(tokens), against: Self.judgments(20) { [$0] }, options: Self.options)
    #expect(limits.oracle.reason == "a sum of maxima is not linear in the query")
    // more than the dimensions of a token: what no single vector of that size could give
    #expect((limits.scoreRank ?? 0) == 19)
    #expect(LimitWords(limits: limits).rank.hasPrefix("score rank "))
  }

  @Test("sparse vectors of few columns are probed as single vectors are, of many columns not")
  func sparse() async throws {
    var seed = Seed(3)
    let (documents, queries) = (
      Exports.sparse(60, 8, density: 0.6, &seed), Exports.sparse(10, 8, density: 0.6, &seed)
    )
    let sparse = try SparseRepresentation(name: "s", documents: documents, queries: queries)
    let judgments = Self.judgments(10) { [$0] }
    let limits = try await SystemLimits(
      Self.contender(sparse), against: judgments, options: Self.options)
    func whole(_ matrix: SparseMatrix) -> InMemorySource {
      var values = [Double](repeating: 0, count: matrix.rowCount * 8)
      for row in 0..<matrix.rowCount {
        for entry in matrix.entries(of: row) {
          values[row * 8 + Int(matrix.columns[entry])] = matrix.values[entry]
        }
      }
      return InMemorySource(values, columnCount: 8)
    }
    let dense = try await SystemLimits(
      Self.contender(
        DenseRepresentation(name: "s", documents: whole(documents), queries: whole(queries))),
      against: judgments, options: Self.options)
    #expect(limits.oracle.capacity?.bestRecall == dense.oracle.capacity?.bestRecall)
    #expect(limits.oracle.capacity?.achieved.recalls == dense.oracle.capacity?.achieved.recalls)
    let wide = try SparseRepresentation(
      name: "w", documents: Exports.sparse(6, 40, density: 0.5, &seed),
      queries: Exports.sparse(10, 40, density: 0.5, &seed))
    let none = try await SystemLimits(
      Self.contender(wide), against: Self.judgments(6) { [$0] }, options: Self.options)
    #expect(none.oracle.reason?.contains("as many columns as documents") == true)
  }

  @Test("without probes exports are judged as runs are; judgments of other documents have a reason")
  func withoutProbes() async throws {
    var seed = Seed(4)
    let dense = try DenseRepresentation(
      name: "a", documents: Exports.vectors(20, 3, &seed), queries: Exports.vectors(4, 3, &seed))
    let contender = try await Self.contender(dense)
    let plain = try await SystemLimits(
      contender, against: Self.judgments(4) { [$0] }, options: Self.options, probes: false)
    #expect(plain.oracle.reason == "not asked for" && plain.scoreSpectrum == nil)
    let strangers = try await SystemLimits(
      contender, against: RunFactory.judgments([("q0", [("other", 1)])]), options: Self.options)
    #expect(strangers.oracle.reason == "no judged document is in the export")
    #expect(strangers.limit == .firstStage && strangers.lost == 1)
  }

  @Test("every metric of a system is explained, in the order of the catalogue")
  func explained() async throws {
    var seed = Seed(5)
    let dense = try DenseRepresentation(
      name: "a", documents: Exports.vectors(20, 3, &seed), queries: Exports.vectors(4, 3, &seed))
    let limits = try await SystemLimits(
      Self.contender(dense), against: Self.judgments(4) { [$0] }, options: Self.options)
    let expected = (LimitMetrics.descriptors + CostMetrics.descriptors).map {
      $0.id.rawValue.split(separator: ".").last
    }
    let found = limits.metrics().map { $0.id.rawValue.split(separator: ".").last }
    #expect(found == expected)
  }
}

@Suite("What fusing all systems would do")
struct FusionOutlookTests {
  private static let ids = (0..<60).map { "q\($0)" }
  private static let judgments = RunFactory.judgments(ids.map { ($0, [("r", 1)]) })
  private static let strong = RunFactory.run(
    ids.map { ($0, [("r", 9), ("s", 5), ("t", 4)]) }, named: "strong")
  private static let weak = RunFactory.run(
    ids.map { ($0, [("s", 9), ("t", 8), ("u", 7)]) }, named: "weak")

  private static func outlook(_ runs: [RetrievalRun]) async throws -> FusionOutlook? {
    var options = ComparisonOptions()
    options.resamples = 200
    options.signPatterns = 500
    options.evaluation.measures = [.primary]
    return try await FusionOutlook(
      Comparison(of: runs.map { Contender($0) }, against: judgments, options: options))
  }

  @Test("a weak system hurts a strong one, by as much as fuse says")
  func hurts() async throws {
    let outlook = try #require(try await Self.outlook([Self.weak, Self.strong]))
    #expect(outlook.best == "strong" && outlook.pair.mean == -0.5 && outlook.pair.isSignificant)
    #expect(
      outlook.verdict("nDCG@10").hasPrefix("fusion hurts: -0.500 nDCG@10 against strong"))
    #expect(outlook.finding(.primary).severity == .warning)
    var options = ComparisonOptions()
    options.resamples = 200
    options.signPatterns = 500
    options.evaluation.measures = [.primary]
    let fusion = try await Fusion(
      of: [Contender(Self.weak), Contender(Self.strong)], against: Self.judgments,
      options: options)
    let gain = fusion.metrics().first { $0.id == "fusion.gain@measure=ndcg,k=10" }
    #expect(gain?.value == outlook.metric("measure=ndcg,k=10").value)
  }

  @Test("of a run with itself nothing changes; of one system there is none")
  func nothing() async throws {
    let same = try #require(try await Self.outlook([Self.strong, Self.strong.named("copy")]))
    #expect(same.pair.isIdentical)
    #expect(same.verdict("nDCG@10").hasPrefix("fusion changes nothing beyond noise"))
    #expect(try await Self.outlook([Self.strong]) == nil)
  }
}
