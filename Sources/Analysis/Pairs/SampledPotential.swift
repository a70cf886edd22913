import LinearAlgebra
import RealModule

/// The mean Gaussian potential from a seeded sample of rows, with the exact mean cosine and mean
/// squared cosine of the whole set as control variates.
///
/// For k rows drawn without replacement, all pairs of the sample give U-statistics of y = exp(-t|u-v|²),
/// c = cos and c². With hᵢ the row means, b regresses hʸ on (hᶜ, hᶜ²), and
///
///     estimate = ȳ - b₁ (c̄ - m₁) - b₂ (c̄² - m₂),   se² = 4/k · Var(hᵢ of the residual) · (1 - k/n)
///
/// Var(hᵢ) holds the second-order term of a U-statistic twice over, so the interval errs to the wide
/// side. On real sets the controls remove most of the variance, because uniformity is nearly a
/// function of two moments.
struct SampledPotential {
  /// Exact mean and mean square of the cosine over all pairs of the set.
  let meanCosine: Double
  let meanSquaredCosine: Double
  /// Rows with a direction in the whole set.
  let populationCount: Int

  /// Means over the other rows of the sample, for each of its rows.
  struct RowMeans: Sendable {
    /// Of exp(-t |u - v|²) for each temperature.
    var potentials: [[Double]]
    var cosine: [Double]
    var squaredCosine: [Double]

    /// Zeros for as many rows.
    init(count: Int = 0) {
      let zeros = [Double](repeating: 0, count: count)
      cosine = zeros
      squaredCosine = zeros
      potentials = GaussianPotential.temperatures.map { _ in zeros }
    }

    /// Adds the rows that follow.
    mutating func append(_ later: RowMeans) {
      cosine += later.cosine
      squaredCosine += later.squaredCosine
      for index in potentials.indices { potentials[index] += later.potentials[index] }
    }

    /// Turns sums into means.
    mutating func divide(by count: Double) {
      for row in cosine.indices {
        cosine[row] /= count
        squaredCosine[row] /= count
        for index in potentials.indices { potentials[index][row] /= count }
      }
    }
  }

  /// Results for t = 1, 2, 4 from the row means of the sample.
  func results(_ means: RowMeans) -> [UniformityResult] {
    let count = means.cosine.count
    let k = Double(count)
    let n = Double(populationCount)
    let cosine = centered(means.cosine)
    let square = centered(means.squaredCosine)
    return zip(GaussianPotential.temperatures, means.potentials).map { temperature, potential in
      let y = centered(potential)
      let slopes = regress(y.deviations, on: cosine.deviations, square.deviations)
      let controlled =
        y.mean - slopes.first * (cosine.mean - meanCosine)
        - slopes.second * (square.mean - meanSquaredCosine)
      // a straight line may leave the range of an exponential; its mean cannot
      let estimate = controlled > 0 ? controlled : y.mean
      var residual = 0.0
      for index in 0..<count {
        let value =
          y.deviations[index] - slopes.first * cosine.deviations[index]
          - slopes.second * square.deviations[index]
        residual += value * value
      }
      let sampling = (4 / k * residual / (k - 3) * max(0, 1 - k / n)).squareRoot()
      let population = (4 / n * dot(y.deviations, y.deviations) / (k - 1)).squareRoot()
      return UniformityResult(
        temperature: temperature, value: .log(estimate),
        samplingError: UniformityResult.normalQuantile * sampling / estimate,
        populationError: UniformityResult.normalQuantile * population / estimate,
        pairCount: k * (k - 1) / 2)
    }
  }

  private func centered(_ values: [Double]) -> (mean: Double, deviations: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.map { $0 - mean })
  }

  /// Least squares of y on two centered regressors; a regressor that adds nothing gets slope 0.
  private func regress(_ y: [Double], on a: [Double], _ b: [Double]) -> (
    first: Double, second: Double
  ) {
    let (aa, bb, ab) = (dot(a, a), dot(b, b), dot(a, b))
    let (ay, by) = (dot(a, y), dot(b, y))
    let determinant = aa * bb - ab * ab
    if determinant > 1e-10 * aa * bb {
      return ((ay * bb - by * ab) / determinant, (by * aa - ay * ab) / determinant)
    }
    return aa > 0 ? (ay / aa, 0) : (0, 0)
  }
}
