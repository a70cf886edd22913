public import EmbeddingSets
public import Findings
import LinearAlgebra

/// What a transform does to a set, and what it may cost to find out.
public struct TransformOptions: Hashable, Sendable {
  /// Tasks at work at a time: changes speed and memory, never the result.
  public var jobs = 1
  /// Seed of every sample.
  public var seed: UInt64 = 0
  /// Most multiply-adds of one sweep over pairs.
  public var pairBudget = DiagnosisOptions().pairBudget
  /// Most multiply-adds of one search for neighbours.
  public var neighborsBudget = DiagnosisOptions().neighborsBudget

  /// The standard budgets.
  public init() {}
}

/// A set before and after a transform: spectrum, uniformity, hubs, and the neighbours that stay.
///
/// After are the rows as a reader of the written file gets them, codes read back with the ranges of the
/// fit. With queries, their neighbours among the rows are followed too: through the same fit, and left as
/// they were.
public struct TransformComparison: Sendable {
  let source: any EmbeddingSource
  let queries: (any EmbeddingSource)?
  let transform: FittedTransform
  /// Whether the transform was fitted to this set.
  let isFittedHere: Bool
  let options: TransformOptions
  private let progress: @Sendable (DiagnosisProgress) -> Void
  private let announce: @Sendable (String) -> Void

  /// Neighbours of each row that are followed.
  static let neighborCount = 10
  /// Transformed rows of up to this many bytes are kept in memory.
  private static let keptBytes = 64 << 20

  /// A comparison.
  ///
  /// - Precondition: the sets are as wide as the rows that the transform takes.
  public init(
    of source: any EmbeddingSource, by transform: FittedTransform,
    queries: (any EmbeddingSource)? = nil, isFittedHere: Bool, options: TransformOptions,
    progress: @escaping @Sendable (DiagnosisProgress) -> Void = { _ in },
    announce: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    precondition(
      source.shape.columnCount == transform.inputColumnCount
        && queries?.shape.columnCount ?? transform.inputColumnCount == transform.inputColumnCount,
      "rows are as wide as those of the fit")
    self.source = source
    self.queries = queries
    self.transform = transform
    self.isFittedHere = isFittedHere
    self.options = options
    self.progress = progress
    self.announce = announce
  }

  /// Runs it.
  ///
  /// - Returns: the report, with the same bytes for every `jobs`.
  /// - Throws: input errors of the sets, and failures of the numerics.
  public func run(version: String, arguments: [String], stamp: String? = nil) async throws -> Report
  {
    BLASLibrary.useOneThread()
    announceCost()
    let after = try TransformedSource(source, by: transform).keptInMemory(upTo: Self.keptBytes)
    let before = try await side(source)
    let changed = try await side(after)
    let overlap = try await overlap(before, changed, after)
    let result = TransformResult(
      transform: transform, isFittedHere: isFittedHere, shape: source.shape, name: source.name,
      before: before.statistics, after: changed.statistics, overlap: overlap,
      queryOverlaps: try await queryOverlaps(after))
    return Report(
      command: "transform",
      subject: Subject(
        name: source.name, rows: source.shape.rowCount, dimensions: source.shape.columnCount,
        storedAs: source.shape.storedAs.description, digest: nil),
      verdict: result.verdict, highlights: result.highlights, metrics: result.metrics, series: [],
      findings: result.findings,
      provenance: Provenance(
        version: version, arguments: arguments, seed: options.seed, blas: .current,
        notes: before.notes.map { "before, \($0)" } + changed.notes.map { "after, \($0)" },
        stamp: stamp))
  }

  /// Says how long the searches before, after and for the queries will take together.
  private func announceCost() {
    let widths = [transform.inputColumnCount, transform.outputColumnCount]
    let rows = source.shape.rowCount
    let own = widths.map {
      SearchCost.ofNeighbors(
        rowCount: rows, columnCount: $0, budget: options.neighborsBudget, withNoise: true)
    }.reduce(0, +)
    // of queries before, after, and after as they were
    let columns = widths[0] + 2 * widths[1]
    let others = Double(queries?.shape.rowCount ?? 0) * Double(rows) * 2 * Double(columns)
    SearchCost(
      multiplyAdds: own + others, columnCount: widths.max() ?? 1, jobs: options.jobs
    ).announce(
      "nearest neighbours before and after",
      remedy: "--neighbors-budget N makes the samples smaller", to: announce)
  }

  private struct Side {
    let statistics: SetStatistics
    let notes: [String]
  }

  private func side(_ set: any EmbeddingSource) async throws -> Side {
    var diagnosis = DiagnosisOptions()
    diagnosis.families = [.spectrum, .uniformity, .neighbors]
    diagnosis.views = [.centered]
    diagnosis.jobs = options.jobs
    diagnosis.seed = options.seed
    diagnosis.pairBudget = options.pairBudget
    diagnosis.neighborsBudget = options.neighborsBudget
    let (statistics, notes) = try await Diagnosis(
      of: set, options: diagnosis, progress: progress
    ).measure()
    return Side(statistics: statistics, notes: notes)
  }

  /// The share of the neighbours of each row that stays; nil for few rows.
  private func overlap(
    _ before: Side, _ changed: Side, _ after: any EmbeddingSource
  ) async throws -> HeadroomResult.Overlap? {
    let k = Self.neighborCount
    guard let truth = before.statistics.neighbors.value?.table.prefix(k), truth.count == k else {
      return nil
    }
    if transform.storage is PackedSigns {
      // ties are everywhere among bits: the mean over their orders
      let codes = try await SignCodes(after, scale: 1, jobs: options.jobs)
      let shares = try await codes.shares(of: truth, pools: [k], jobs: options.jobs)
      return HeadroomResult.Overlap(shares[0])
    }
    let found = changed.statistics.neighbors.value?.table.prefix(k)
    if let found, found.queries == truth.queries, found.count == k {
      return HeadroomResult.Overlap(truth.shares(keptBy: found))
    }
    let search = try await NearestNeighbors(in: after, metric: .cosine, jobs: options.jobs)
    return HeadroomResult.Overlap(
      truth.shares(keptBy: try await search.ofRows(truth.queries, k: k)))
  }

  /// The shares of the nearest rows of each query that stay with queries through the same fit, and, where
  /// the dimension is kept, the shares of those found then that queries find as they were.
  private func queryOverlaps(
    _ after: any EmbeddingSource
  ) async throws -> TransformResult.QueryOverlaps? {
    guard let queries else { return nil }
    let k = Self.neighborCount
    let base = try await NearestNeighbors(in: source, metric: .cosine, jobs: options.jobs)
    let truth = try await base.of(queries, k: k)
    guard truth.queryCount > 0, truth.count == k else { return nil }
    let search = try await NearestNeighbors(in: after, metric: .cosine, jobs: options.jobs)
    let fitted = try await search.of(TransformedSource(queries, by: transform), k: k)
    let plain =
      transform.outputColumnCount == transform.inputColumnCount
      ? fitted.shares(keptBy: try await search.of(queries, k: k)) : nil
    return TransformResult.QueryOverlaps(
      name: queries.name, count: truth.queryCount,
      fitted: HeadroomResult.Overlap(truth.shares(keptBy: fitted)),
      plain: plain.map { HeadroomResult.Overlap($0) })
  }
}
