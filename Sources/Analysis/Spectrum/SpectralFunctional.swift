import RealModule

/// A number computed from the eigenvalues λ = s² of a Gram matrix, with its gradient.
///
/// The gradient gives the interval: to first order, leaving a block of rows with Gram matrix S out
/// changes a functional by -Σᵢ ∂f/∂λᵢ · vᵢᵀ S vᵢ, with vᵢ the eigenvectors, so no second
/// eigenproblem is solved.
enum SpectralFunctional: Hashable, Sendable {
  /// exp of the entropy of s / Σ s (Roy and Vetterli 2007).
  case effectiveRank
  /// exp of the entropy of λ / Σ λ.
  case entropyRank
  /// exp(-Σ r ln r), r = s / Σ s + 10⁻⁷ (Garrido 2023, arXiv 2210.02885, eq. 1).
  case rankMe
  /// Minus the slope of ln λᵢ on ln i over ranks `first...last`, by weighted least squares.
  case alpha(PowerLawFit)

  /// The value; nil where it does not exist.
  func value(_ eigenvalues: [Double]) -> Double? {
    switch self {
    case .effectiveRank: Self.entropy(eigenvalues.map { $0.squareRoot() }).map(Double.exp)
    case .entropyRank: Self.entropy(eigenvalues).map(Double.exp)
    case .rankMe: Self.rankMe(eigenvalues)
    case .alpha(let fit): fit.slope(eigenvalues).map { -$0.value }
    }
  }

  /// ∂f/∂λᵢ; 0 for eigenvalues at or below `floor`, which are rounding, not data.
  func gradient(_ eigenvalues: [Double], floor: Double) -> [Double] {
    switch self {
    case .effectiveRank:
      let roots = eigenvalues.map { $0.squareRoot() }
      guard let entropy = Self.entropy(roots) else { return eigenvalues.map { _ in 0 } }
      let sum = roots.reduce(0, +)
      return zip(eigenvalues, roots).map { value, root in
        guard value > floor, root > 0 else { return 0 }
        return -.exp(entropy) * (.log(root / sum) + entropy) / sum / (2 * root)
      }
    case .entropyRank:
      guard let entropy = Self.entropy(eigenvalues) else { return eigenvalues.map { _ in 0 } }
      let sum = eigenvalues.reduce(0, +)
      return eigenvalues.map { value in
        value > floor && value > 0 ? -.exp(entropy) * (.log(value / sum) + entropy) / sum : 0
      }
    case .rankMe:
      guard let rank = Self.rankMe(eigenvalues) else { return eigenvalues.map { _ in 0 } }
      let roots = eigenvalues.map { $0.squareRoot() }
      let sum = roots.reduce(0, +)
      let terms = roots.map { Double.log($0 / sum + Self.rankMeEpsilon) + 1 }
      let mean = zip(terms, roots).reduce(0) { $0 + $1.0 * $1.1 / sum }
      return eigenvalues.indices.map { index in
        guard eigenvalues[index] > floor, roots[index] > 0 else { return 0 }
        return -rank * (terms[index] - mean) / sum / (2 * roots[index])
      }
    case .alpha(let fit): return fit.gradient(eigenvalues).map { -$0 }
    }
  }

  private static let rankMeEpsilon = 1e-7

  private static func rankMe(_ eigenvalues: [Double]) -> Double? {
    let roots = eigenvalues.map { $0.squareRoot() }
    let sum = roots.reduce(0, +)
    guard sum > 0 else { return nil }
    var entropy = 0.0
    for root in roots {
      let share = root / sum + rankMeEpsilon
      entropy -= share * .log(share)
    }
    return .exp(entropy)
  }

  /// -Σ p ln p of weights / Σ weights; nil where all are 0.
  static func entropy(_ weights: [Double]) -> Double? {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return nil }
    var entropy = 0.0
    for weight in weights {
      // a share may underflow to 0 where its weight does not; both add nothing
      let share = weight / sum
      if share > 0 { entropy -= share * .log(share) }
    }
    return entropy
  }
}
