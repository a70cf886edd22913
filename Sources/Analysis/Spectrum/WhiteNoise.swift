import RealModule

/// The spectrum that independent Gaussian components of equal variance would show for n rows of d
/// columns: the Marchenko-Pastur law, the baseline every spectrum is held against.
enum WhiteNoise {
  /// Eigenvalues of the Gram matrix in units of their mean over d, descending: the quantiles
  /// (i - ½)/min(n, d) of the law with ratio c = min/max.
  ///
  /// The density √((b - x)(x - a)) / (2π c x), a, b = (1 ∓ √c)², loses its square-root ends under
  /// x = a + (b - a) sin²(θ/2), where it is integrated by the midpoint rule and inverted linearly.
  ///
  /// - Complexity: O(min(n, d) + 16,384).
  static func eigenvalues(rowCount: Int, columnCount: Int) -> [Double] {
    let count = min(rowCount, columnCount)
    guard count > 0 else { return [] }
    let ratio = Double(count) / Double(max(rowCount, columnCount))
    let root = ratio.squareRoot()
    let low = (1 - root) * (1 - root)
    let high = (1 + root) * (1 + root)
    let steps = 16_384
    let width = Double.pi / Double(steps)
    var cumulative = [0.0]
    cumulative.reserveCapacity(steps + 1)
    for step in 0..<steps {
      let angle = (Double(step) + 0.5) * width
      let sine = Double.sin(angle)
      let half = Double.sin(angle / 2)
      let x = low + (high - low) * half * half
      // dx = (b - a)/2 sin θ dθ and √((b - x)(x - a)) = (b - a)/2 sin θ
      let density = (high - low) * (high - low) / 4 * sine * sine / (2 * .pi * ratio * x)
      cumulative.append(cumulative[step] + density * width)
    }
    let total = cumulative[steps]
    var quantiles: [Double] = []
    quantiles.reserveCapacity(count)
    var step = 0
    for index in 0..<count {
      let target = (Double(index) + 0.5) / Double(count) * total
      while step < steps - 1, cumulative[step + 1] < target { step += 1 }
      let part = (target - cumulative[step]) / (cumulative[step + 1] - cumulative[step])
      let half = Double.sin((Double(step) + part) * width / 2)
      quantiles.append(low + (high - low) * half * half)
    }
    return quantiles.reversed()
  }

  /// Singular values with the same sum of squares as the view's, largest first.
  static func singularValues(rowCount: Int, columnCount: Int, trace: Double) -> [Double] {
    let values = eigenvalues(rowCount: rowCount, columnCount: columnCount)
    let sum = values.reduce(0, +)
    guard sum > 0 else { return values }
    return values.map { ($0 / sum * trace).squareRoot() }
  }

  /// The effective rank that white noise of this size reads.
  static func effectiveRank(rowCount: Int, columnCount: Int) -> Double? {
    SpectralFunctional.effectiveRank.value(
      eigenvalues(rowCount: rowCount, columnCount: columnCount))
  }
}
