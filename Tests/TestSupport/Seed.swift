/// A seeded generator (SplitMix64), so that a failing case can be run again from its printed seed.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct Seed: RandomNumberGenerator, Sendable, CustomStringConvertible {
  private let origin: UInt64
  private var state: UInt64

  /// A generator from a seed.
  public init(_ seed: UInt64) {
    origin = seed
    state = seed
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of (0, 1).
  public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// The seed it started from.
  public var description: String { "seed \(origin)" }

  /// As many generators as asked for, with seeds 1, 2, 3 and so on.
  public static func samples(_ count: Int) -> [Seed] { (1...count).map { Seed(UInt64($0)) } }
}
