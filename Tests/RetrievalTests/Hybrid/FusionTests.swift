import EmbeddingSets
import Findings
import Testing

@testable import Retrieval

@Suite("Fusion")
struct FusionTests {
  private func list(_ run: RetrievalRun, _ query: Int = 0) -> [(String, Double)] {
    run.entries(of: query).map { (run.documents[Int(run.ranked[$0])], run.scores[$0]) }
  }

  private let one = RunFactory.run([("q", [("a", 10), ("b", 6), ("c", 2)])], named: "one")
  private let other = RunFactory.run([("q", [("c", 0.9), ("d", 0.4)])], named: "other")

  @Test("of reciprocal ranks sums w / (k + rank), ranks from 1, nothing for what is absent")
  func reciprocal() {
    let fused = FusionInput([one, other], depth: 100).fused(
      .reciprocalRank(k: 60, weights: [1, 2]), name: "f")
    let found = list(fused)
    #expect(found.map(\.0) == ["c", "d", "a", "b"])
    let expected = [1.0 / 63 + 2.0 / 61, 2.0 / 62, 1.0 / 61, 1.0 / 62]
    for (entry, value) in zip(found, expected) { #expect(abs(entry.1 - value) < 1e-16) }
  }

  @Test("of min-max scores has 0 where absent, and 0.5 for a list of equal scores")
  func minMax() {
    let fused = FusionInput([one, other], depth: 100).fused(
      .linear(.minMax, weights: [0.5, 0.5]), name: "f")
    #expect(list(fused).map(\.0) == ["c", "a", "b", "d"])
    #expect(list(fused).map(\.1) == [0.5, 0.5, 0.25, 0])
    #expect(FusionInput.normalized([3, 3], .minMax).values == [0.5, 0.5])
    #expect(FusionInput.normalized([3, 3], .zScore).values == [0, 0])
  }

  /// The lowest of a list is what an absent document gets, so a shift of all scores changes nothing.
  @Test("does not depend on the unit of scores that are normalised")
  func units() {
    let scaled = RunFactory.run([("q", [("a", 1010.0), ("b", 1006), ("c", 1002)])], named: "one")
    for normalization in [FusionMethod.Normalization.minMax, .zScore] {
      let method = FusionMethod.linear(normalization, weights: [0.3, 0.7])
      let left = list(FusionInput([one, other], depth: 100).fused(method, name: "f"))
      let right = list(FusionInput([scaled, other], depth: 100).fused(method, name: "f"))
      #expect(left.map(\.0) == right.map(\.0))
      for (a, b) in zip(left, right) { #expect(abs(a.1 - b.1) < 1e-12) }
    }
  }

  @Test("of a run with itself keeps its order, and all weight on one run gives that run")
  func identity() {
    let input = FusionInput([one, one], depth: 100)
    for method in FusionMethod.grid(systems: 2) {
      #expect(list(input.fused(method, name: "f")).map(\.0) == ["a", "b", "c"], "\(method.label)")
    }
    let alone = FusionInput([one, other], depth: 100).fused(
      .linear(.minMax, weights: [1, 0]), name: "f")
    #expect(Array(list(alone).map(\.0).prefix(2)) == ["a", "b"])
  }

  @Test("breaks ties by identifier, descending")
  func ties() {
    let left = RunFactory.run([("q", [("a", 1)])])
    let right = RunFactory.run([("q", [("b", 1)])])
    let fused = FusionInput([left, right], depth: 10).fused(
      .reciprocalRank(k: 60, weights: [1, 1]), name: "f")
    #expect(list(fused).map(\.0) == ["b", "a"])
  }

  @Test("deals folds of even size, the same for the same seed")
  func folds() {
    let fold = Fusion.folds(103, 5, seed: 3)
    #expect(fold == Fusion.folds(103, 5, seed: 3) && fold != Fusion.folds(103, 5, seed: 4))
    for number in 0..<5 { #expect((20...21).contains(fold.count { $0 == number })) }
  }

  /// A strong system first everywhere, a weak one that is wrong everywhere.
  @Test("that hurts is said to hurt, and tuning leaves the weak system out")
  func hurts() async throws {
    let ids = (0..<60).map { "q\($0)" }
    let judgments = RunFactory.judgments(ids.map { ($0, [("r", 1)]) })
    let strong = RunFactory.run(
      ids.map { ($0, [("r", 9), ("s", 5), ("t", 4)]) }, named: "strong")
    let weak = RunFactory.run(
      ids.map { ($0, [("s", 9), ("t", 8), ("u", 7)]) }, named: "weak")
    var options = ComparisonOptions()
    options.resamples = 200
    options.signPatterns = 500
    options.evaluation.measures = [.primary]
    let fusion = try await Fusion(
      of: [Contender(weak), Contender(strong)], against: judgments, options: options)
    let report = fusion.report(name: "qrels", version: "test", arguments: [])
    #expect(fusion.bestSingle == 1)
    #expect(report.verdict.hasPrefix("Fusion hurts: -0.500 nDCG@10 against strong"))
    #expect(report.findings.first?.id == "fusion-hurts")
    let tuned = try #require(report["fusion.tuned-gain@measure=ndcg,k=10"]?.value.number)
    #expect(tuned == 0)
    #expect(fusion.complements[0].onlySecond == 60 && fusion.complements[0].both == 0)
  }

  @Test(
    "values of pydoc-minilm agree with ranx and numpy",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func reference() async throws {
    let data = try await PydocRuns()
    var options = EvaluationOptions()
    options.measures = [.primary]
    var count = 0
    for row in try SharedData.rows(SharedData.path("\(PydocRuns.set)/expected.csv"))
    where row[0].hasPrefix("fusion") {
      let expected = try #require(Double(row[3]))
      let tolerance = try #require(Double(row[4]))
      if row[0] == "fusion_rrf_score" {
        let runs = try ["dense", "bm25"].map { try #require(data.runs[$0]) }
        let fused = FusionInput(runs, depth: 100).fused(
          .reciprocalRank(k: 60, weights: [1, 1]), name: "f")
        let query = try #require(fused.queries.index(of: row[1]))
        let entry = try #require(list(fused, query).first { $0.0 == row[2] })
        #expect(abs(entry.1 - expected) <= tolerance, "\(row)")
        count += 1
        continue
      }
      let runs = try row[1].split(separator: "+").map { try #require(data.runs[String($0)]) }
      let number = try #require(
        row[2].split { $0 == "=" || $0 == " " || $0 == "," }.compactMap { Double($0) }.first)
      let method =
        row[0] == "fusion_rrf"
        ? FusionMethod.reciprocalRank(k: number, weights: runs.map { _ in 1 })
        : .linear(.minMax, weights: [number, 1 - number])
      let evaluation = Evaluation(
        of: FusionInput(runs, depth: 100).fused(method, name: "f"), against: data.judgments,
        options: options)
      let found = try #require(evaluation.mean(0))
      if row[0] == "fusion_rrf" {
        // documents at one rank of one list each tie: ours is trec_eval's order of them, ranx leaves it
        // to an unstable sort; in the order of that sort the values agree
        let bounds = try #require(evaluation.tieBounds(0))
        #expect(bounds.low <= found && found <= bounds.high, "\(row): \(found), \(bounds)")
        let other = Evaluation(
          of: UnstableOrder.fused(runs, k: number), against: data.judgments, options: options)
        let value = try #require(other.mean(0))
        #expect(abs(value - expected) <= tolerance, "\(row): \(value)")
      } else {
        #expect(abs(found - expected) <= tolerance, "\(row): \(found)")
      }
      count += 1
    }
    #expect(count == 17)
  }

  @Test(
    "overlaps of the stored runs of pydoc-minilm agree with numpy",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func overlap() async throws {
    let set = PydocRuns.set
    let data = try await PydocRuns()
    let names = try SharedData.identifiers(set)
    // the reference ranks documents without a common term too, at score 0
    let bm25 = try await RetrievalRun(
      of: SparseRepresentation(
        name: "bm25", documents: SharedData.sparse("\(set)/docs_bm25.npz"),
        queries: SharedData.sparse("\(set)/queries_terms.npz"), unmatched: .zero),
      depth: 20, queries: names.queries, documents: names.documents, jobs: 2)
    var options = ComparisonOptions()
    options.resamples = 100
    options.signPatterns = 100
    options.evaluation.measures = [.primary]
    let fusion = try await Fusion(
      of: [Contender(try #require(data.runs["dense"])), Contender(bm25)],
      against: data.judgments, depth: 20, options: options)
    for row in try SharedData.rows(SharedData.path("\(set)/expected.csv"))
    where row[0] == "overlap" {
      let depth = try #require(row[2].split(separator: "/").last.flatMap { Int($0) })
      let found = try #require(fusion.complements[0].overlap.first { $0.depth == depth })
      #expect(abs(found.share - (Double(row[3]) ?? -1)) <= 1e-9, "\(row)")
    }
  }
}
