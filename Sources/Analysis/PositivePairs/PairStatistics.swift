import EmbeddingSets
import Findings

/// Finished statistics of positive pairs: what pair analyzers turn into metrics.
struct PairStatistics: Sendable {
  /// Rows and columns of both sets.
  let firstShape: EmbeddingShape
  let secondShape: EmbeddingShape
  /// Pairs given, and pairs left out because a row of theirs has no direction.
  let pairCount: Int
  let leftOutCount: Int
  /// Rows of each set that are in a pair, and rows that can be candidates.
  let roster: PairRoster
  /// How near the positives are; nil without a pair.
  let alignment: Alignment?
  /// Uniformity of all rows of each set.
  let uniformity: (first: SetStatistics.Uniformity, second: SetStatistics.Uniformity)
  /// InfoNCE, or why there is none.
  let contrastive: Outcome<Contrastive>
  /// The augmentation eigenproblem, or why it has no solution.
  let augmentation: Outcome<AugmentationSpectrum.Result>
  /// LiDAR, or why there is none.
  let groupedViews: Outcome<GroupedViews.Result>

  /// A part of the statistics, or why it is not there.
  enum Outcome<Value: Sendable>: Sendable {
    case result(Value)
    case undefined(reason: String)
    case skipped(reason: String)
  }

  /// How near the positives are.
  struct Alignment: Sendable {
    /// u · v of each pair, ascending.
    let sortedCosines: [Double]
    /// Distributions of u · v over positives, and over seeded pairs that are none.
    let cosines: CosineHistogram
    let randomCosines: CosineHistogram
    /// mean |u - v| and mean |u - v|².
    let meanDistance: Double
    let meanSquaredDistance: Double
    let meanCosine: Double
    /// Mean |u - v|² over queries and candidates that are not positives; nil where there are none.
    let randomSquaredDistance: Double?
    /// 95 % intervals, in the order above.
    let distanceInterval: Interval?
    let squaredDistanceInterval: Interval?
    let cosineInterval: Interval?
  }

  /// InfoNCE with its intervals.
  struct Contrastive: Sendable {
    /// By temperature, in the order asked for.
    let results: [InfoNCEResult]
    /// 95 % intervals of the three losses, by temperature.
    let intervals: [(forward: Interval?, reverse: Interval?, symmetric: Interval?)]
    /// The curve over N.
    let curve: [ContrastiveCurve.Point]
    /// Whether the second set has rows in no pair, which are candidates all the same.
    let hasOtherCandidates: Bool
  }

  var columnCount: Int { firstShape.columnCount }
}
