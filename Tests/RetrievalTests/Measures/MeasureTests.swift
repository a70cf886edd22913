import EmbeddingSets
import Findings
import Foundation
import Testing

@testable import Retrieval

@Suite("Measures of one ranking, against closed forms")
struct MeasureTests {
  /// Sums of a few terms below 1: a handful of roundings.
  private let rounding = 1e-14

  private func value(
    _ id: String, _ documents: [String], _ grades: [(String, Int)], level: Int = 1
  ) throws -> Double {
    var options = EvaluationOptions()
    options.relevanceLevel = level
    options.measures = [try #require(CutMeasure(id: id))]
    let evaluation = Evaluation(
      of: RunFactory.ranking(documents), against: RunFactory.judgments([("q", grades)]),
      options: options)
    return try #require(evaluation.mean(0))
  }

  private func expect(
    _ id: String, _ documents: [String], _ grades: [(String, Int)], _ expected: Double,
    level: Int = 1
  ) throws {
    let found = try value(id, documents, grades, level: level)
    #expect(abs(found - expected) <= rounding, "\(id) of \(documents): \(found), not \(expected)")
  }

  @Test("nDCG discounts by log2(rank + 1) and divides by the ideal of all judged documents")
  func discountedGain() throws {
    let grades = [("a", 2), ("b", 1), ("c", 0), ("d", -1)]
    let ideal = 2 + 1 / log2(3.0)
    try expect("ndcg", ["a", "b", "c"], grades, 1)
    try expect("ndcg", ["x", "b", "a"], grades, (1 / log2(3.0) + 2 / 2) / ideal)
    try expect("ndcg@k=2", ["x", "b", "a"], grades, 1 / log2(3.0) / ideal)
    try expect("ndcg@k=1", ["b", "a"], grades, 1.0 / 2)
    try expect("ndcg", ["d", "c"], grades, 0)
    try expect(
      "ndcg-exponential@k=10", ["b", "a"], grades, (1 + 3 / log2(3.0)) / (3 + 1 / log2(3.0)))
    // a query judged with one document: the ideal is 1 at rank 1
    for rank in [1, 2, 5, 2048, 2049, 3000] {
      let list = (1..<rank).map { "x\($0)" } + ["r"]
      try expect("ndcg", list, [("r", 1)], 1 / log2(Double(rank) + 1))
    }
  }

  @Test("set measures count hits")
  func sets() throws {
    let grades = [("a", 1), ("b", 1), ("c", 1), ("n", 0)]
    let list = ["a", "n", "b", "x"]
    try expect("recall@k=1", list, grades, 1.0 / 3)
    try expect("recall@k=3", list, grades, 2.0 / 3)
    try expect("recall@k=1000", list, grades, 2.0 / 3)
    try expect("recall-capped@k=2", list, grades, 1.0 / 2)
    try expect("recall-capped@k=10", list, grades, 2.0 / 3)
    try expect("precision@k=3", list, grades, 2.0 / 3)
    try expect("precision@k=10", list, grades, 0.2)
    try expect("success@k=1", list, grades, 1)
    try expect("success@k=1", ["x", "a"], grades, 0)
    try expect("r-precision", list, grades, 2.0 / 3)
    try expect("judged@k=3", list, grades, 1)
    try expect("judged@k=10", list, grades, 0.3)
  }

  @Test("average precision divides by all relevant documents at every cutoff")
  func averagePrecision() throws {
    let grades = [("a", 1), ("b", 1), ("c", 1)]
    try expect("map", ["a", "x", "b"], grades, (1 + 2.0 / 3) / 3)
    try expect("map@k=2", ["a", "x", "b"], grades, 1.0 / 3)
    try expect("mrr", ["x", "a"], grades, 1.0 / 2)
    try expect("mrr@k=1", ["x", "a"], grades, 0)
    try expect("mrr", ["x"], grades, 0)
  }

  @Test("bpref passes over what was not judged")
  func binaryPreference() throws {
    let grades = [("r", 1), ("s", 1), ("n", 0), ("m", 0), ("o", 0)]
    // before r: nothing judged; before s: one of min(3, 2) = 2
    try expect("bpref", ["x", "r", "n", "y", "s"], grades, (1 + (1 - 1.0 / 2)) / 2)
    try expect("bpref", ["n", "m", "o", "r"], grades, (1 - 2.0 / 2) / 2)
    try expect("bpref", ["r", "s"], grades, 1)
    // a negative grade is neither relevant nor judged non-relevant
    try expect("bpref", ["p", "r"], [("r", 1), ("p", -2), ("n", 0)], 1)
  }

  @Test("the relevance level changes who is relevant, not the gain of nDCG")
  func level() throws {
    let grades = [("a", 2), ("b", 1)]
    try expect("recall@k=1", ["b", "a"], grades, 0, level: 2)
    try expect("mrr", ["b", "a"], grades, 1.0 / 2, level: 2)
    try expect("ndcg@k=1", ["b", "a"], grades, 1.0 / 2, level: 2)
  }

  @Test("every measure lies in [0, 1], and is 1 for an ideal order as deep as its cutoff")
  func range() throws {
    let grades = (0..<20).map { ("d\($0)", $0 < 10 ? 2 : 0) }
    let ideal = grades.map(\.0)
    for measure in CutMeasure.standard where measure.id != "judged@k=10" {
      let best = try value(measure.id, ideal, grades)
      let reachable = (measure.cutoff ?? 1000) >= 10 || !measure.id.hasPrefix("recall@")
      if reachable, measure.id.prefix(3) != "map" || measure.cutoff ?? 1000 >= 10 {
        #expect(abs(best - 1) <= rounding, "\(measure.id): \(best)")
      }
      for list in [ideal.reversed(), ["x"], [String](ideal.shuffled())] {
        let other = try value(measure.id, list, grades)
        #expect((0...1 + rounding).contains(other), "\(measure.id): \(other)")
      }
    }
  }

  @Test("an id is read back, other texts are no measure")
  func ids() {
    for measure in CutMeasure.standard { #expect(CutMeasure(id: measure.id)?.id == measure.id) }
    #expect(CutMeasure(id: "ndcg@10")?.id == "ndcg@k=10")
    for text in ["", "ndgc", "ndcg@", "ndcg@k=0", "ndcg@k=-1", "map@x", "recall", "bpref@k=3"] {
      #expect(CutMeasure(id: text) == nil, "\(text)")
    }
  }

  @Test("descriptors have NAME where a report has a name, and ids occur once")
  func descriptors() {
    let ids = RankingMeasures.descriptors.map(\.id.rawValue)
    #expect(ids.allSatisfy { $0.hasPrefix("retrieval.NAME.") })
    #expect(Set(ids).count == ids.count)
  }
}
