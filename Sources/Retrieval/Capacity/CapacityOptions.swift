/// What a capacity analysis asks, and how far it goes.
public struct CapacityOptions: Sendable {
  /// How documents and queries are compared.
  public var similarity = DenseRepresentation.Similarity.dot
  /// The grade from which a document is relevant.
  public var relevanceLevel = 1
  /// λ of the oracle in units of the mean eigenvalue of the documents.
  public var ridge = 1e-4
  /// Dimensions that the oracle is held to; nil for 16, 32, 64, … below all.
  public var dimensions: [Int]?
  /// Sizes of random relevant sets of the label-free curve.
  public var randomSizes = [2, 10, 50]
  /// Random relevant sets of each size.
  public var randomSets = 400
  /// Most queries of the curves over dimensions; more are sampled.
  public var curveQueries = 1000
  /// Most documents among which random sets are looked for; more are sampled.
  public var curveDocuments = 16_384
  /// Whether the label-free curve is drawn.
  public var drawsRandomSets = true
  /// Resamples of the intervals.
  public var resamples = 10_000
  /// Seed of all samples.
  public var seed: UInt64 = 0
  /// How many tasks work at once; speed only.
  public var jobs = 1

  /// The standard analysis.
  public init() {}

  /// The dimensions of the curve below all of them, descending.
  func curveDimensions(of all: Int) -> [Int] {
    let asked = dimensions ?? (4...12).map { 1 << $0 }
    return Set(asked.filter { $0 > 0 && $0 < all }).sorted(by: >)
  }
}
