public import EmbeddingSets
public import Findings
import LinearAlgebra

/// Exact nearest neighbours of a set within itself, or of the rows of another set in it, under one
/// metric: the lists, and who is in all of them.
///
/// Under another metric than cosine the neighbours by cosine are found too, to tell what the lengths of
/// rows do. Beyond the budget a seeded sample of queries is searched; what needs all lists is skipped then.
public struct NeighborSearch: Sendable {
  private let source: any EmbeddingSource
  private let queries: (any EmbeddingSource)?
  private let options: NeighborSearchOptions
  private let progress: @Sendable (DiagnosisProgress) -> Void
  private let announce: @Sendable (String) -> Void

  /// What a search comes to.
  public struct Result: Sendable {
    /// Who is in the lists, as metrics, tables and words.
    public let report: Report
    /// The lists under the metric that was asked for.
    public let lists: NeighborLists
  }

  /// A search in a set.
  ///
  /// - Parameters:
  ///   - source: the set that is searched.
  ///   - queries: the set whose rows are looked for; without it those of the set itself, each of which
  ///     is left out of its own list by number.
  ///   - options: metric, k and what it may cost.
  ///   - progress: is told how far it is.
  ///   - announce: is told beforehand, in a sentence, what is expected to take more than ten seconds.
  /// - Throws: ``NeighborSearchError`` if the two sets differ in width.
  /// - Precondition: k is at least 1.
  public init(
    in source: any EmbeddingSource, of queries: (any EmbeddingSource)? = nil,
    options: NeighborSearchOptions,
    progress: @escaping @Sendable (DiagnosisProgress) -> Void = { _ in },
    announce: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(NeighborSearchError) {
    precondition(options.neighborCount >= 1, "a list has a neighbour")
    if let queries, queries.shape.columnCount != source.shape.columnCount {
      throw NeighborSearchError(
        description: "\(queries.name): expected rows of "
          + "\(NumberText.grouped(source.shape.columnCount)) components, as in \(source.name), found "
          + "\(NumberText.grouped(queries.shape.columnCount)).\n"
          + "Embed queries and rows with one model, and cut both alike.")
    }
    self.source = source
    self.queries = queries
    self.options = options
    self.progress = progress
    self.announce = announce
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - version: of the program, for the provenance.
  ///   - arguments: that bear on the result.
  ///   - stamp: date and host where they are wanted.
  /// - Returns: the report, with the same bytes for every `jobs`, and the lists.
  /// - Throws: ``NeighborSearchError`` if there are too few rows for k neighbours; input errors of the
  ///   sets; failures of the numerics.
  public func run(
    version: String, arguments: [String], stamp: String? = nil
  ) async throws -> Result {
    BLASLibrary.useOneThread()
    let statistics = try await measure()
    let findings = NeighborSearchFindings(statistics, thresholds: options.thresholds)
    var notes: [String] = []
    if let sample = statistics.sample {
      notes.append(
        "neighbours: of a sample of \(NumberText.grouped(sample.count)) "
          + "\(queries == nil ? "rows" : "queries") among all, seed \(options.seed). "
          + "Raise --neighbors-budget for all.")
    }
    let report = Report(
      command: "neighbors",
      subject: Subject(
        name: statistics.name, rows: source.shape.rowCount, dimensions: source.shape.columnCount,
        storedAs: source.shape.storedAs.description, digest: statistics.tally.digestText),
      verdict: findings.verdict, highlights: findings.highlights, metrics: statistics.metrics,
      series: NeighborSearchSeries(statistics: statistics).all, findings: findings.findings,
      provenance: Provenance(
        version: version, arguments: arguments, seed: options.seed, blas: .current, notes: notes,
        stamp: stamp))
    return Result(
      report: report,
      lists: NeighborLists(
        table: statistics.found, queryRows: statistics.queryRows,
        queryNames: statistics.queryNames, names: statistics.names))
  }

  private func measure() async throws -> NeighborSearchStatistics {
    let pass = try await pass(source)
    let queryTally: RowTally? =
      if let queries { try await self.pass(queries).state.tally } else { nil }
    let lengths = try await RowLengths(
      source, scale: pass.state.configuration.scale,
      withProducts: queries == nil && options.metric == .innerProduct, jobs: options.jobs)
    try check(lengths, queryTally, options.metric)
    let comparesCosine =
      options.metric != .cosine && lengths.directed.count > options.neighborCount
    let plan = plan(pass, queryTally, searches: comparesCosine ? 2 : 1)
    SearchCost(
      multiplyAdds: plan.cost, columnCount: source.shape.columnCount, jobs: options.jobs
    ).announce(
      "nearest neighbours", remedy: "--neighbors-budget N samples the queries", to: announce)
    let found = try await search(pass, options.metric, plan.sample)
    let cosine = comparesCosine ? try await search(pass, .cosine, plan.sample) : nil
    let names = try (source as? any IdentifiedSource)?.identifiers()
    return NeighborSearchStatistics(
      names: names,
      queryNames: queries == nil ? names : try (queries as? any IdentifiedSource)?.identifiers(),
      sourceName: source.name, queriesName: queries?.name, tally: pass.state.tally,
      queryTally: queryTally, lengths: lengths, sample: plan.sample, found: found, cosine: cosine,
      neighborCount: options.neighborCount)
  }

  private func pass(_ set: any EmbeddingSource) async throws -> RowPassResult {
    let (progress, total) = (progress, set.shape.rowCount)
    return try await RowPassRunner(
      source: set, parts: [.columns], fingerprintBudget: 0, jobs: options.jobs
    ) { progress(DiagnosisProgress(task: "reading rows", done: $0, total: total)) }.run()
  }

  /// Refuses a k that there are no rows for: lists of fewer were not asked for.
  private func check(
    _ lengths: RowLengths, _ queryTally: RowTally?, _ metric: NeighborMetric
  ) throws {
    if let queries, let tally = queryTally,
      (metric == .cosine ? tally.directionCount : tally.finiteCount) == 0
    {
      throw NeighborSearchError(
        description: "\(queries.name): expected a query that is finite"
          + "\(metric == .cosine ? " and has a direction" : ""), found none among "
          + "\(Wording.count(tally.rowCount, "row")).\nCheck the set with embedscope diagnose.")
    }
    let usable = lengths.usable(metric).count
    let most = queries == nil ? usable - 1 : usable
    guard options.neighborCount > most else { return }
    let kind = metric == .cosine ? "rows with a direction" : "finite rows"
    let wanted = queries == nil ? options.neighborCount + 1 : options.neighborCount
    throw NeighborSearchError(
      description: "\(source.name): expected at least \(NumberText.grouped(wanted)) \(kind) for "
        + "\(Wording.count(options.neighborCount, "neighbour")) each, found "
        + "\(NumberText.grouped(usable)).\n"
        + (most >= 1
          ? "Ask for at most \(NumberText.grouped(most)) with -k."
          : "Check the set with embedscope diagnose."))
  }

  /// Which queries are searched, nil for all, and the multiply-adds of as many searches.
  private func plan(
    _ pass: RowPassResult, _ queryTally: RowTally?, searches: Int
  ) -> (sample: [Int]?, cost: Double) {
    let stage = NeighborStage(
      source: source, pass: pass, jobs: options.jobs, seed: options.seed,
      budget: options.neighborsBudget, listCount: options.neighborCount, progress: { _ in })
    let count = Double(searches)
    guard let queries, let queryTally else {
      return (
        stage.isExact
          ? nil
          : RowSample.numbers(stage.queryCount, of: source.shape.rowCount, seed: options.seed),
        count * stage.expectedCost(withNoise: false)
      )
    }
    // a product serves its query only, unlike those of rows among themselves
    let each = 2 * Double(source.shape.rowCount) * Double(max(64, source.shape.columnCount))
    let all = Double(queryTally.finiteCount)
    let affordable = min(Double(queries.shape.rowCount), options.neighborsBudget / each)
    let most = max(NeighborStage.fewestQueries, min(NeighborStage.mostQueries, Int(affordable)))
    guard all * each > options.neighborsBudget, queries.shape.rowCount > most else {
      return (nil, count * all * each)
    }
    return (
      RowSample.numbers(most, of: queries.shape.rowCount, seed: options.seed),
      count * Double(most) * each
    )
  }

  private func search(
    _ pass: RowPassResult, _ metric: NeighborMetric, _ sample: [Int]?
  ) async throws -> NeighborTable {
    let search = try await NearestNeighbors(
      in: source, pass: pass, metric: metric, jobs: options.jobs)
    let k = options.neighborCount
    guard let queries else {
      if let sample { return try await search.ofRows(sample, k: k) }
      let progress = progress
      return try await search.ofAllRows(k: k) {
        progress(
          DiagnosisProgress(
            task: "neighbours by \(metric.words)", done: $0,
            total: UnitPanels.tileCount(rowCount: source.shape.rowCount)))
      }
    }
    guard let sample else { return try await search.of(queries, k: k) }
    return try await search.of(SelectedRows(queries, rows: sample), k: k)
  }
}
