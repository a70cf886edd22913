import RealModule

/// ln of the mean Gaussian potential at one temperature, with its two errors kept apart.
struct UniformityResult: Sendable, Hashable {
  /// t.
  let temperature: Int
  /// ln mean_{i<j} exp(-t |uᵢ - uⱼ|²).
  let value: Double
  /// Half-width of the 95 % interval for the value of these rows; 0 where all pairs were taken.
  let samplingError: Double
  /// Half-width of the 95 % interval for the population the rows were drawn from; nil for few rows.
  let populationError: Double?
  /// Pairs that were taken.
  let pairCount: Double

  /// Half-width of a 95 % interval in standard errors.
  static let normalQuantile = 1.959963984540054

  /// The floor: the value of the uniform distribution on the sphere of dimension d - 1.
  ///
  ///     ln ₀F₁(; d/2; t²) - 2t
  ///
  /// summed as a series of positive terms.
  ///
  /// - Source: Wang and Isola, arXiv 2005.10242, and the von Mises-Fisher normaliser.
  static func floor(temperature: Int, columnCount: Int) -> Double {
    let t = Double(temperature)
    var term = 1.0
    var sum = 1.0
    var k = 0.0
    while term > sum * 0x1p-60 {
      term *= t * t / ((k + 1) * (Double(columnCount) / 2 + k))
      sum += term
      k += 1
    }
    return .log(sum) - 2 * t
  }
}
