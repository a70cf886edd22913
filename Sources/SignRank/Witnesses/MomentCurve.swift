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
    return coefficients { t in
      roots.reduce(1) { $0 * Double.sin((t - $1) / 2) }
    }
  }

  /// Coefficients of the function that is 0 at some places and positive at all others.
  ///
  /// - Precondition: s is even and at least twice the number of places.
  func coefficients(doubleRoots places: [Int]) -> [Double] {
    let roots = places.map { angle(Double($0)) }
    return coefficients { t in
      roots.reduce(1) { product, root in
        let half = Double.sin((t - root) / 2)
        return product * half * half
      }
    }
  }

  /// The value at a place of the function with these coefficients.
  func value(_ coefficients: [Double], at place: Int) -> Double {
    zip(coefficients, point(place)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The coefficients of a function of the span, by the trapezoidal rule, which is exact for it.
  private func coefficients(_ function: (Double) -> Double) -> [Double] {
    let samples = changes + 1
    var constant = 0.0
    var pairs = [Double](repeating: 0, count: 2 * frequencies.count)
    for sample in 0..<samples {
      // half a turn to both sides, so that functions of odd s need no jump
      let t = 2 * .pi * ((Double(sample) + 0.5) / Double(samples) - 0.5)
      let value = function(t)
      constant += value / Double(samples)
      for (index, frequency) in frequencies.enumerated() {
        pairs[2 * index] += 2 * value * Double.cos(frequency * t) / Double(samples)
        pairs[2 * index + 1] += 2 * value * Double.sin(frequency * t) / Double(samples)
      }
    }
    return (changes.isMultiple(of: 2) ? [constant] : []) + pairs
  }
}
