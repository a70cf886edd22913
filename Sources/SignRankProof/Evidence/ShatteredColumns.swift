public import EmbeddingSets

/// Columns on which the rows show every pattern of signs, up to negation.
///
/// Halfspaces through the origin of ℝʳ shatter at most r vectors, and the negation of one is one. So
/// where v columns show all 2ᵛ patterns among the rows and their negations, the sign-rank is at least v
/// (symmetrised Vapnik-Chervonenkis dimension). The same holds for rows, by transposition. A row with a
/// hole shows nothing.
public struct ShatteredColumns: Evidence {
  /// `shattered-columns`.
  public static let kind = "shattered-columns"
  /// At least.
  public static let side = BoundSide.lower
  /// One line about it.
  public static let summary =
    "v columns that show all sign patterns, up to negation, need v dimensions (VC dimension of halfspaces)"
  /// More columns are refused: nobody has a million rows to shatter them.
  public static let mostColumns = 24

  /// Whether rows are shattered by columns instead.
  public let isTransposed: Bool

  /// The evidence: the framed matrix holds all there is to show.
  public init(isTransposed: Bool) { self.isTransposed = isTransposed }

  /// The evidence in a certificate.
  public init(fields: inout CertificateFields) throws(ProofError) {
    isTransposed = try fields.flag("transposed")
  }

  /// `transposed`.
  public var fields: [CertificateValue.Field] {
    [.init("transposed", .integer(isTransposed ? 1 : 0))]
  }

  /// The number of columns.
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    let signs = try SignMatrix(of: matrix).transposed(if: isTransposed)
    let count = signs.columnCount
    guard count > 0, count <= Self.mostColumns else {
      throw .invalid("\(count) columns cannot be shown to be shattered")
    }
    var seen: Set<Int> = []
    for row in 0..<signs.rowCount {
      let entries = (0..<count).map { signs[row, $0] }
      guard !entries.contains(0) else { continue }
      var pattern = 0
      for column in entries.indices where entries[column] != entries[0] { pattern |= 1 << column }
      seen.insert(pattern)
    }
    let needed = 1 << (count - 1)
    guard seen.count == needed else {
      throw .invalid(
        "the rows show \(seen.count) of the \(needed) patterns that \(count) columns have up to sign"
      )
    }
    return count
  }
}

extension SignMatrix {
  /// The matrix, or rows and columns exchanged.
  func transposed(if isTransposed: Bool) -> SignMatrix { isTransposed ? transposed() : self }
}
