import EmbeddingFormats
import EmbeddingSets
import Foundation
import Testing

@testable import Retrieval

@Suite("Runs of pydoc-minilm against pytrec_eval, ir_measures, ranx and scipy")
struct PydocReferenceTests {
  /// Our measure of each tool's name.
  private static let measures = [
    "P_5": "precision@k=5", "P_10": "precision@k=10", "Rprec": "r-precision", "map": "map",
    "map_cut_10": "map@k=10", "ndcg": "ndcg", "ndcg_cut_5": "ndcg@k=5",
    "ndcg_cut_10": "ndcg@k=10", "ndcg_cut_20": "ndcg@k=20", "recall_1": "recall@k=1",
    "recall_5": "recall@k=5", "recall_10": "recall@k=10", "recall_20": "recall@k=20",
    "recip_rank": "mrr", "success_1": "success@k=1", "success_5": "success@k=5",
    "Judged@10": "judged@k=10", "nDCG@10": "ndcg@k=10", "R@20": "recall@k=20",
    "Success@1": "success@k=1", "nDCG(dcg='exp-log2')@10": "ndcg-exponential@k=10", "RR": "mrr",
    "AP": "map", "ndcg@10": "ndcg@k=10", "ndcg_burges@10": "ndcg-exponential@k=10",
    "mrr@10": "mrr@k=10", "recall@20": "recall@k=20", "precision@10": "precision@k=10",
    "hit_rate@5": "success@k=5", "r-precision": "r-precision", "bpref": "bpref",
  ]

  @Test(
    "every value of an evaluation agrees",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func evaluations() async throws {
    let data = try await PydocRuns(includesTied: true)
    var options = EvaluationOptions()
    options.measures += ["precision@k=5"].compactMap(CutMeasure.init(id:))
    var covered: [String: Int] = [:]
    var evaluations: [String: Evaluation] = [:]
    for row in try SharedData.rows(SharedData.path("\(PydocRuns.set)/expected.csv"))
    where row[0].hasPrefix("eval") {
      guard let run = data.runs[row[1]] else { continue }
      let expected = try #require(Double(row[3]))
      let tolerance = try #require(Double(row[4]))
      // pytrec_eval's own mean is over queries in both; every other is over all judged ones
      options.missing = row[0] == "eval" ? .skip : .zero
      let key = "\(row[1]) \(options.missing)"
      let evaluation =
        evaluations[key] ?? Evaluation(of: run, against: data.judgments, options: options)
      evaluations[key] = evaluation
      let found: Double
      if row[2] == "num_rel" {
        found = Double(evaluation.counts.relevant)
      } else if row[2] == "num_rel_ret" {
        found = Double(evaluation.counts.relevantRetrieved)
      } else if row[2] == "Judged@10" {
        found = Self.judgedShareInAscendingTies(run, data.judgments)
      } else if row[0] == "eval_by_kind" {
        found = try kindMean(evaluation, data, row[2])
      } else {
        let id = try #require(Self.measures[row[2]], "\(row)")
        let mean = try #require(evaluation.position(of: id).flatMap(evaluation.mean))
        found = mean * Self.divisorOfTool(row, evaluation)
      }
      #expect(abs(found - expected) <= tolerance, "\(row): \(found)")
      covered["\(row[0]) \(row[1])", default: 0] += 1
    }
    // every row of the five sections: 90, 12, 80, 35 and 36
    let total = covered.values.reduce(0, +)
    #expect(total == 253)
    let sections = covered.keys.sorted()
    // four tools for four runs, three for the tied one, and the kinds of three
    #expect(sections.count == 22, "\(sections)")
  }

  /// ir_measures takes this nDCG from gdeval and counts each scored query twice, once with 0: its
  /// mean is over the judged queries and the scored ones together.
  private static func divisorOfTool(_ row: [String], _ evaluation: Evaluation) -> Double {
    guard row[2] == "nDCG(dcg='exp-log2')@10" else { return 1 }
    let judged = Double(evaluation.queries.count)
    return judged / (judged + Double(evaluation.counts.scored))
  }

  /// ir_measures orders ties by identifier ascending for this measure; trec_eval does not have it.
  private static func judgedShareInAscendingTies(
    _ run: RetrievalRun, _ judgments: Judgments
  ) -> Double {
    var sum = 0.0
    for query in 0..<judgments.queryCount {
      guard let number = run.queries.index(of: judgments.queryIDs[query]) else { continue }
      let judged = Set(
        judgments.entries(of: query).map {
          judgments.documentIDs[judgments.documents[$0]]
        })
      let ascending = run.entries(of: number).sorted {
        run.scores[$0] != run.scores[$1]
          ? run.scores[$0] > run.scores[$1]
          : run.documents.follows(Int(run.ranked[$1]), Int(run.ranked[$0]))
      }
      let hits = ascending.prefix(10).count {
        judged.contains(run.documents[Int(run.ranked[$0])])
      }
      sum += Double(hits) / 10
    }
    return sum / Double(judgments.queryCount)
  }

  private func kindMean(
    _ evaluation: Evaluation, _ data: PydocRuns, _ key: String
  ) throws -> Double {
    let kind = key.drop { $0 != "[" }.dropFirst().dropLast()
    let values = evaluation.values[try #require(evaluation.position(of: "ndcg@k=10"))]
    let group = try #require(data.kinds.names.firstIndex(of: String(kind)))
    let places = evaluation.queries.indices.filter {
      data.kinds.groups[evaluation.queries[$0]] == group
    }
    return places.reduce(0.0) { $0 + values[$1] } / Double(places.count)
  }

  @Test(
    "every value of every query agrees",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func perQuery() async throws {
    let data = try await PydocRuns(includesTied: true)
    let ids = ["ndcg@k=10", "map", "mrr", "recall@k=20"]
    var options = EvaluationOptions()
    options.measures = ids.compactMap(CutMeasure.init(id:))
    var evaluations: [String: (Evaluation, [String: Int])] = [:]
    for (name, run) in data.runs {
      let evaluation = Evaluation(of: run, against: data.judgments, options: options)
      var places: [String: Int] = [:]
      for (place, query) in evaluation.queries.enumerated() {
        places[data.judgments.queryIDs[query]] = place
      }
      evaluations[name] = (evaluation, places)
    }
    var count = 0
    for row in try SharedData.rows(SharedData.path("\(PydocRuns.set)/expected_perquery.csv")) {
      guard let (evaluation, places) = evaluations[row[2]] else { continue }
      let place = try #require(places[row[0]])
      for index in ids.indices {
        let expected = try #require(Double(row[3 + index]))
        // printed with six significant digits
        #expect(abs(evaluation.values[index][place] - expected) <= 1e-6, "\(row) \(ids[index])")
        count += 1
      }
    }
    #expect(count == 4 * 324 * 4)
  }

  @Test(
    "every value of the paired tests agrees",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func significance() async throws {
    let data = try await PydocRuns()
    var options = ComparisonOptions()
    // the reference drew 100,000 signs and 20,000 resamples; their tolerances allow for fewer
    options.signPatterns = 20_000
    options.resamples = 4000
    options.evaluation.measures = [.primary]
    let contenders = try ["dense", "bm25", "maxsim"].map {
      Contender(try #require(data.runs[$0]))
    }
    let comparison = try await Comparison(
      of: contenders, against: data.judgments, options: options)
    var count = 0
    for row in try SharedData.rows(SharedData.path("\(PydocRuns.set)/expected.csv"))
    where row[0] == "signif" && row[2] != "wilcoxon_p" {
      let pair = try #require(
        comparison.pairs.first { "\($0.first)-\($0.second)" == row[1] }, "\(row)")
      count += 1
      if row[2] == "wins/ties/losses" {
        #expect("\(pair.wins)/\(pair.ties)/\(pair.losses)" == row[3])
        continue
      }
      let found: [String: Double?] = [
        "mean_diff": pair.mean, "t": pair.t, "p_t": pair.pT, "cohens_dz": pair.effectSize,
        "p_randomisation": pair.randomisation?.p, "boot_lo": pair.interval?.low,
        "boot_hi": pair.interval?.high,
      ]
      let value = try #require(found[row[2]] ?? nil, "\(row)")
      let expected = try #require(Double(row[3]))
      let tolerance = try #require(Double(row[4]))
      #expect(abs(value - expected) <= tolerance, "\(row): \(value)")
    }
    #expect(count == 3 * 8)
  }
}
