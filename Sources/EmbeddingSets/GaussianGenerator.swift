import RealModule

/// Standard Gaussian numbers by the polar form of Box and Muller over SplitMix64, the same on every
/// machine.
public struct GaussianGenerator: Sendable {
  private var bits: SplitMix64
  private var spare: Double?

  /// A generator from a seed.
  public init(seed: UInt64) { bits = SplitMix64(seed: seed) }

  /// The next number.
  public mutating func next() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    while true {
      let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      let factor = (-2 * Double.log(square) / square).squareRoot()
      spare = y * factor
      return x * factor
    }
  }

  /// A number uniform on (0, 1).
  public mutating func uniform() -> Double {
    (Double(bits.next() >> 11) + 0.5) * 0x1p-53
  }

  /// A whole number uniform on 0..<bound.
  ///
  /// - Precondition: `bound` is positive.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "a choice needs something to choose from")
    return Int(bits.next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
