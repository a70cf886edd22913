import EmbeddingFormats
import EmbeddingSets
import Testing

@testable import Retrieval

@Suite("Runs of limit-minilm against pytrec_eval")
struct LimitReferenceTests {
  private static let set = "limit-minilm"

  /// The stored runs are five documents deep, so measures up to there are those of the whole list.
  @Test(
    "recall and success of the stored runs agree",
    .enabled(if: SharedData.isThere, SharedData.absence),
    arguments: ["dense", "maxsim", "bm25"])
  func runs(name: String) async throws {
    let judgments = try JudgmentsReader.read(
      SharedData.path("\(Self.set)/small/qrels.trec")
    ).judgments
    let run = try await RunReader.read(
      SharedData.path("\(Self.set)/small/run_\(name)_top5.trec"), name: name)
    let evaluation = Evaluation(of: run, against: judgments)
    let ids = ["recall_2": "recall@k=2", "recall_5": "recall@k=5", "success_1": "success@k=1"]
    var count = 0
    for row in try SharedData.rows(SharedData.path("\(Self.set)/expected.csv"))
    where row[0] == "limit-small" && row[1] == name {
      guard let id = ids[row[2]], let expected = Double(row[3]) else { continue }
      let found = try #require(evaluation.position(of: id).flatMap(evaluation.mean))
      #expect(abs(found - expected) <= 1e-6, "\(row): \(found)")
      count += 1
    }
    #expect(count == 3)
  }

  /// Identifiers of the table hold spaces; those of the TREC file have `_` for them.
  @Test(
    "the table of judgments and the TREC file say the same",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func layouts() throws {
    let table = try JudgmentsReader.read(SharedData.path("\(Self.set)/small/qrels.tsv")).judgments
    let trec = try JudgmentsReader.read(SharedData.path("\(Self.set)/small/qrels.trec")).judgments
    #expect(
      table.documentIDs.map { $0.split(separator: " ").joined(separator: "_") }
        == trec.documentIDs)
    #expect(table.documents == trec.documents && table.grades == trec.grades)
  }
}
