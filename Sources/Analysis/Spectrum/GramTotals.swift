/// Four sums about a view's origin that give the participation ratio and its debiased form.
///
/// No eigenvalue is needed:
///
///     n,  T = Σ |z|²,  F = ‖Z Zᵀ‖²_F = ‖Zᵀ Z‖²_F,  q = Σ |z|⁴
struct GramTotals: Sendable, Hashable {
  /// n, the rows z.
  var count: Int
  /// T, the sum of the eigenvalues λ.
  var trace: Double
  /// F, the sum of their squares.
  var squaredNorm: Double
  /// q.
  var quartic: Double

  /// (Σ λ)² / Σ λ²; nil for a zero matrix.
  var participationRatio: Double? {
    squaredNorm > 0 ? trace * (trace / squaredNorm) : nil
  }

  /// The participation ratio of the population, estimated without the downward bias of a finite
  /// sample: a ratio of U-statistics over distinct rows, for rows taken about their own mean.
  ///
  /// With Σ z = 0 the closed form of the general case loses its terms in Σ z:
  ///
  ///     J = 2q - F,  Q = (T² - 4J - 2(F - q)) / n₃,  nₖ = n (n-1) … (n-k)
  ///     PR = ((T² - q)/n₁ + 2(T² - 2q)/n₂ + Q) / ((F - q)/n₁ - 2J/n₂ + Q)
  ///
  /// nil with fewer than four rows or where the denominator is not positive beyond the rounding of its
  /// terms (few rows dominate).
  ///
  /// - Source: Chun, Canatar, Chung and Lee, ICLR 2026 (arXiv 2509.26560), `row` estimator.
  var debiasedParticipationRatio: Double? {
    guard count >= 4 else { return nil }
    let n = Double(count)
    let n1 = n * (n - 1)
    let n2 = n1 * (n - 2)
    let n3 = n2 * (n - 3)
    let (t, f, q) = (trace, squaredNorm, quartic)
    let j = 2 * q - f
    let tail = (t * t - 4 * j - 2 * (f - q)) / n3
    let numerator = (t * t - q) / n1 + 2 * (t * t - 2 * q) / n2 + tail
    let denominator = (f - q) / n1 - 2 * j / n2 + tail
    let rounding = 1e-12 * (f / n1 + 2 * j.magnitude / n2 + tail.magnitude)
    guard denominator > rounding, numerator.isFinite, denominator.isFinite else { return nil }
    return numerator / denominator
  }
}
