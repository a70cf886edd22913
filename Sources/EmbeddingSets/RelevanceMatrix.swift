/// A sparse 0/1 matrix A of queries by documents, with optional holes: the object whose sign-rank is
/// bounded.
///
/// Rows are queries and columns documents, in the user's order. Entries are relevant (+1 in 2A - 1),
/// not relevant (-1), or, where there are holes, not judged (either sign will do). Only relevant
/// entries and, with holes, the judged ones are stored, so that 1,000 queries by 50,000 documents
/// cost what the judgments cost.
public struct RelevanceMatrix: Sendable, Hashable {
  /// Number of queries.
  public let rowCount: Int
  /// Number of documents.
  public let columnCount: Int
  /// Columns of the relevant entries of each row, ascending.
  public let relevant: [[Int]]
  /// Columns of the entries of each row that are judged not relevant, ascending; nil where every
  /// entry that is not relevant counts as not relevant.
  public let judgedNotRelevant: [[Int]]?

  /// Whether some pairs may take either sign.
  public var hasHoles: Bool { judgedNotRelevant != nil }

  /// A matrix from the columns of its relevant entries.
  ///
  /// - Precondition: columns ascend within a row and lie inside the matrix; with holes, no entry is
  ///   both relevant and not.
  public init(columnCount: Int, relevant: [[Int]], judgedNotRelevant: [[Int]]? = nil) {
    precondition(columnCount >= 0, "a matrix has no negative side")
    for columns in relevant { Self.check(columns, within: columnCount) }
    if let judgedNotRelevant {
      precondition(judgedNotRelevant.count == relevant.count, "one list of judged entries a row")
      for (row, columns) in judgedNotRelevant.enumerated() {
        Self.check(columns, within: columnCount)
        precondition(
          Set(columns).isDisjoint(with: relevant[row]), "no entry is both relevant and not")
      }
    }
    rowCount = relevant.count
    self.columnCount = columnCount
    self.relevant = relevant
    self.judgedNotRelevant = judgedNotRelevant
  }

  /// The same matrix with columns appended that nothing is judged of; as it is where it has as many.
  public func widened(to count: Int) -> RelevanceMatrix {
    count <= columnCount
      ? self
      : RelevanceMatrix(
        columnCount: count, relevant: relevant, judgedNotRelevant: judgedNotRelevant)
  }

  private static func check(_ columns: [Int], within columnCount: Int) {
    var last = -1
    for column in columns {
      precondition(column > last && column < columnCount, "columns ascend inside the matrix")
      last = column
    }
  }
}
