/// What a diagnosis computes, and how much it may spend.
public struct DiagnosisOptions: Hashable, Sendable {
  /// Families that are computed.
  public var families = Set(MetricFamily.allCases)
  /// Spectral views that are computed.
  public var views = Set(SpectralView.allCases)
  /// Whether isotropy includes the partition function: with it the family costs the moments of the raw
  /// rows, their eigenvectors and n d² multiply-adds more.
  public var includesPartition = true
  /// Tasks at work at a time: changes speed and memory, never the result.
  public var jobs = 1
  /// Seed of every sample.
  public var seed: UInt64 = 0
  /// Most multiply-adds of one exact sweep beyond the row pass: n²d for uniformity, nd² for the
  /// partition function.
  public var pairBudget = 4e11
  /// Most multiply-adds of one nearest-neighbour search; beyond it queries are sampled.
  public var neighborsBudget = 1e12
  /// Most multiply-adds of all searches among reduced copies together; beyond it at most a thousand
  /// queries are sampled.
  public var headroomBudget = 8e10
  /// Most rows among which exact duplicates are looked for.
  public var duplicateBudget = 1 << 22
  /// The lines that judgements draw.
  public var thresholds = Thresholds()

  /// Everything, with the standard budgets.
  public init() {}
}

/// How far a diagnosis is.
public struct DiagnosisProgress: Hashable, Sendable {
  /// What is being done, in a word or two.
  public let task: String
  /// Units just done.
  public let done: Int
  /// Units in all.
  public let total: Int
}
