public import EmbeddingSets

/// The largest singular value is too small for rank d, and stays too small when some entries are wrong.
///
/// Let h signs of S be wrong and S′ be right, of sign-rank d, with unit vectors x_i in isotropic position
/// and unit vectors y_j (Forster 2002). Then Σ S′_ij <x_i, y_j> = Σ |<x_i, y_j>| >= Σ <x_i, y_j>² = m n / d,
/// and each wrong sign costs 2 at most, so
///
///   ||S|| √(m n) >= Σ S_ij <x_i, y_j> >= m n / d - 2 h.
///
/// Evidence that ||S|| is smaller excludes rank d, and with it every smaller one, for *every* matrix that
/// differs from S in h entries at most: d² m n ||S||² < (m n - 2 h d)², which is that
/// (m n - 2 h d)² I - d² m n G is positive definite for the Gram matrix G of the smaller side, in whole numbers.
///
/// - Source: Razborov and Sherstov, SIAM J. Comput. 39 (2010), for entries that may be anything.
public struct WrongEntriesBound: Evidence {
  /// `wrong-entries`.
  public static let kind = "wrong-entries"
  /// At least.
  public static let side = BoundSide.lower
  /// One line about it.
  public static let summary =
    "d (||S|| sqrt(m n) + 2 h) >= m n for rank d and h wrong entries (Forster; Razborov-Sherstov)"

  /// The rank d that is excluded.
  public let excludedRank: Int
  /// h.
  public let wrongEntries: Int

  /// The evidence.
  public init(excludedRank: Int, wrongEntries: Int) {
    self.excludedRank = excludedRank
    self.wrongEntries = wrongEntries
  }

  /// The evidence in a certificate.
  public init(fields: inout CertificateFields) throws(ProofError) {
    excludedRank = try fields.integer("excluded-rank")
    wrongEntries = try fields.integer("wrong-entries")
  }

  /// All of it.
  public var fields: [CertificateValue.Field] {
    [
      .init("excluded-rank", .integer(excludedRank)),
      .init("wrong-entries", .integer(wrongEntries)),
    ]
  }

  /// How much may be wrong.
  public var remark: String {
    "whichever \(wrongEntries) entries of the part are wrong: " + Self.summary
  }

  /// The excluded rank, plus 1; every matrix within ``wrongEntries`` of this one has it.
  ///
  /// - Complexity: O(m n min(m, n)) / 64 for the Gram matrix, O(min(m, n)³) for the proof.
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    try ProofError.withoutHoles(matrix)
    let signs = try SignMatrix(of: matrix)
    let (rows, columns) = (signs.rowCount, signs.columnCount)
    guard rows > 0, columns > 0, min(rows, columns) <= PositiveDefiniteness.largestSide else {
      throw .invalid(
        "the matrix is empty, or its smaller side is over \(PositiveDefiniteness.largestSide)")
    }
    // Below this, all products stay below 2¹¹⁰: m n is at most 2²⁸.
    guard (1...min(rows, columns)).contains(excludedRank),
      (0...rows * columns).contains(wrongEntries)
    else { throw .invalid("the rank or the number of wrong entries is out of range") }
    let (entries, rank) = (Int128(rows * columns), Int128(excludedRank))
    let room = entries - 2 * Int128(wrongEntries) * rank
    guard room > 0 else { throw .invalid("so many wrong entries leave nothing of rank \(rank)") }
    guard
      let gram = WeightedGram(
        signs, entryWeights: .ones, rowWeights: [Int](repeating: 1, count: rows),
        columnWeights: [Int](repeating: 1, count: columns))
    else { throw .invalid("the matrix is too large for exact arithmetic") }
    let factor = rank * rank * entries
    var slack = gram.entries.map { -factor * $0 }
    for row in 0..<gram.side { slack[row * (row + 3) / 2] += room * room }
    guard PositiveDefiniteness.isProven(slack, side: gram.side) else {
      throw .invalid(
        "the largest singular value leaves room for rank \(excludedRank) with \(wrongEntries) wrong entries"
      )
    }
    return excludedRank + 1
  }
}
