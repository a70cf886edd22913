/// What a comparison measures, and with how much randomness.
public struct ComparisonOptions: Sendable {
  /// What is averaged over.
  public var evaluation = EvaluationOptions()
  /// The measure that significance, verdict and ties are about.
  public var primary = CutMeasure.primary
  /// Bootstrap resamples.
  public var resamples = 10_000
  /// Sign patterns of the randomisation test.
  public var signPatterns = 100_000
  /// Draw whole groups, not queries.
  public var resamplesGroups = false
  /// Seed of everything random.
  public var seed: UInt64 = 0
  /// How many tasks work at once; speed only.
  public var jobs = 1

  /// The standard comparison.
  public init() {}
}

extension CutMeasure {
  /// nDCG@10, what most of the field reports.
  public static let primary = CutMeasure(DiscountedGain.self, 10)

  /// Its id as a parameter of another: `measure=ndcg,k=10`.
  var parameters: String {
    "measure=" + measure.name + (cutoff.map { ",k=\($0)" } ?? "")
  }
}
