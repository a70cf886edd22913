/// What limits retrieval over one export.
public enum CapacityVerdict: String, Sendable, CaseIterable {
  /// The relevant documents are found.
  case fine
  /// The documents could be told apart, the queries do not do it.
  case alignment
  /// No linear query finds the documents, and they use the directions they have.
  case capacity
  /// No linear query finds the documents, and they use few of the directions they have.
  case collapse
  /// There are so few documents that any judgments could be met.
  case untestable

  /// The lines that the verdict draws.
  public struct Lines: Sendable, Hashable {
    /// Recall from which the relevant documents count as found.
    public var highRecall = 0.9
    /// Below this share of the directions that there are, the documents count as collapsed.
    public var collapsedShare = 0.5

    /// The standard lines.
    public init() {}
  }

  /// The verdict of the numbers.
  ///
  /// - Parameters:
  ///   - achieved: recall with the queries of the export.
  ///   - possible: recall with the best linear queries that were found; nil where there are none.
  ///   - effectiveRank: of the centred documents; nil where they are all equal.
  ///   - documentCount: n, copies of others left out.
  ///   - dimensions: d. With n ≤ d + 1 points in general position every judgment can be met.
  init(
    achieved: Double, possible: Double?, effectiveRank: Double?, documentCount: Int,
    dimensions: Int, lines: Lines = Lines()
  ) {
    let directions = Double(min(dimensions, documentCount - 1))
    let isCollapsed = (effectiveRank ?? 0) < lines.collapsedShare * directions
    if documentCount <= dimensions + 1, (possible ?? 0) >= lines.highRecall {
      self = .untestable
    } else if achieved >= lines.highRecall {
      self = .fine
    } else if (possible ?? 0) >= lines.highRecall {
      self = .alignment
    } else {
      self = isCollapsed ? .collapse : .capacity
    }
  }
}
