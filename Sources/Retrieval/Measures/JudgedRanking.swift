/// The ranking of one query as far as measures care: where judged documents stand, and what an ideal
/// ranking would have.
///
/// Ranks count from 1. Documents that were not judged take a rank and count as not relevant.
public struct JudgedRanking: Sendable, Hashable {
  /// Number of documents retrieved.
  public var retrievedCount = 0
  /// Ranks of the retrieved documents that were judged, ascending.
  public var ranks: [Int] = []
  /// The grade at each of ``ranks``.
  public var grades: [Int] = []
  /// Grades of all judged documents of the query, retrieved or not, descending.
  public var idealGrades: [Int] = []
  /// The grade from which a document counts as relevant, for measures that know two grades only.
  public var relevanceLevel = 1
  /// R: judged documents of at least the relevance level.
  public var relevantCount = 0
  /// Judged documents with a grade from 0 to below the level; a negative grade is neither.
  public var nonRelevantCount = 0

  /// A query for which nothing was retrieved or judged.
  public init() {}

  /// Ranks of relevant documents, ascending.
  var relevantRanks: [Int] {
    ranks.indices.filter { grades[$0] >= relevanceLevel }.map { ranks[$0] }
  }

  /// Relevant documents among the first `cutoff`; among all where there is no cutoff.
  func hits(within cutoff: Int?) -> Int {
    let limit = cutoff ?? .max
    var count = 0
    for index in ranks.indices where grades[index] >= relevanceLevel {
      if ranks[index] > limit { break }
      count += 1
    }
    return count
  }
}
