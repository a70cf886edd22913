public import EmbeddingSets
public import Findings

/// What an audit of one representation may use.
public struct AuditOptions: Sendable {
  /// What should be found; without it, quality is overlap with the uncut export only.
  public var relevant: RelevantDocuments?
  /// Identifiers of the documents, for the order of ties.
  public var identifiers: IdentifierTable
  /// Most queries whose scores are looked at one by one; more are sampled.
  public var queryLimit = 1024
  /// Most queries that variants of the export are tried with; more are sampled.
  public var variantQueries = 256
  /// Resamples of the intervals of means over queries and documents.
  public var resamples = 2000
  /// Seed of all samples.
  public var seed: UInt64 = 0
  /// How many tasks work at once; speed only.
  public var jobs = 1

  /// The standard audit over documents with these identifiers.
  public init(identifiers: IdentifierTable) { self.identifiers = identifiers }

  /// The 95 % interval of a mean over queries or documents.
  func interval(_ values: [Double]) async throws -> Interval? {
    try await MeanInterval.of(values, resamples: resamples, seed: seed, jobs: jobs)
  }

  /// Some of the queries, ascending: all, or a seeded sample of at most `limit`.
  func queries(of count: Int, limit: Int) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    var generator = SplitMix64(seed: seed)
    return SeededSample.draw(limit, from: count, &generator)
  }
}

/// What an audit of one representation found, for a report.
public struct Audit: Sendable {
  /// Numbers, in catalogue order.
  public var metrics: [Metric] = []
  /// Tables.
  public var series: [Series] = []
  /// Judgements.
  public var findings: [Finding] = []
  /// How the numbers were made.
  public var notes: [String] = []
  /// Lines of the table that people read first.
  public var highlights: [Highlight] = []

  /// Nothing found.
  public init() {}

  /// Puts another audit behind this one.
  public mutating func append(_ other: Audit) {
    metrics += other.metrics
    series += other.series
    findings += other.findings
    notes += other.notes
    highlights += other.highlights
  }
}
