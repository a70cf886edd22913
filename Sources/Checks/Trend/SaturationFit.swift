import Findings
import Glibc

/// The level that a saturating curve s(t) = S - A exp(-t / T) approaches, with a profile interval.
///
/// For every T, S and A follow by linear least squares; T is searched on a logarithmic scale. A straight line is the
/// limit T -> infinity, in which S runs away to infinity: where a line fits as well as the data allow
/// (within the 95 % limit of the profile), S cannot be known, and the fit is refused.
///
/// - Source: profile likelihood as in Bates and Watts, "Nonlinear Regression Analysis", 1988, 6.1.
struct SaturationFit: Sendable {
  /// The level S.
  let level: Double
  /// The profile interval of S at 95 %.
  let interval: Interval
  /// Half-life of the distance to the level, T ln 2, in the unit of the abscissa.
  let halfLife: Double

  /// Why there is no fit.
  struct Refusal: Error, Sendable {
    let reason: String
  }

  /// Fewest points: three are used up by the parameters.
  static let fewestPoints = 6

  /// The fit of points in order of x.
  static func fit(_ x: [Double], _ y: [Double]) -> Result<SaturationFit, Refusal> {
    guard x.count >= fewestPoints, let first = x.first, let last = x.last, last > first else {
      return .failure(
        Refusal(reason: "needs \(fewestPoints) steps of the frontier, there are \(x.count)"))
    }
    guard let line = Breakpoint.line(x, y) else {
      return .failure(Refusal(reason: "all steps are of one day"))
    }
    let span = last - first
    let t = x.map { ($0 - first) / span }
    /// What the best curve of a time constant, given by its logarithm, leaves.
    func free(_ logTime: Double) -> (rss: Double, level: Double, fall: Double)? {
      let curve = t.map { exp(-$0 / exp(logTime)) }
      guard let fit = Breakpoint.line(curve, y), fit.slope < 0 else { return nil }
      let n = Double(x.count)
      return (
        fit.residuals.reduce(0) { $0 + $1 * $1 },
        y.reduce(0, +) / n - fit.slope * curve.reduce(0, +) / n, -fit.slope
      )
    }
    let time = minimum { free($0)?.rss ?? .infinity }
    guard let best = free(time) else {
      return .failure(Refusal(reason: "the frontier does not bend downwards"))
    }
    let freedom = x.count - 3
    let quantile = StudentQuantile.upper95(freedom)
    let scale = y.reduce(0) { max($0, $1.magnitude) } * 0x1p-40
    let limit =
      best.rss * (1 + quantile * quantile / Double(freedom)) + Double(x.count) * scale * scale
    let lineRSS = line.residuals.reduce(0) { $0 + $1 * $1 }
    guard lineRSS > limit else {
      return .failure(
        Refusal(reason: "not identifiable: a straight line fits as well, so no level is in sight"))
    }
    /// What the best curve towards a given level leaves.
    func rss(at level: Double) -> Double {
      let below = y.map { level - $0 }
      return Self.value { logTime in
        let rate = exp(-logTime)
        var ss = 0.0
        var sy = 0.0
        var total = 0.0
        for i in t.indices {
          let curve = exp(-t[i] * rate)
          ss += curve * curve
          sy += curve * below[i]
          total += below[i] * below[i]
        }
        return total - sy * sy / ss
      }
    }
    let reach = max(best.fall, (y.max() ?? 0) - (y.min() ?? 0))
    guard let high = end(from: best.level, step: reach / 64, limit: limit, rss),
      let low = end(from: best.level, step: -reach / 64, limit: limit, rss)
    else {
      return .failure(
        Refusal(reason: "not identifiable: the interval of the level has no end"))
    }
    return .success(
      SaturationFit(
        level: best.level, interval: Interval(low: low, high: high),
        halfLife: exp(time) * span * log(Double(2))))
  }

  /// Where a function of the logarithm of the time constant is least: the best of a coarse grid from
  /// a hundredth of the span, where the curve is a step, to a hundred spans, where it is a line; then
  /// golden sections about it.
  private static func minimum(_ function: (Double) -> Double) -> Double {
    let start: Double = log(Double(0.01))
    let width: Double = log(Double(10_000)) / 48
    var best = (value: Double.infinity, index: 0)
    for index in 0...48 {
      let value = function(start + width * Double(index))
      if value < best.value { best = (value, index) }
    }
    var low = start + width * Double(best.index - 1)
    var high = start + width * Double(best.index + 1)
    let ratio = (5.0.squareRoot() - 1) / 2
    var left = high - ratio * (high - low)
    var right = low + ratio * (high - low)
    var leftValue = function(left)
    var rightValue = function(right)
    for _ in 0..<32 {
      if leftValue <= rightValue {
        high = right
        right = left
        rightValue = leftValue
        left = high - ratio * (high - low)
        leftValue = function(left)
      } else {
        low = left
        left = right
        leftValue = rightValue
        right = low + ratio * (high - low)
        rightValue = function(right)
      }
    }
    return (low + high) / 2
  }

  /// The least value of a function of the logarithm of the time constant.
  private static func value(_ function: (Double) -> Double) -> Double {
    function(minimum(function))
  }

  /// Where the profile crosses its limit: doubling steps, then halving.
  private static func end(
    from level: Double, step: Double, limit: Double, _ rss: (Double) -> Double
  ) -> Double? {
    var inside = level
    var outside = level + step
    var width = step
    for _ in 0..<20 where rss(outside) <= limit {
      inside = outside
      width *= 2
      outside += width
    }
    guard rss(outside) > limit else { return nil }
    for _ in 0..<20 {
      let middle = (inside + outside) / 2
      if rss(middle) <= limit { inside = middle } else { outside = middle }
    }
    return (inside + outside) / 2
  }
}

/// Quantiles of Student's t.
enum StudentQuantile {
  /// The 97.5 % quantile.
  ///
  /// - Source: the expansion of Cornish and Fisher to the fourth order (Abramowitz and Stegun,
  ///   26.7.5), within 0.3 % from three degrees of freedom on; exact for one and two.
  static func upper95(_ freedom: Int) -> Double {
    if freedom <= 1 { return 12.706204736 }
    if freedom == 2 { return 4.302652730 }
    let z = 1.959963984540054
    let v = Double(freedom)
    let z3 = z * z * z
    let z5 = z3 * z * z
    let z7 = z5 * z * z
    let z9 = z7 * z * z
    let first = (z3 + z) / 4
    let second = (5 * z5 + 16 * z3 + 3 * z) / 96
    let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
    let fourth = (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / 92160
    return z + first / v + second / (v * v) + third / (v * v * v) + fourth / (v * v * v * v)
  }
}
