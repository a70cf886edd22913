public import EmbeddingSets

/// The singular values of the weighted matrix are too small for rank d: sign-rank at least d + 1.
///
/// Let S have sign-rank d, with vectors x_i for rows and y_j for columns in general position, and let P
/// be row weights with d P_i <= T = ΣP. A linear map brings the x_i into isotropic position,
/// Σ P_i x_i x_i′ = (T/d) I with unit vectors (Forster 2002; Barthe 1998 for weights), and makes the y_j
/// unit vectors. With M = W ∘ S for weights W >= g, M = 0 at holes, and H_j the weight P of the holes in
/// column j, every column has Σ_i P_i M_ij <x_i, y_j> >= g Σ P_i <x_i, y_j>² - g H_j = g (T/d - H_j).
/// Squaring, summing with column weights Q, and because the x_i are √(T/d) times orthonormal columns,
///
///   d T (σ₁² + … + σ_d²) >= g² Σ_j Q_j max(0, T - d H_j)²,
///
/// σ the singular values of P^(1/2) M Q^(1/2) (Forster and Simon 2006 for P = Q = W = 1; with σ₁ in place
/// of all d, Forster 2002; holes after Razborov and Sherstov 2010). Evidence that the left side is
/// smaller excludes rank d, and with it every smaller one.
///
/// If up to h unknown signs may be wrong, e_j of them in column j, a wrong one costs its column at most
/// g + max W more. For P = Q = 1, so T = m, what is left in the columns sums to at least
/// L = Σ_j g max(0, T - d H_j) - d (g + max W) h, and by Cauchy's inequality
///
///   d T (σ₁² + … + σ_d²) >= max(0, L)² / n:
///
/// evidence that it is not excludes rank d for *every* matrix that differs from S in at most h entries.
///
/// The sum of the d greatest eigenvalues of a matrix B is at most d t + tr Z for any t and any positive
/// semidefinite Z with t I + Z - B positive (semi)definite (Fan). So a `shift` τ, a `scale` c and rows V
/// with τ D + V V′ - c K positive definite, for `WeightedGram` K and the weights D of its side, show
/// σ₁² + … + σ_d² <= (d τ + Σ ⌈|V_i|²/D_i⌉) / c. `PositiveDefiniteness` proves that exactly.
public struct SingularValueBound: Evidence {
  /// `singular-values`.
  public static let kind = "singular-values"
  /// At least.
  public static let side = BoundSide.lower
  /// One line about it.
  public static let summary =
    "d (s1² + ... + sd²) >= m n for rank d (Forster, Forster-Simon; with weights, holes: Razborov-Sherstov)"

  /// The rank d that is excluded.
  public let excludedRank: Int
  /// h: how many signs may be wrong.
  public let errors: Int
  /// Whether the vectors of the columns are brought into isotropic position instead.
  public let isTransposed: Bool
  /// W.
  public let entryWeights: EntryWeights
  /// P; empty for all ones.
  public let rowWeights: [Int]
  /// Q; empty for all ones.
  public let columnWeights: [Int]
  /// τ.
  public let shift: Int
  /// c.
  public let scale: Int
  /// V: a row for every row of K; empty for none.
  public let vectors: [[Int]]

  /// The evidence.
  ///
  /// With ``isTransposed`` everything is about the transposed matrix.
  public init(
    excludedRank: Int, errors: Int = 0, isTransposed: Bool = false,
    entryWeights: EntryWeights = .ones,
    rowWeights: [Int] = [], columnWeights: [Int] = [], shift: Int, scale: Int = 1,
    vectors: [[Int]] = []
  ) {
    self.excludedRank = excludedRank
    self.errors = errors
    self.isTransposed = isTransposed
    self.entryWeights = entryWeights
    self.rowWeights = rowWeights
    self.columnWeights = columnWeights
    self.shift = shift
    self.scale = scale
    self.vectors = vectors
  }

  /// The evidence in a certificate.
  public init(fields: inout CertificateFields) throws(ProofError) {
    excludedRank = try fields.integer("excluded-rank")
    errors = try fields.integer("errors")
    isTransposed = try fields.flag("transposed")
    entryWeights = try EntryWeights(taking: &fields)
    rowWeights = try fields.integers("row-weights")
    columnWeights = try fields.integers("column-weights")
    shift = try fields.integer("shift")
    scale = try fields.integer("scale")
    vectors = try fields.integerRows("vectors")
  }

  /// All of it.
  public var fields: [CertificateValue.Field] {
    [
      .init("excluded-rank", .integer(excludedRank)),
      .init("errors", .integer(errors)),
      .init("transposed", .integer(isTransposed ? 1 : 0)),
      entryWeights.field,
      .init("row-weights", .integers(rowWeights)),
      .init("column-weights", .integers(columnWeights)),
      .init("shift", .integer(shift)), .init("scale", .integer(scale)),
      .init("vectors", .integerRows(vectors)),
    ]
  }

  /// Longest side that is looked at; the proof costs its third power.
  public static let largestSide = PositiveDefiniteness.largestSide

  /// The excluded rank, plus 1.
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    let signs = try SignMatrix(of: matrix).transposed(if: isTransposed)
    let (rows, columns) = (signs.rowCount, signs.columnCount)
    guard rows > 0, columns > 0, min(rows, columns) <= Self.largestSide else {
      throw .invalid("the matrix is empty, or its smaller side is over \(Self.largestSide)")
    }
    guard excludedRank > 0, excludedRank <= rows, shift >= 0, scale > 0 else {
      throw .invalid("the rank, the shift or the scale is out of range")
    }
    guard errors >= 0, errors == 0 || rowWeights.isEmpty && columnWeights.isEmpty else {
      throw .invalid("errors are negative, or counted together with weights of rows or columns")
    }
    guard entryWeights.fits(signs) else {
      throw .invalid("there is not a weight from 1 to \(EntryWeights.most) for every entry")
    }
    let rowWeights = try Self.weights(self.rowWeights, count: rows)
    let columnWeights = try Self.weights(self.columnWeights, count: columns)
    let total = rowWeights.reduce(0, +)
    guard let heaviest = rowWeights.max(), excludedRank * heaviest <= total else {
      throw .invalid("a row weighs more than a part of \(excludedRank) of all")
    }
    guard
      let gram = WeightedGram(
        signs, entryWeights: entryWeights, rowWeights: rowWeights, columnWeights: columnWeights)
    else { throw .invalid("the weights are too large for exact arithmetic") }
    let needed = needed(signs, rowWeights, columnWeights, total: total)
    // Both sides times n where errors are counted, because of Cauchy's inequality.
    let available =
      try available(gram, total: total) * ExactNumber(errors > 0 ? signs.columnCount : 1)
    guard let needed = needed.value, let available = available.value else {
      throw .invalid("the numbers are too large for exact arithmetic")
    }
    guard available < needed else {
      throw .invalid("the singular values leave room for rank \(excludedRank)")
    }
    guard PositiveDefiniteness.isProven(try slack(gram), side: gram.side) else {
      throw .invalid("the bound on the singular values could not be proved")
    }
    return excludedRank + 1
  }

  private static func weights(_ weights: [Int], count: Int) throws(ProofError) -> [Int] {
    guard !weights.isEmpty else { return [Int](repeating: 1, count: count) }
    guard weights.count == count, weights.allSatisfy({ (1...EntryWeights.most).contains($0) })
    else { throw .invalid("there is not a weight from 1 to \(EntryWeights.most) for every row") }
    return weights
  }

  /// c g² Σ_j Q_j max(0, T - d H_j)²; with errors c max(0, L)².
  private func needed(
    _ signs: SignMatrix, _ rowWeights: [Int], _ columnWeights: [Int], total: Int
  ) -> ExactNumber {
    var sum = ExactNumber(0)
    var plainSum = 0
    let least = entryWeights.least(in: signs)
    for column in 0..<signs.columnCount {
      var holes = 0
      if signs.holes != nil {
        for row in 0..<signs.rowCount where signs[row, column] == 0 { holes += rowWeights[row] }
      }
      let room = max(0, total - excludedRank * holes)
      sum = sum + ExactNumber(columnWeights[column]) * ExactNumber(room) * ExactNumber(room)
      plainSum += room
    }
    if errors > 0 {
      let lost =
        ExactNumber(excludedRank) * ExactNumber(least + entryWeights.largest) * ExactNumber(errors)
      let left = ExactNumber(least) * ExactNumber(plainSum)
      guard let lost = lost.value, let left = left.value, left > lost else { return ExactNumber(0) }
      return ExactNumber(scale) * ExactNumber(left - lost) * ExactNumber(left - lost)
    }
    return ExactNumber(scale) * ExactNumber(least) * ExactNumber(least) * sum
  }

  /// d T (d τ + Σ_i ⌈|V_i|² / D_i⌉).
  private func available(_ gram: WeightedGram, total: Int) throws(ProofError) -> ExactNumber {
    var sum = ExactNumber(excludedRank) * ExactNumber(shift)
    if !vectors.isEmpty {
      guard vectors.count == gram.side, let length = vectors.first?.count, length <= gram.side,
        vectors.allSatisfy({ $0.count == length && $0.allSatisfy { $0.magnitude < 1 << 52 } })
      else {
        throw .invalid("there is not a vector of one length for every one of \(gram.side) rows")
      }
      for (row, weight) in zip(vectors, gram.sideWeights) {
        var square: Int128 = 0
        for entry in row { square += Int128(entry) * Int128(entry) }
        sum = sum + ExactNumber((square + Int128(weight) - 1) / Int128(weight))
      }
    }
    return ExactNumber(excludedRank) * ExactNumber(total) * sum
  }

  /// τ D + V V′ - c K, rows of the lower triangle.
  private func slack(_ gram: WeightedGram) throws(ProofError) -> [Int128] {
    let factor = Int128(scale)
    var entries = gram.entries
    for row in 0..<gram.side {
      for column in 0...row {
        let place = row * (row + 1) / 2 + column
        let (scaled, overflow) = entries[place].multipliedReportingOverflow(by: factor)
        guard !overflow, scaled.magnitude < 1 << 120 else {
          throw .invalid("the numbers are too large for exact arithmetic")
        }
        entries[place] = -scaled
        if !vectors.isEmpty {
          var product: Int128 = 0
          for (a, b) in zip(vectors[row], vectors[column]) { product += Int128(a) * Int128(b) }
          entries[place] += product
        }
        if row == column { entries[place] += Int128(shift) * Int128(gram.sideWeights[row]) }
      }
    }
    return entries
  }
}
