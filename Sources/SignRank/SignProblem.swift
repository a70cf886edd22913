public import EmbeddingSets
public import SignRankProof

/// A condensed matrix whose sign-rank is to be bounded, and the way back to the user's rows and
/// columns.
///
/// Equal and opposite rows and columns are left out (`Condensing`). The matrix is the user's on the
/// representatives; in ``Form/augmented`` the all-ones row of S+ takes part, and is the last row unless
/// a row of the user's that is constant stands for it.
public struct SignProblem: Sendable {
  /// Which matrix this is.
  public enum Form: Sendable, Hashable, CaseIterable {
    /// S = 2A - 1, whose sign-rank is rank±(2A - 1).
    case plain
    /// S+, S with an all-ones row appended, whose sign-rank less 1 is the ordering rank of A.
    case augmented
  }

  /// Which matrix this is.
  public let form: Form
  /// The condensed matrix, sparse; relevant is +1, all else -1 (or open, where there are holes).
  public let matrix: RelevanceMatrix
  /// The same matrix, a bit an entry; nil where it has more than ``mostDenseEntries``.
  public let dense: SignMatrix?
  /// The user's row of each row; nil for the all-ones row.
  public let rows: [Int?]
  /// The user's column of each column.
  public let columns: [Int]
  /// The classes of the user's rows and columns.
  public let reduction: Reduction

  /// A larger condensed matrix is only looked at sparsely: 8 MiB of bits.
  public static let mostDenseEntries = 1 << 26

  /// The problem of a user's matrix.
  ///
  /// Costs a sort of the relevant entries; see `Condensing`.
  public init(_ whole: RelevanceMatrix, form: Form) {
    let condensing = Condensing(whole, withVirtualRow: form == .augmented)
    self.form = form
    reduction = condensing.reduction
    rows = reduction.rowRepresentatives.map { $0 < 0 ? nil : $0 }
    columns = reduction.columnRepresentatives
    matrix = condensing.matrix
    let (entries, overflow) = matrix.rowCount.multipliedReportingOverflow(by: matrix.columnCount)
    dense = overflow || entries > Self.mostDenseEntries ? nil : Self.dense(matrix)
  }

  private static func dense(_ matrix: RelevanceMatrix) -> SignMatrix {
    do {
      return try SignMatrix(of: matrix)
    } catch {
      preconditionFailure("fewer entries than SignMatrix refuses")
    }
  }

  /// The first column of a row that does not hold a hole; nil where all do.
  func firstJudgedColumn(_ row: Int) -> Int? {
    guard let judged = matrix.judgedNotRelevant else { return matrix.columnCount > 0 ? 0 : nil }
    return [matrix.relevant[row].first, judged[row].first].compactMap(\.self).min()
  }

  /// How the part of the matrix that a candidate is about comes from the user's matrix.
  func frame(of candidate: BoundCandidate) -> Frame {
    guard type(of: candidate.evidence).side == .lower else { return .reduction(reduction) }
    let chosenRows = candidate.rows ?? Array(rows.indices)
    let chosenColumns = candidate.columns ?? Array(columns.indices)
    // Evidence counts the all-ones row last, so a method that names it elsewhere cannot be framed.
    let virtual = chosenRows.firstIndex { rows[$0] == nil }
    precondition(
      virtual == nil || virtual == chosenRows.count - 1, "the all-ones row is named last")
    return .selection(
      Selection(
        rows: chosenRows.compactMap { rows[$0] }, columns: chosenColumns.map { columns[$0] },
        hasVirtualRow: virtual != nil))
  }
}
