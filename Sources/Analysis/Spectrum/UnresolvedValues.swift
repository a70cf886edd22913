import RealModule

/// Whether singular values that drown in the rounding of a Gram matrix matter to a printed digit.
///
/// Eigenvalues of a float64 Gram matrix carry an error of about 4 ε ‖Z‖²_F, so singular values below
/// ``relativeFloor`` ‖Z‖_F are rounding.
enum UnresolvedValues {
  /// √(4 ε), the floor as a share of ‖Z‖_F.
  static let relativeFloor = 0x1p-25
  /// The largest relative error of an effective rank that unresolved values may cause.
  static let effectiveRankTolerance = 1e-6

  /// Whether the last eigenvalue of a power-law fit carries a relative error above one in a million.
  ///
  /// A Gram matrix knows λ within ε ‖Z‖²_F, and a fit on ln λ weighs small values as much as large.
  static func blurFit(
    _ values: [Double], rank: Int, fits: [PowerLawFit], frobeniusNorm: Double
  ) -> Bool {
    fits.contains { fit in
      guard rank >= fit.last, values.count >= fit.last else { return false }
      let share = values[fit.last - 1] / frobeniusNorm
      return 0x1p-52 > effectiveRankTolerance * share * share
    }
  }

  /// Whether the values are needed by a more exact route: for the rank, because the storage floor is
  /// lower still, or for the effective rank, because there are many of them.
  ///
  /// A value δ at the floor adds at most (δ / Σ s) ln(Σ s / δ) to the entropy, which is the relative
  /// change of the effective rank.
  ///
  /// - Parameters:
  ///   - values: s, descending, from the Gram matrix.
  ///   - structural: how many of them are 0 by construction (centering).
  ///   - frobeniusNorm: ‖Z‖_F.
  ///   - rankTolerance: what the numerical rank compares with.
  static func matter(
    _ values: [Double], structural: Int, frobeniusNorm: Double, rankTolerance: Double
  ) -> Bool {
    let floor = relativeFloor * frobeniusNorm
    let unresolved = values.reduce(0) { $0 + ($1 <= floor ? 1 : 0) } - structural
    let sum = values.reduce(0, +)
    guard unresolved > 0, sum > 0 else { return false }
    // a view that is nothing but rounding has no spectrum to resolve
    guard (values.first ?? 0) > rankTolerance else { return false }
    if rankTolerance < floor { return true }
    let share = floor / sum
    return Double(unresolved) * share * -Double.log(share) > effectiveRankTolerance
  }
}
