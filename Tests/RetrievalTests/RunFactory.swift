import EmbeddingSets
import Foundation

/// Runs and judgments as tests write them down.
enum RunFactory {
  /// A run from documents and scores by query.
  static func run(
    _ queries: [(String, [(String, Double)])], named name: String = "run",
    isSinglePrecision: Bool = false
  ) -> RetrievalRun {
    var documents = IdentifierTable()
    var starts = [0]
    var numbers: [Int32] = []
    var scores: [Double] = []
    for (_, entries) in queries {
      for (document, score) in entries {
        numbers.append(Int32(documents.intern(document)))
        scores.append(score)
      }
      starts.append(numbers.count)
    }
    return RetrievalRun(
      name: name, queries: IdentifierTable(queries.map(\.0)), documents: documents, starts: starts,
      unordered: numbers, scores: scores, isSinglePrecision: isSinglePrecision)
  }

  /// A run of one query whose documents come in this order.
  static func ranking(_ documents: [String], query: String = "q") -> RetrievalRun {
    run([
      (query, documents.enumerated().map { ($0.element, -Double($0.offset)) })
    ])
  }

  /// Judgments from grades by document and query.
  static func judgments(_ queries: [(String, [(String, Int)])]) -> Judgments {
    var documents = IdentifierTable()
    var starts = [0]
    var columns: [Int] = []
    var grades: [Int] = []
    for (_, entries) in queries {
      let numbered = entries.map { (documents.intern($0.0), $0.1) }.sorted { $0.0 < $1.0 }
      columns += numbered.map(\.0)
      grades += numbered.map(\.1)
      starts.append(columns.count)
    }
    return Judgments(
      queryIDs: queries.map(\.0), documentIDs: documents.indices.map { documents[$0] },
      starts: starts, documents: columns, grades: grades)
  }
}
