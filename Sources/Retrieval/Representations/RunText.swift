public import EmbeddingSets
import Findings

/// A run as TREC text: `query Q0 document rank score tag`.
public enum RunText {
  /// The lines of all queries, best first; the tag is the run's name.
  ///
  /// Scores are the shortest decimals that read back as the same double.
  ///
  /// - Throws: ``RepresentationError`` where an identifier holds white space, which the format
  ///   cannot carry.
  public static func text(of run: RetrievalRun) throws -> String {
    try check(run.name)
    for query in run.queries.indices { try check(run.queries[query]) }
    let documents = try run.documents.indices.map { document in
      let identifier = run.documents[document]
      try check(identifier)
      return identifier
    }
    var text = ""
    for query in run.queries.indices {
      let identifier = run.queries[query]
      for (index, entry) in run.entries(of: query).enumerated() {
        text += "\(identifier) Q0 \(documents[Int(run.ranked[entry])]) \(index + 1) "
        text += "\(NumberText.shortest(run.scores[entry])) \(run.name)\n"
      }
    }
    return text
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }

  private static func check(_ identifier: String) throws {
    guard identifier.isEmpty || identifier.utf8.contains(where: isSpace) else { return }
    throw RepresentationError(
      "the identifier '\(identifier)' is empty or holds white space, which ends a field of a TREC "
        + "run",
      remedy: "Give identifiers without spaces with --document-ids and --query-ids.")
  }
}
