import EmbeddingSets
import Testing

@Suite("Judgments and relevance matrices keep their parts in order")
struct JudgmentsTests {
  @Test("the judgments of a query are a range of entries")
  func entries() {
    let judgments = Judgments(
      queryIDs: ["q1", "q2"], documentIDs: ["a", "b", "c"], starts: [0, 2, 3],
      documents: [0, 2, 1], grades: [1, 0, 2])
    #expect(judgments.queryCount == 2 && judgments.documentCount == 3)
    #expect(judgments.entries(of: 0).map { judgments.documents[$0] } == [0, 2])
    #expect(judgments.entries(of: 1).map { judgments.grades[$0] } == [2])
  }

  @Test("judgments out of order are our own misuse")
  func disorder() async {
    await #expect(processExitsWith: .failure) {
      _ = Judgments(
        queryIDs: ["q"], documentIDs: ["a", "b"], starts: [0, 2], documents: [1, 0],
        grades: [1, 1])
    }
  }

  @Test("a relevance matrix has holes exactly where some entries are judged not relevant")
  func holes() {
    let closed = RelevanceMatrix(columnCount: 3, relevant: [[0], [1, 2]])
    #expect(closed.rowCount == 2 && !closed.hasHoles)
    let open = RelevanceMatrix(columnCount: 3, relevant: [[0]], judgedNotRelevant: [[2]])
    #expect(open.hasHoles)
  }
}
