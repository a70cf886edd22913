import Findings
import RealModule

/// Estimates of the intrinsic dimension from the distances of each row to its nearest other rows.
struct IntrinsicDimensionEstimates: Sendable {
  /// Neighbours that Levina and Bickel's estimate looks at.
  static let neighborCount = 20

  /// One set size of the decimation curve.
  struct Level: Sendable, Hashable {
    /// Rows of the set.
    let rowCount: Int
    /// Rows whose two nearest were looked at.
    let queryCount: Int
    /// Slope through the origin, and maximum likelihood.
    let linear: Double?, likelihood: Double?
  }

  /// Distinct rows that took part.
  let rowCount: Int
  /// Rows left out because they repeat another.
  let repeatedCount: Int
  /// Whether only a sample of the rows was looked at.
  let isSampled: Bool
  /// The two fits on the whole set.
  let twoNearest: TwoNearestNeighbors
  /// The local estimates; nil with too few rows.
  let local: LevinaBickel?
  /// The fits on the whole set and on ever smaller parts of it.
  let levels: [Level]
}

/// The ratio of the distances to the second and the first neighbour follows a Pareto law whose exponent
/// is the dimension.
///
/// - Source: Facco, d'Errico, Rodriguez and Laio, Scientific Reports 7 (2017), 12140.
struct TwoNearestNeighbors: Sendable {
  /// ln(r₂/r₁) of each row, in row order.
  let logRatios: [Double]
  /// Share of the largest ratios that the linear fit leaves out.
  private static let discarded = 0.1

  /// (n - 1) / Σ ln μ; nil for fewer than two rows or where all ratios are 1.
  var likelihood: Double? {
    let sum = logRatios.reduce(0, +)
    return logRatios.count > 1 && sum > 0 ? Double(logRatios.count - 1) / sum : nil
  }

  /// 95 % interval of the likelihood: ln μ is exponential, so the relative error is 1/√n.
  var likelihoodInterval: Interval? {
    guard let value = likelihood, logRatios.count >= BlockJackknife.fewestBlocks * 4 else {
      return nil
    }
    let half = UniformityResult.normalQuantile * value / Double(logRatios.count).squareRoot()
    return Interval(low: max(0, value - half), high: value + half)
  }

  /// Slope through the origin of -ln(1 - F) on ln μ, F = i/n, without the largest tenth.
  var linear: Double? { Self.slope(logRatios.sorted()) }

  /// 95 % interval of the slope by leaving out every twentieth row in turn.
  var linearInterval: Interval? {
    let blocks = BlockJackknife.mostBlocks
    guard let value = linear, logRatios.count >= 4 * blocks else { return nil }
    let order = logRatios.indices.sorted { logRatios[$0] < logRatios[$1] }
    let leftOut = (0..<blocks).map { block in
      Self.slope(order.filter { $0 % blocks != block }.map { logRatios[$0] })
    }
    return BlockJackknife.interval(
      about: value, leavingOut: leftOut, within: 0...Double.greatestFiniteMagnitude)
  }

  private static func slope(_ sorted: [Double]) -> Double? {
    let n = Double(sorted.count)
    let kept = Int(n * (1 - discarded))
    guard kept >= 2 else { return nil }
    var (xy, xx) = (0.0, 0.0)
    for index in 0..<kept {
      xy -= sorted[index] * Double.log(1 - Double(index + 1) / n)
      xx += sorted[index] * sorted[index]
    }
    return xx > 0 ? xy / xx : nil
  }
}

/// The maximum-likelihood estimate at each row, from the distances to its k nearest.
///
///     d(i) = (k - 1) / Σ_{j<k} ln(r_k / r_j)
///
/// - Source: Levina and Bickel, NIPS 2004; MacKay and Ghahramani 2005 for the harmonic mean.
struct LevinaBickel: Sendable {
  /// 1/d(i) of each row.
  let inverses: [Double]

  /// Harmonic mean of the local estimates.
  var harmonic: Double? {
    let mean = inverses.reduce(0, +) / Double(max(1, inverses.count))
    return mean > 0 ? 1 / mean : nil
  }

  /// Its 95 % interval over rows.
  var harmonicInterval: Interval? {
    guard let spread = Self.interval(inverses), spread.low > 0 else { return nil }
    return Interval(low: 1 / spread.high, high: 1 / spread.low)
  }

  /// Arithmetic mean of the local estimates; nil where one of them has no bound.
  var arithmetic: Double? {
    guard !inverses.isEmpty, inverses.allSatisfy({ $0 > 0 }) else { return nil }
    return inverses.reduce(0) { $0 + 1 / $1 } / Double(inverses.count)
  }

  /// Its 95 % interval over rows.
  var arithmeticInterval: Interval? {
    arithmetic == nil ? nil : Self.interval(inverses.map { 1 / $0 })
  }

  private static func interval(_ values: [Double]) -> Interval? {
    let n = Double(values.count)
    guard values.count >= BlockJackknife.fewestBlocks * 4 else { return nil }
    let mean = values.reduce(0, +) / n
    let scatter = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let half = UniformityResult.normalQuantile * (scatter / (n - 1) / n).squareRoot()
    return half.isFinite ? Interval(low: mean - half, high: mean + half) : nil
  }
}
