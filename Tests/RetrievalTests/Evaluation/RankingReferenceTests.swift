import EmbeddingFormats
import EmbeddingSets
import Foundation
import Testing

@testable import Retrieval

/// Made by Tests/Reference/ranking.py.
@Suite("A run with ties, negative grades and missing queries, against pytrec_eval")
struct RankingReferenceTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Reference/ranking")

  @Test("every measure of every query agrees, at both relevance levels", arguments: [1, 2])
  func agrees(level: Int) async throws {
    let run = try await RunReader.read(
      Self.folder.appendingPathComponent("run.trec").path, name: "run")
    let judgments = try JudgmentsReader.read(
      Self.folder.appendingPathComponent("qrels.trec").path
    ).judgments
    let rows = try SharedData.rows(Self.folder.appendingPathComponent("expected.csv").path)
      .filter { $0[0] == String(level) }
    var options = EvaluationOptions()
    options.relevanceLevel = level
    var ids: [String] = []
    for row in rows where !ids.contains(row[2]) { ids.append(row[2]) }
    options.measures = ids.compactMap(CutMeasure.init(id:))
    let evaluation = Evaluation(of: run, against: judgments, options: options)
    var places: [String: Int] = [:]
    for (place, query) in evaluation.queries.enumerated() {
      places[judgments.queryIDs[query]] = place
    }
    #expect(evaluation.counts.missing > 0 && evaluation.counts.notJudged > 0)
    #expect(evaluation.counts.withoutRelevant > 0 && evaluation.counts.tiedQueries > 0)
    for row in rows {
      let place = try #require(places[row[1]])
      let measure = try #require(evaluation.position(of: row[2]))
      let expected = try #require(Double(row[3]))
      // both sum at most thirty terms below 1 in float64
      #expect(abs(evaluation.values[measure][place] - expected) < 1e-13, "\(row)")
    }
    #expect(rows.count >= 10 * ids.count)
  }
}
