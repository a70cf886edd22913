public import EmbeddingSets
public import Findings
import LinearAlgebra

/// What limits retrieval over one export: its queries, its dimension, or collapse.
///
/// Recall with the queries of the export is held against recall with the best linear queries for the
/// same documents (``OracleQueries``), over all dimensions and over fewer, and against the effective
/// ranks of documents, queries and scores.
public struct Capacity: Sendable {
  /// What was asked.
  public let options: CapacityOptions
  /// Documents and queries of the export.
  public let dense: DenseRepresentation
  /// What should be found.
  public let relevant: RelevantDocuments
  /// With the queries of the export.
  public let achieved: ProbedRankings
  /// Cosine margins of the queries of the export.
  public let margins: ProbedRankings
  /// With oracle queries over all dimensions; nil where all documents are equal.
  public let oracle: ProbedRankings?
  /// For each query the best recall that any linear query found: its own, the oracle's, or where both
  /// fell short one of logistic regression; nil where all documents are equal.
  public let bestRecalls: [Double]?
  /// Queries that logistic regression was not tried for, because it would take too long.
  public let untriedQueries: Int
  /// λ of the oracle.
  public let regularisation: Double?
  /// Oracle recall over dimensions, for judgments and for random sets.
  public let curve: [CapacityPoint]
  /// Most recall that equal documents leave possible.
  public let duplicateCeiling: Double
  /// Centred documents.
  public let documentSpectrum: SingularSpectrum
  /// Centred queries.
  public let querySpectrum: SingularSpectrum
  /// Scores of all queries and documents, double-centred.
  public let scoreSpectrum: SingularSpectrum
  /// Queries of the curve, where they are a sample.
  public let sampledQueries: Int?
  /// Documents of the label-free curve, where they are a sample.
  public let sampledDocuments: Int?
  /// What limits retrieval.
  public let verdict: CapacityVerdict
  /// 95 % intervals of the means over queries.
  public let intervals: Intervals

  /// 95 % intervals over queries; nil with fewer than two of them, or where the mean does not exist.
  public struct Intervals: Sendable, Hashable {
    /// Of the recall with the export's queries.
    public var achieved: Interval?
    /// Of the recall of the oracle.
    public var oracle: Interval?
    /// Of the best recall found.
    public var best: Interval?
    /// Of the share of queries with a positive margin.
    public var positive: Interval?
    /// Of the median margin.
    public var medianMargin: Interval?
    /// Of the share of queries that the oracle answers without a mistake.
    public var oraclePositive: Interval?
  }

  /// Analyses an export.
  ///
  /// - Parameters:
  ///   - documents: document vectors.
  ///   - queries: query vectors.
  ///   - relevant: rows that should be found; at least one query.
  ///   - identifiers: of the documents, for the order of ties.
  ///   - options: cutoffs, dimensions of the curves, budgets, seed.
  /// - Throws: ``RepresentationError`` where the export cannot be scored, `LinearAlgebraError` where
  ///   the numerics fail.
  /// - Complexity: O(n d² + d³ + m n d) for n documents, m queries, and as many products again for each
  ///   point of the curves.
  public init(
    documents: any EmbeddingSource, queries: any EmbeddingSource, relevant: RelevantDocuments,
    identifiers: IdentifierTable, options: CapacityOptions
  ) async throws {
    guard relevant.count > 0 else {
      throw RepresentationError(
        "no judged query of \(queries.name) has a relevant document in \(documents.name)",
        remedy: "Check that identifiers of judgments and exports are the same, and --threshold.")
    }
    try await self.init(
      DenseRepresentation(
        name: documents.name, documents: documents, queries: queries,
        similarity: options.similarity),
      relevant: relevant, identifiers: identifiers, options: options)
  }

  /// Analyses single vectors whose norms are known, compared as the options say.
  ///
  /// - Precondition: some query has a relevant document.
  init(
    _ dense: DenseRepresentation, relevant: RelevantDocuments, identifiers: IdentifierTable,
    options: CapacityOptions
  ) async throws {
    precondition(relevant.count > 0, "some query has a relevant document")
    let (documents, queries) = (dense.documents, dense.queries)
    let asked = try dense.asked(by: try RowSelection(queries, rows: relevant.queries).inMemory())
    achieved = try await ProbedRankings(
      asked, relevant: relevant.documents, identifiers: identifiers, jobs: options.jobs)
    let isUnit = dense.documentNorms.isUnit && dense.queryNorms.isUnit
    margins =
      isUnit || options.similarity == .cosine
      ? achieved
      : try await ProbedRankings(
        asked.comparing(by: .cosine), relevant: relevant.documents, identifiers: identifiers,
        jobs: options.jobs)
    let moments = try await DocumentMoments(of: documents, jobs: options.jobs)
    documentSpectrum = try moments.spectrum()
    querySpectrum = try await DocumentMoments(of: queries, jobs: options.jobs).spectrum()
    scoreSpectrum = try ScoreSpectrum.ofDotProducts(queries: queries, documents: documents)
    duplicateCeiling = relevant.ceiling(copies: dense.copies)
    let probes = try await Probes(dense, moments, identifiers, relevant, options)
    oracle = probes.oracle
    var best = zip(achieved.recalls, probes.oracle?.recalls ?? []).map(max)
    untriedQueries = try await Self.improve(
      &best, dense, moments, relevant, identifiers, options)
    bestRecalls = probes.oracle == nil ? nil : best
    intervals = try await Self.intervals(
      achieved, margins, probes.oracle, probes.oracle == nil ? [] : best, options)
    regularisation = probes.regularisation
    curve = probes.curve
    sampledQueries = probes.sampledQueries
    sampledDocuments = probes.sampledDocuments
    verdict = CapacityVerdict(
      achieved: achieved.meanRecall ?? 0,
      possible: probes.oracle == nil ? nil : best.reduce(0, +) / Double(best.count),
      effectiveRank: documentSpectrum.effectiveRank,
      documentCount: dense.documentCount - dense.copies.count,
      dimensions: documents.shape.columnCount)
    self.dense = dense
    self.relevant = relevant
    self.options = options
  }

  private static func intervals(
    _ achieved: ProbedRankings, _ margins: ProbedRankings, _ oracle: ProbedRankings?,
    _ best: [Double], _ options: CapacityOptions
  ) async throws -> Intervals {
    func positive(_ rankings: ProbedRankings?) -> [Double] {
      (rankings?.margins ?? []).compactMap { $0 }.map { $0 > 0 ? 1 : 0 }
    }
    func interval(_ values: [Double]) async throws -> Interval? {
      try await MeanInterval.of(
        values, resamples: options.resamples, seed: options.seed, jobs: options.jobs)
    }
    return Intervals(
      achieved: try await interval(achieved.recalls),
      oracle: try await interval(oracle?.recalls ?? []), best: try await interval(best),
      positive: try await interval(positive(margins)),
      medianMargin: MeanInterval.ofMedian(margins.margins.compactMap { $0 }),
      oraclePositive: try await interval(positive(oracle)))
  }

  /// The mean of the best recalls.
  public var bestRecall: Double? { bestRecalls.map { $0.reduce(0, +) / Double($0.count) } }

  /// Tries logistic regression where a query is not answered fully.
  ///
  /// - Returns: how many queries were left untried.
  private static func improve(
    _ best: inout [Double], _ dense: DenseRepresentation, _ moments: DocumentMoments,
    _ relevant: RelevantDocuments, _ identifiers: IdentifierTable, _ options: CapacityOptions
  ) async throws -> Int {
    let open = best.indices.filter { best[$0] < 1 }
    guard !open.isEmpty else { return 0 }
    guard let solver = try LogisticQueries(dense.documents, moments) else { return open.count }
    let tried = Array(open.prefix(solver.affordableQueries))
    guard !tried.isEmpty else { return open.count }
    let part = relevant.taking(tried)
    let vectors = try await solver.vectors(part.documents, jobs: options.jobs)
    let rankings = try await ProbedRankings(
      dense.asked(by: InMemorySource(vectors.elements, columnCount: vectors.columnCount))
        .comparing(by: .dot), relevant: part.documents, identifiers: identifiers,
      jobs: options.jobs)
    for (query, recall) in zip(tried, rankings.recalls) { best[query] = max(best[query], recall) }
    return open.count - tried.count
  }
}

/// The oracle and its curves.
private struct Probes {
  var oracle: ProbedRankings?
  var regularisation: Double?
  var curve: [CapacityPoint] = []
  var sampledQueries: Int?
  var sampledDocuments: Int?

  init(
    _ dense: DenseRepresentation, _ moments: DocumentMoments, _ identifiers: IdentifierTable,
    _ relevant: RelevantDocuments, _ options: CapacityOptions
  ) async throws {
    // documents that are all equal have no spread for an oracle to use
    guard moments.gram.trace > 0 else { return }
    let probe = CapacityProbe(
      documents: dense, moments: moments, axes: try moments.gram.eigensystem(),
      identifiers: identifiers, options: options)
    let queries = try probe.oracle(relevant)
    regularisation = queries.regularisation
    let whole = try await probe.rankings(of: try queries.full(), relevant)
    oracle = whole
    curve.append(
      CapacityPoint(
        probe: .judged, relevant: nil, basis: .all, dimensions: moments.mean.count,
        recall: whole.meanRecall ?? 0, queries: relevant.count))
    var generator = SplitMix64(seed: options.seed)
    var curveQueries = relevant
    if relevant.count > options.curveQueries {
      sampledQueries = options.curveQueries
      curveQueries = relevant.taking(
        SeededSample.draw(options.curveQueries, from: relevant.count, &generator))
    }
    curve += try await probe.judgedCurve(curveQueries)
    guard options.drawsRandomSets else { return }
    guard moments.count > options.curveDocuments else {
      curve += try await probe.randomCurve()
      return
    }
    sampledDocuments = options.curveDocuments
    let rows = SeededSample.draw(options.curveDocuments, from: moments.count, &generator)
    let sample = try RowSelection(dense.documents, rows: rows).inMemory()
    let sampled = try await DocumentMoments(of: sample, jobs: options.jobs)
    let part = CapacityProbe(
      documents: try DenseRepresentation(
        name: dense.name, documents: sample, queries: sample, similarity: .dot),
      moments: sampled, axes: try sampled.gram.eigensystem(),
      identifiers: IdentifierTable(rows.map { identifiers[$0] }), options: options)
    curve += try await part.randomCurve()
  }
}
