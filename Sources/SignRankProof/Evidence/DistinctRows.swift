public import EmbeddingSets

/// Rows that differ, up to negation: few dimensions have room for few.
///
/// n hyperplanes through the origin cut ℝᵈ into at most 2 Σ_{i<d} C(n-1, i) cells (Schläfli 1901; Cover
/// 1965), so n columns in d dimensions allow at most Σ_{i<d} C(n-1, i) rows up to sign. The same for
/// columns, by transposition.
public struct DistinctRows: Evidence {
  /// `distinct-rows`.
  public static let kind = "distinct-rows"
  /// At least.
  public static let side = BoundSide.lower
  /// One line about it.
  public static let summary =
    "n columns in d dimensions allow at most sum C(n-1, i), i < d, rows up to sign (Schläfli, Cover)"

  /// Whether columns are counted instead.
  public let isTransposed: Bool

  /// The evidence: all rows of the framed matrix differ.
  public init(isTransposed: Bool) { self.isTransposed = isTransposed }

  /// The evidence in a certificate.
  public init(fields: inout CertificateFields) throws(ProofError) {
    isTransposed = try fields.flag("transposed")
  }

  /// `transposed`.
  public var fields: [CertificateValue.Field] {
    [.init("transposed", .integer(isTransposed ? 1 : 0))]
  }

  /// The least dimension with room for so many rows.
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    try ProofError.withoutHoles(matrix)
    let signs = try SignMatrix(of: matrix).transposed(if: isTransposed)
    guard signs.rowCount > 0, signs.columnCount > 0 else { throw .invalid("the matrix is empty") }
    var seen: Set<[UInt64]> = []
    for row in 0..<signs.rowCount {
      guard seen.insert(signs.normalizedRow(row)).inserted else {
        throw .invalid("row \(row) is equal or opposite to one before it")
      }
    }
    return Self.leastDimension(rowCount: signs.rowCount, columnCount: signs.columnCount)
  }

  /// The least d with N <= Σ_{i<d} C(n-1, i).
  ///
  /// - Precondition: N is at most 2ⁿ⁻¹, as for rows that differ.
  public static func leastDimension(rowCount: Int, columnCount: Int) -> Int {
    var dimension = 1
    // Of a room below 2⁶³ every binomial coefficient is part, so products stay below 2¹²⁷.
    var (room, binomial): (Int128, Int128) = (1, 1)
    while room < rowCount, dimension < columnCount {
      binomial = binomial * Int128(columnCount - dimension) / Int128(dimension)
      room += binomial
      dimension += 1
    }
    return dimension
  }
}

extension SignMatrix {
  /// The words of a row, negated where its first entry is -1.
  func normalizedRow(_ row: Int) -> [UInt64] {
    var words = Array(positive[row * wordsPerRow..<(row + 1) * wordsPerRow])
    guard let first = words.first, first & 1 == 0 else { return words }
    for index in words.indices { words[index] = ~words[index] }
    let used = columnCount % 64
    if used != 0, let last = words.indices.last { words[last] &= (1 << UInt64(used)) - 1 }
    return words
  }
}
