import EmbeddingSets
import Testing
import TestSupport

@testable import Retrieval

@Suite("An evaluation")
struct EvaluationTests {
  private let judgments = RunFactory.judgments([
    ("q1", [("a", 1), ("b", 0)]), ("q2", [("a", 1)]), ("empty", [("a", 0)]),
    ("spam", [("a", -2), ("b", -1)]),
  ])

  private func evaluate(
    _ run: RetrievalRun, _ change: (inout EvaluationOptions) -> Void = { _ in }
  ) -> Evaluation {
    var options = EvaluationOptions()
    options.measures = ["mrr", "judged@k=10"].compactMap(CutMeasure.init(id:))
    change(&options)
    return Evaluation(of: run, against: judgments, options: options)
  }

  @Test("counts a judged query that the run lacks as 0, or leaves it out where told to")
  func missing() {
    let run = RunFactory.run([("q1", [("a", 1)]), ("other", [("a", 1)])])
    let zero = evaluate(run)
    #expect(zero.mean(0) == 0.5)
    #expect(zero.counts.missing == 1 && zero.counts.scored == 1 && zero.counts.notJudged == 1)
    let skip = evaluate(run) { $0.missing = .skip }
    #expect(skip.mean(0) == 1)
    #expect(skip.counts.missing == 1)
    #expect(skip.queries == [0])
  }

  /// The grades of a query must be gone when the next one is looked at.
  @Test("a missing query leaves no grades behind for the queries after it")
  func missingBefore() {
    let judgments = RunFactory.judgments([("gone", [("x", 1)]), ("q", [("a", 1)])])
    let run = RunFactory.run([("q", [("x", 2), ("a", 1)])])
    let evaluation = Evaluation(of: run, against: judgments)
    #expect(evaluation.position(of: "mrr").map { evaluation.values[$0] } == [0, 0.5])
    #expect(evaluation.counts.relevantRetrieved == 1)
  }

  @Test("leaves queries without a relevant document out and counts them, or counts them 0")
  func withoutRelevant() {
    let run = RunFactory.run(
      ["q1", "q2", "empty", "spam"].map { ($0, [("a", 2.0), ("b", 1.0)]) })
    let skip = evaluate(run)
    #expect(skip.mean(0) == 1)
    #expect(skip.counts.withoutRelevant == 2)
    let zero = evaluate(run) { $0.withoutRelevant = .zero }
    #expect(zero.mean(0) == 0.5)
    #expect(zero.queries.count == 4)
    // how many documents were judged is known even so
    #expect(zero.values[1] == [0.2, 0.1, 0.1, 0.2])
  }

  @Test("a run for other queries has every judged query missing")
  func strangers() {
    let evaluation = evaluate(RunFactory.run([("x", [("a", 1)])]))
    #expect(evaluation.mean(0) == 0)
    #expect(evaluation.counts.missing == 2 && evaluation.counts.notJudged == 1)
    let skipped = evaluate(RunFactory.run([("x", [("a", 1)])])) { $0.missing = .skip }
    #expect(skipped.mean(0) == nil)
  }

  @Test("documents below the last relevant one and order of lines change no value")
  func irrelevant() {
    let short = evaluate(RunFactory.run([("q1", [("x", 3), ("a", 2)])]))
    let long = evaluate(
      RunFactory.run([("q1", [("z", 0), ("a", 2), ("y", 1), ("x", 3)])]))
    #expect(short.values[0] == long.values[0])
  }

  @Test("leaves the query's own document out of ranking and judgments where told to")
  func identical() {
    let own = RunFactory.judgments([("a", [("a", 1), ("b", 1)])])
    let run = RunFactory.run([("a", [("a", 3), ("x", 2), ("b", 1)])])
    var options = EvaluationOptions()
    options.measures = ["mrr", "recall@k=10"].compactMap(CutMeasure.init(id:))
    #expect(Evaluation(of: run, against: own, options: options).mean(0) == 1)
    options.ignoresIdentical = true
    let left = Evaluation(of: run, against: own, options: options)
    #expect(left.mean(0) == 0.5)
    #expect(left.counts.relevant == 1 && left.mean(1) == 1)
  }

  @Test("leaves documents that were not judged out where told to")
  func condensed() {
    let run = RunFactory.run([("q1", [("x", 3), ("a", 2)])])
    #expect(evaluate(run).values[0][0] == 0.5)
    #expect(evaluate(run) { $0.judgedOnly = true }.values[0][0] == 1)
  }

  /// Three documents of one score, one of them relevant: rank 1 at best, 3 at worst.
  @Test("bounds a measure over the orders of a tie, with trec_eval's order in between")
  func tieBounds() throws {
    let judgments = RunFactory.judgments([("q", [("b", 1)])])
    let run = RunFactory.run([("q", [("a", 1), ("b", 1), ("c", 1)])])
    var options = EvaluationOptions()
    options.measures = ["mrr", "ndcg@k=1", "judged@k=10"].compactMap(CutMeasure.init(id:))
    let evaluation = Evaluation(of: run, against: judgments, options: options)
    #expect(evaluation.values.map { $0[0] } == [0.5, 0, 0.1])
    #expect(evaluation.lowest.map { $0[0] } == [1.0 / 3, 0, 0.1])
    #expect(evaluation.highest.map { $0[0] } == [1, 1, 0.1])
    #expect(evaluation.counts.tiedQueries == 1 && evaluation.counts.tieSensitiveQueries == 1)
  }

  @Test(
    "bounds are reached by some order of the tie and passed by none", arguments: Seed.samples(12))
  func tieBoundsExhaustive(seed: Seed) throws {
    var seed = seed
    let names = ["a", "b", "c", "d", "e"]
    let grades =
      names.map { name -> (String, Int) in
        (name, [-1, 0, 0, 1, 2][Int(seed.next() % 5)])
      }.filter { _ in seed.next() % 4 > 0 } + [("z", 1)]
    let scores = names.map { _ in Double(seed.next() % 2) }
    let judgments = RunFactory.judgments([("q", grades)])
    var options = EvaluationOptions()
    options.measures = CutMeasure.standard + CutMeasure.at(cutoffs: [1, 2, 3])
    let tied = Evaluation(
      of: RunFactory.run([("q", Array(zip(names, scores)))]), against: judgments, options: options)
    var lowest = options.measures.map { _ in Double.infinity }
    var highest = options.measures.map { _ in -Double.infinity }
    for order in Self.permutations(5) {
      let entries = names.indices.map { (names[$0], scores[$0] + Double(order[$0]) * 1e-3) }
      let broken = Evaluation(
        of: RunFactory.run([("q", entries)]), against: judgments, options: options)
      for place in options.measures.indices {
        lowest[place] = min(lowest[place], broken.values[place][0])
        highest[place] = max(highest[place], broken.values[place][0])
      }
    }
    for (place, measure) in options.measures.enumerated() where measure.measure.judgesOrder {
      #expect(abs(tied.lowest[place][0] - lowest[place]) < 1e-14, "\(measure.id) low, \(seed)")
      #expect(abs(tied.highest[place][0] - highest[place]) < 1e-14, "\(measure.id) high, \(seed)")
    }
  }

  private static func permutations(_ count: Int) -> [[Int]] {
    if count == 0 { return [[]] }
    return permutations(count - 1).flatMap { rest in
      (0..<count).map { place in
        var all = rest
        all.insert(count - 1, at: place)
        return all
      }
    }
  }
}
