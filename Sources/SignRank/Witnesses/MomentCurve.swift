import RealModule

/// Points on the trigonometric moment curve, and the curve's functions with given sign changes.
///
/// A row with at most s sign changes along the columns is a product of factors sin((t - τ) / 2), a root τ
/// at each change; products of s factors span s + 1 dimensions: 1, cos t, sin t, ..., cos (s/2) t,
/// sin (s/2) t for even s, and the frequencies 1/2, 3/2, ..., s/2 for odd s. All points of the curve have
/// one length.
struct MomentCurve {
  /// s: sign changes that a function may have.
  let changes: Int
  /// Number of points.
  let count: Int
  /// Samples of the trapezoidal rule, and what they need of sines.
  private let rule: TrapezoidalRule

  init(changes: Int, count: Int) {
    self.changes = changes
    self.count = count
    rule = TrapezoidalRule(samples: changes + 1)
  }

  /// Frequencies of the pairs of coordinates; an even s has the constant before them.
  private var frequencies: [Double] {
    changes.isMultiple(of: 2)
      ? (0..<changes / 2).map { Double($0 + 1) } : (0...changes / 2).map { Double($0) + 0.5 }
  }

  /// The angle of a place along the order; half a step of the circle is left before and after all.
  func angle(_ place: Double) -> Double {
    // around 0, so that cos(t/2) is positive on the whole of it
    2 * .pi * ((place + 0.5) / Double(max(1, count)) - 0.5)
  }

  /// The point of a place.
  func point(_ place: Int) -> [Double] {
    let t = angle(Double(place))
    let constant: [Double] = changes.isMultiple(of: 2) ? [1] : []
    return constant + frequencies.flatMap { [Double.cos($0 * t), Double.sin($0 * t)] }
  }

  /// Coefficients of a function with roots between places: root p - 1/2 lies between p - 1 and p.
  ///
  /// Its number of roots is at most s. Where it is of the other parity, one more lies outside all
  /// places.
  func coefficients(roots places: [Double]) -> [Double] {
    var roots = places.map(angle)
    if (changes - roots.count) % 2 != 0 { roots.append(.pi) }
    return rule.coefficients(of: rule.products(roots: roots), changes: changes)
  }

  /// Coefficients of the function that is 0 at some places and positive at all others.
  ///
  /// - Precondition: s is even and at least twice the number of places.
  func coefficients(doubleRoots places: [Int]) -> [Double] {
    let products = rule.products(roots: places.map { angle(Double($0)) })
    return rule.coefficients(of: products.map { $0 * $0 }, changes: changes)
  }

  /// The value at a place of the function with these coefficients.
  func value(_ coefficients: [Double], at place: Int) -> Double {
    zip(coefficients, point(place)).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// The trapezoidal rule on a circle, which is exact for trigonometric polynomials of fewer frequencies than it
/// has samples.
///
/// Sines of sums of sample and root come from those of each, and sines of frequency times sample from one table
/// of a whole turn: a thousand queries of hundreds of roots would otherwise be half a billion calls.
private struct TrapezoidalRule {
  /// Number of samples S; sample i is at 2π ((i + 1/2) / S - 1/2), half a turn to both sides, so that
  /// functions of odd s need no jump.
  private let samples: Int
  private let halfSines: [Double]
  private let halfCosines: [Double]
  /// cos(2π k / 4S).
  private let turn: [Double]

  init(samples: Int) {
    self.samples = samples
    let halves = (0..<samples).map { .pi * ((Double($0) + 0.5) / Double(samples) - 0.5) }
    halfSines = halves.map(Double.sin)
    halfCosines = halves.map(Double.cos)
    turn = (0..<4 * samples).map { .cos(2 * .pi * Double($0) / Double(4 * samples)) }
  }

  /// The product over the roots τ of sin((t - τ) / 2) at every sample t.
  func products(roots: [Double]) -> [Double] {
    var products = [Double](repeating: 1, count: samples)
    for root in roots {
      let (sine, cosine) = (Double.sin(root / 2), Double.cos(root / 2))
      for sample in 0..<samples {
        products[sample] *= halfSines[sample] * cosine - halfCosines[sample] * sine
      }
    }
    return products
  }

  /// The constant, where s is even, and the pairs of coefficients of a function of the span.
  ///
  /// - Complexity: O(s²).
  func coefficients(of values: [Double], changes: Int) -> [Double] {
    // frequency m / 2 at sample i is the angle 2π m (2i + 1 - S) / 4S; m has the parity of s
    let first = changes.isMultiple(of: 2) ? 2 : 1
    let (whole, quarter) = (4 * samples, samples)
    var result = [Double](repeating: 0, count: changes + 1)
    let start = changes.isMultiple(of: 2) ? 1 : 0
    if start == 1 { result[0] = values.reduce(0, +) / Double(samples) }
    for (sample, value) in values.enumerated() {
      let weight = 2 * value / Double(samples)
      let step = Self.remainder(2 * sample + 1 - samples, whole)
      var angle = Self.remainder(first * step, whole)
      let stride = Self.remainder(2 * step, whole)
      var place = start
      while place < result.count {
        result[place] += weight * turn[angle]
        // sin x = cos(x - a quarter of a turn)
        result[place + 1] +=
          weight * turn[angle < quarter ? angle - quarter + whole : angle - quarter]
        angle += stride
        if angle >= whole { angle -= whole }
        place += 2
      }
    }
    return result
  }

  private static func remainder(_ number: Int, _ divisor: Int) -> Int {
    let remainder = number % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
