import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Retrieval

@Suite("A funnel")
struct FunnelTests {
  private let documents = IdentifierTable(["a", "b", "c", "d", "e"])
  private let queries = IdentifierTable(["q", "p"])
  private let judgments = RunFactory.judgments([
    ("q", [("a", 2), ("b", 1), ("e", 1)]), ("p", [("c", 1), ("d", 0)]), ("none", [("a", 0)]),
  ])

  private func representation(
    _ name: String, _ lists: [(String, [(String, Double)])]
  ) throws -> any Representation {
    try RunRepresentation(
      RunFactory.run(lists, named: name), queries: queries, documents: documents)
  }

  private func funnel(_ text: String, target: Double = 0.95) async throws -> Funnel {
    // first: q sees a, c, b, d; p sees d, e, c
    let first = try representation(
      "first",
      [("q", [("a", 4), ("c", 3), ("b", 2), ("d", 1)]), ("p", [("d", 3), ("e", 2), ("c", 1)])])
    let second = try representation(
      "second", [("q", [("b", 9), ("d", 8), ("a", 7)]), ("p", [("c", 5)])])
    return try await Funnel(
      try FunnelPlan(parsing: text), over: [first, second], queries: queries,
      documents: documents, judgments: judgments, target: target)
  }

  @Test("counts what each stage loses, as counted by hand")
  func byHand() async throws {
    let funnel = try await funnel("first:3>second:1")
    // q keeps a, c, b (2 of 3), then b (1 of 3); p keeps d, e, c (1 of 1), then c
    #expect(funnel.queryCount == 2)
    #expect(abs(funnel.stages[0].recall - (2.0 / 3 + 1) / 2) < 1e-15)
    #expect(abs(funnel.stages[1].recall - (1.0 / 3 + 1) / 2) < 1e-15)
    #expect(funnel.stages.map(\.lost) == [1, 1])
    #expect(funnel.stages.map(\.survivors) == [3, 1])
    #expect(funnel.stages.map(\.emptyQueries) == [0, 0])
    let losses = funnel.losses.map {
      "\(funnel.documents[Int($0.document)])@\($0.stage):\($0.rank ?? 0)"
    }
    #expect(losses == ["e@0:0", "a@1:2"])
  }

  /// The first stage looks for its best documents only, and counts what stands before the others.
  @Test(
    "ranks are those of a full sort, ties and documents without a score included",
    arguments: Seed.samples(6))
  func ranks(seed: Seed) {
    var seed = seed
    let names = IdentifierTable((0..<97).map { "d\($0 * 31 % 97)" })
    let scores = (0..<300).map { _ -> Double in
      let value = Double(seed.next() % 9)
      return value == 0 ? -.infinity : value
    }
    let range = 101..<198
    let all = (0..<Int32(97)).filter { scores[101 + Int($0)] > -.infinity }.sorted {
      let (a, b) = (scores[101 + Int($0)], scores[101 + Int($1)])
      return a != b ? a > b : names.follows(Int($0), Int($1))
    }
    for (relevantCount, depth) in [(3, 5), (40, 5), (10, 96), (5, 200)] {
      let relevant = Set((0..<Int32(relevantCount)).map { $0 * 2 })
      let outcome = FunnelWalk(documents: names, relevant: relevant).pass(
        nil, [FunnelPlan.Arm(name: "a", depth: depth)],
        [FunnelWalk.Row(scores: scores, range: range)])
      #expect(outcome.survivors == Array(all.prefix(depth)), "\(seed)")
      let expected = all.enumerated().filter { relevant.contains($0.element) }
      #expect(outcome.relevantRanks.map(\.document) == expected.map(\.element), "\(seed)")
      #expect(outcome.relevantRanks.map(\.rank) == expected.map { $0.offset + 1 }, "\(seed)")
    }
  }

  @Test("takes the union of arms, each document once")
  func union() async throws {
    let funnel = try await funnel("first:1+second:2")
    // q: a; b, d. p: d; c
    #expect(funnel.stages[0].survivors == 2.5)
    #expect(abs(funnel.stages[0].recall - (2.0 / 3 + 1) / 2) < 1e-15)
  }

  @Test("says how deep a stage would have to be, or that none is deep enough")
  func leastDepth() async throws {
    // recall at 1, 2, 3, 4 of first: (1/3)/2, (1/3)/2, (2/3 + 1)/2, the same
    #expect(try await funnel("first:1", target: 0.8).stages[0].leastDepth == 3)
    #expect(try await funnel("first:1", target: 1.0 / 6).stages[0].leastDepth == 1)
    #expect(try await funnel("first:1", target: 0.9).stages[0].leastDepth == nil)
  }

  @Test("never gains recall on the way, and ends where an evaluation of its run ends")
  func monotone() async throws {
    for text in ["first:4>second:2>first:1", "first:2+second:1>second:2", "second:3>first:2"] {
      let funnel = try await funnel(text)
      for (before, after) in zip(funnel.stages, funnel.stages.dropFirst()) {
        #expect(after.recall <= before.recall && after.oracleGain <= before.oracleGain + 1e-15)
        #expect(after.ceiling == before.recall)
      }
      let evaluation = Evaluation(of: funnel.run, against: judgments)
      let recall = try #require(evaluation.position(of: "recall@k=1000").flatMap(evaluation.mean))
      #expect(abs(recall - (funnel.stages.last?.recall ?? -1)) < 1e-15)
    }
  }

  @Test("counts a query that no representation has as lost")
  func missing() async throws {
    let only = IdentifierTable(["q"])
    let first = try RunRepresentation(
      RunFactory.run([("q", [("a", 1)])], named: "first"), queries: only, documents: documents)
    let funnel = try await Funnel(
      try FunnelPlan(parsing: "first:5"), over: [first], queries: only, documents: documents,
      judgments: judgments)
    #expect(funnel.queryCount == 2 && funnel.stages[0].emptyQueries == 1)
    #expect(abs(funnel.stages[0].recall - 1.0 / 6) < 1e-15)
  }

  @Test("every metric is explained, and the report is the same for every number of tasks")
  func metrics() async throws {
    let funnel = try await funnel("first:3>second:1")
    let names = Set(Funnel.descriptors.map { $0.id.rawValue.split(separator: ".").last ?? "" })
    for metric in funnel.metrics() {
      #expect(names.contains(metric.id.rawValue.split(separator: ".").last ?? ""))
    }
    #expect(funnel.metrics().count == 2 * Funnel.entries.count)
  }

  @Test(
    "a plan is read, and what is none is refused",
    arguments: ["", "a", "a:0", "a:1>", "a:1+a:2", ":3"])
  func plans(text: String) throws {
    let plan = try FunnelPlan(parsing: "dense:100+bm25:50 > maxsim:10")
    #expect(plan.names == ["dense", "bm25", "maxsim"])
    #expect(plan.label(0) == "dense:100+bm25:50" && plan.stages[1][0].depth == 10)
    #expect(throws: FunnelPlan.Fault.self) { try FunnelPlan(parsing: text) }
  }

  @Test("a run for another corpus is refused")
  func otherCorpus() {
    #expect(throws: RepresentationError.self) {
      try RunRepresentation(
        RunFactory.run([("q", [("z", 1)])]), queries: queries, documents: documents)
    }
  }

  /// Debug builds sort slowly: there only the first plan.
  @Test(
    "ceilings of pydoc-minilm agree with numpy",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func reference() async throws {
    let set = "pydoc-minilm"
    let names = try SharedData.identifiers(set)
    let all: [any Representation] = [
      try DenseRepresentation(
        name: "dense", documents: SharedData.set("\(set)/docs_dense.npy"),
        queries: SharedData.set("\(set)/queries_dense.npy")),
      try SparseRepresentation(
        name: "bm25", documents: SharedData.sparse("\(set)/docs_bm25.npz"),
        queries: SharedData.sparse("\(set)/queries_terms.npz"), unmatched: .zero),
      try TokenRepresentation(
        name: "maxsim", documents: SharedData.tokens(set, "docs"),
        queries: SharedData.tokens(set, "queries")),
    ]
    let judgments = try await PydocRuns().judgments
    let rows = try SharedData.rows(SharedData.path("\(set)/expected.csv")).filter {
      $0[0] == "funnel"
    }
    var plans: [String] = []
    var count = 0
    for row in rows where !plans.contains(row[1]) { plans.append(row[1]) }
    for name in isDebugBuild ? Array(plans.prefix(1)) : plans {
      let text = name == "union(dense:50,bm25:50)" ? "dense:50+bm25:50" : name
      let funnel = try await Funnel(
        try FunnelPlan(parsing: text), over: all, queries: names.queries,
        documents: names.documents, judgments: judgments, jobs: 2)
      for row in rows where row[1] == name {
        let expected = try #require(Double(row[3]))
        let found: Double
        if row[2] == "queries with no relevant left" {
          found = Double(try #require(funnel.stages.last).emptyQueries)
        } else if row[2] == "mean candidates" {
          found = funnel.stages[0].survivors
        } else {
          let label = row[2].split(separator: " ").last.map(String.init)
          found = (funnel.stages.first { $0.label == label } ?? funnel.stages[0]).recall
        }
        // ten significant digits are printed, half a unit of the last is 5e-10 of the value at most
        #expect(
          abs(found - expected) <= max(1e-9, 5e-10 * abs(expected)), "\(row): \(found)")
        count += 1
      }
    }
    #expect(count == (isDebugBuild ? 4 : 18))
  }
}
