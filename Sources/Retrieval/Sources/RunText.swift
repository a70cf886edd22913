import Findings

/// Rankings as a TREC run: `query Q0 document rank score tag`.
public enum RunText {
  /// The lines of all queries.
  ///
  /// Scores are the shortest decimals that read back as the same double. Documents that cannot match
  /// (-∞) are left out, because a run holds finite scores.
  ///
  /// - Throws: ``ScoreError`` where an identifier holds white space, which the format cannot carry.
  public static func text(
    _ rankings: [[ScoredDocument]], queryIDs: [String], documentIDs: [String], tag: String
  ) throws -> String {
    precondition(rankings.count == queryIDs.count, "one ranking for each query")
    for id in queryIDs + documentIDs + [tag] where id.isEmpty || id.utf8.contains(where: isSpace) {
      throw ScoreError(
        "the identifier '\(id)' is empty or holds white space, which ends a field of a TREC run",
        remedy: "Give identifiers without spaces with --document-ids and --query-ids.")
    }
    var text = ""
    for (query, ranking) in zip(queryIDs, rankings) {
      for (index, entry) in ranking.enumerated() where entry.score.isFinite {
        text += "\(query) Q0 \(documentIDs[entry.document]) \(index + 1) "
        text += "\(NumberText.shortest(entry.score)) \(tag)\n"
      }
    }
    return text
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
}
