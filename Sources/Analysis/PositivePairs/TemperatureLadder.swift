import LinearAlgebra

/// Temperatures in the order one sweep computes them: falling, so that the terms of one may be powers
/// of those of the one before.
///
/// exp((c-1)/0.1) is the tenth power of exp(c-1), and exp((c-1)/0.05) the square of that: one
/// exponential serves the three standard temperatures. Powers multiply the relative error of an
/// exponential (2.4e-10), so they are for tiles in Float, whose own rounding is larger.
struct TemperatureLadder: Sendable, Hashable {
  /// Temperatures, falling, each once.
  let temperatures: [Double]
  /// 2 or 10 where a rate is that many times the one before, else 0.
  let powers: [Int32]
  /// 1 / τ.
  var rates: [Double] { temperatures.map { 1 / $0 } }
  /// Number of temperatures.
  var count: Int { temperatures.count }

  init(_ temperatures: [Double], single: Bool) {
    let falling = Set(temperatures).sorted(by: >)
    self.temperatures = falling
    powers = falling.indices.map { index in
      guard single, index > 0 else { return 0 }
      let ratio = falling[index - 1] / falling[index]
      let known = ContrastiveKernels.knownPowers.first {
        (ratio - Double($0)).magnitude <= 4 * ratio.ulp
      }
      return Int32(known ?? 0)
    }
  }

  /// The place of a temperature in the ladder.
  func index(of temperature: Double) -> Int {
    guard let index = temperatures.firstIndex(of: temperature) else {
      preconditionFailure("the sweep had no temperature \(temperature)")
    }
    return index
  }
}
