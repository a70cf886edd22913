import EmbeddingSets
import Findings
import Testing
import TestSupport

@testable import Retrieval

@Suite("Routing")
struct RoutingTests {
  @Test("the null headroom of two systems is half the mean absolute difference")
  func null() {
    let found = Routing.nullHeadroom([[1, 0, 0.5], [0, 1, 0.25]], 0)
    #expect(abs(found - (1 + 1 + 0.25) / 6) < 1e-15)
    // with two others, signs of both: max(0, ±1, ±1) is 1 in three of four patterns
    #expect(abs(Routing.nullHeadroom([[0], [1], [1]], 0) - 0.75) < 1e-15)
  }

  @Test("a tree finds a planted threshold and says it in words")
  func tree() {
    let rows = (0..<80).map { [Double($0 % 9), Double($0)] }
    let targets = rows.map { $0[1] < 40 ? 0.5 : -0.5 }
    let tree = RoutingTree(rows, targets)
    #expect(tree.predict([0, 10]) == 0.5 && tree.predict([0, 70]) == -0.5)
    let rule = tree.rule(["noise", "length"], ("a", "b"))
    #expect(rule.contains { $0.hasPrefix("if length <= 39.5") && $0.contains(": a (by 0.500") })
    #expect(rule.contains { $0.hasPrefix("if length > 39.5") && $0.contains(": b (by 0.500") })
  }

  @Test("a tree of few queries or equal features is one leaf")
  func leaf() {
    #expect(RoutingTree([[1], [2]], [1, 0]).predict([5]) == 0.5)
    let constant = RoutingTree(Array(repeating: [1], count: 50), (0..<50).map { Double($0 % 2) })
    #expect(constant.predict([1]) == 0.5)
  }

  /// With a penalty near 0, ridge is least squares, which a planted line determines.
  @Test("ridge recovers a planted line, and ignores what does not vary", arguments: Seed.samples(3))
  func ridge(seed: Seed) throws {
    var seed = seed
    let rows = (0..<60).map { _ in [seed.uniform(), seed.uniform() * 1000, 7] }
    let targets = rows.map { 0.3 + 2 * $0[0] - 0.001 * $0[1] }
    let ridge = try RoutingRidge(rows, targets, penalty: 1e-12)
    for row in [[0.5, 100.0, 7], [0, 0, 7]] {
      let expected = 0.3 + 2 * row[0] - 0.001 * row[1]
      #expect(abs(ridge.predict(row) - expected) < 1e-8, "\(seed)")
    }
    #expect(ridge.weights[2] == 0)
  }

  /// The score of the first system tells which of the two is right.
  @Test("captures a planted pattern on queries it has not seen, and nothing where there is none")
  func planted() async throws {
    let ids = (0..<100).map { "q\($0)" }
    let judgments = RunFactory.judgments(ids.map { ($0, [("r", 1)]) })
    let one = RunFactory.run(
      ids.enumerated().map { index, id in
        (id, index % 2 == 0 ? [("r", 9.0), ("x", 1)] : [("x", 2), ("y", 1)])
      }, named: "one")
    let other = RunFactory.run(
      ids.enumerated().map { index, id in
        (id, index % 2 == 0 ? [("x", 2.0), ("y", 1)] : [("r", 3), ("x", 1)])
      }, named: "other")
    var options = ComparisonOptions()
    options.resamples = 200
    options.signPatterns = 500
    let routing = try await Routing(
      of: [Contender(one), Contender(other)], against: judgments, options: options)
    #expect(routing.oracle == 1 && routing.means == [0.5, 0.5])
    #expect(routing.oracleChoices == [50, 50])
    let captured = routing.metrics().first {
      $0.id.rawValue == "routing.tree.captured@measure=ndcg,k=10"
    }
    #expect(captured?.value.number == 1)
    let report = routing.report(name: "qrels", version: "test", arguments: [])
    #expect(report.verdict.hasPrefix("Routing helps"))
    #expect(report.findings.contains { $0.id == "routing-rule" })
  }

  @Test("few queries are not enough for a rule, and the metrics say so")
  func few() async throws {
    let judgments = RunFactory.judgments([("q", [("r", 1)])])
    let run = RunFactory.run([("q", [("r", 1)])])
    let routing = try await Routing(
      of: [Contender(run), Contender(run.named("copy"))], against: judgments)
    #expect(routing.routers.isEmpty)
    let gain = routing.metrics().first { $0.id.base == "routing.tree.gain" }
    #expect(gain?.value.reason == "a rule needs 50 queries, there are 1")
  }

  @Test(
    "oracle and best single system of pydoc-minilm agree",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func reference() async throws {
    let data = try await PydocRuns()
    var options = ComparisonOptions()
    options.resamples = 100
    options.signPatterns = 100
    var count = 0
    for row in try SharedData.rows(SharedData.path("\(PydocRuns.set)/expected.csv"))
    where row[0] == "routing" && !row[2].hasPrefix("router") {
      let contenders = try row[1].split(separator: "|").map {
        Contender(try #require(data.runs[String($0)]))
      }
      let routing = try await Routing(
        of: contenders, against: data.judgments, repeats: 1, options: options)
      let found = row[2].hasPrefix("oracle") ? routing.oracle : routing.means[routing.bestSingle]
      #expect(abs(found - (Double(row[3]) ?? -1)) <= 1e-6, "\(row): \(found)")
      count += 1
    }
    #expect(count == 3)
  }
}
