/// What is computed from positive pairs, and how much it may spend.
public struct PairOptions: Hashable, Sendable {
  /// Temperatures of InfoNCE that every report has.
  public static let standardTemperatures = [0.05, 0.1, 1]
  /// Temperatures below it make exp(-2/τ) smaller than any Double.
  public static let leastTemperature = 0.003
  /// Temperatures that can be added to the standard ones.
  public static let mostExtraTemperatures = 5

  /// Families that are computed; those that need no pairs are not looked at.
  public var families = MetricFamily.ofPairs
  /// Temperatures of InfoNCE.
  public var temperatures = standardTemperatures
  /// Tasks at work at a time: changes speed and memory, never the result.
  public var jobs = 1
  /// Seed of every sample, permutation and resampling.
  public var seed: UInt64 = 0
  /// Most multiply-adds of the permutation null, and of uniformity before it is sampled.
  public var pairBudget = 4e11
  /// Random pairings that the ratios are held against.
  public var permutations = 19
  /// The group of each row of the first set, for LiDAR; nil where there are none.
  public var groups: [Int]?
  /// The lines that judgements draw.
  public var thresholds = Thresholds()

  /// The standard choices.
  public init() {}
}
