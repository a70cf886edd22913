/// What a comparison computes, and how much it may spend.
public struct ExportComparisonOptions: Hashable, Sendable {
  /// Families of diagnose whose metrics are compared; headroom and trials of transforms would cost more
  /// than all others.
  public var families: Set<MetricFamily> = [
    .data, .spectrum, .isotropy, .uniformity, .neighbors, .intrinsicDimension,
  ]
  /// Spectral views whose metrics are compared.
  public var views: Set<SpectralView> = [.raw, .centered]
  /// Whether the nearest neighbours of both sets are searched and compared.
  public var comparesNeighbors = true
  /// Whether both sets and two halves of the first are diagnosed, for the change of every metric.
  public var comparesMetrics = true
  /// Tasks at work at a time: changes speed and memory, never the result.
  public var jobs = 1
  /// Seed of every sample.
  public var seed: UInt64 = 0
  /// Most multiply-adds of one sweep over pairs of rows of a set; beyond it, rows are sampled.
  public var pairBudget = 4e11
  /// Rows listed as those that moved most.
  public var worstRows = 20

  /// The standard comparison.
  public init() {}
}
