public import EmbeddingSets
public import Findings
import LinearAlgebra

/// Whether two exports of the same rows have the same geometry.
///
/// Rows are matched by position or by identifiers. Two reads give the second moments of both sets and
/// between them; a search for neighbours in each, the share of neighbours that stayed; a diagnosis of
/// each and of two random halves of the first, the change of every metric with its noise. Sets of
/// different dimension can be compared.
public struct ExportComparison: Sendable {
  private let first: any EmbeddingSource
  private let second: any EmbeddingSource
  private let matching: RowMatching
  private let options: ExportComparisonOptions
  private let progress: @Sendable (DiagnosisProgress) -> Void
  private let announce: @Sendable (String) -> Void

  /// A comparison of matched rows.
  ///
  /// `announce` is told beforehand, in a sentence, what is expected to take more than ten seconds.
  ///
  /// - Precondition: the matching is of rows that exist.
  public init(
    of first: any EmbeddingSource, with second: any EmbeddingSource, matching: RowMatching,
    options: ExportComparisonOptions,
    progress: @escaping @Sendable (DiagnosisProgress) -> Void = { _ in },
    announce: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    precondition(
      matching.first.allSatisfy { $0 < first.shape.rowCount }
        && matching.second.allSatisfy { $0 < second.shape.rowCount }, "matched rows exist")
    self.first = first
    self.second = second
    self.matching = matching
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
  /// - Returns: the report, with the same bytes for every `jobs`.
  /// - Throws: input errors of the sources, and failures of the numerics.
  public func run(version: String, arguments: [String], stamp: String? = nil) async throws -> Report
  {
    BLASLibrary.useOneThread()
    SearchCost(
      multiplyAdds: expectedCost, columnCount: widths.max() ?? 1, jobs: options.jobs
    ).announce(
      "the comparison",
      remedy: "--pair-budget N makes the samples smaller", to: announce)
    let statistics = try await measure()
    let findings = ExportComparisonFindings(statistics)
    var notes: [String] = []
    if let agreement = statistics.agreement, agreement.isSampled {
      notes.append(
        "neighbours: \(NumberText.grouped(agreement.queries.count)) rows sampled with seed "
          + "\(options.seed) against all. Raise --pair-budget for all rows.")
    }
    return Report(
      command: "compare",
      subject: Subject(
        name: "\(first.name) and \(second.name)", rows: statistics.moments.count,
        dimensions: first.shape.columnCount, storedAs: first.shape.storedAs.description,
        digest: nil),
      verdict: findings.verdict, highlights: findings.highlights, metrics: statistics.metrics,
      series: ExportComparisonSeries(statistics: statistics, worstRows: options.worstRows).all,
      findings: findings.findings,
      provenance: Provenance(
        version: version, arguments: arguments, seed: options.seed, blas: .current, notes: notes,
        stamp: stamp))
  }

  private var widths: [Int] { [first.shape.columnCount, second.shape.columnCount] }

  /// Multiply-adds of all sweeps over pairs: the lists of both sets, and the diagnoses of both and of the
  /// halves of the first.
  private var expectedCost: Double {
    let count = matching.count
    let cost = { (rows: Int, columns: Int) in
      SearchCost.ofNeighbors(
        rowCount: rows, columnCount: columns, budget: options.pairBudget, withNoise: false)
    }
    let diagnosed = [
      (count, widths[0]), (count, widths[1]), (count / 2, widths[0]), (count / 2, widths[0]),
    ].reduce(0.0) { sum, set in
      // the dimension searches once more where norms vary
      let neighbors = SearchCost.ofNeighbors(
        rowCount: set.0, columnCount: set.1, budget: options.pairBudget, withNoise: true)
      return sum + (options.families.contains(.neighbors) ? neighbors : 0)
        + (options.families.contains(.intrinsicDimension) ? cost(set.0, set.1) : 0)
        // exponentials of distances cost about as much as half a search
        + (options.families.contains(.uniformity) ? cost(set.0, set.1) / 2 : 0)
    }
    return (options.comparesNeighbors ? cost(count, widths[0]) + cost(count, widths[1]) : 0)
      + (options.comparesMetrics ? diagnosed : 0)
  }

  private func measure() async throws -> ExportComparisonStatistics {
    let moments = try await CrossMoments(
      first: first, second: second, matching: matching, jobs: options.jobs
    ).run()
    let sets = (
      SelectedRows(first, rows: moments.kept.map { matching.first[$0] }),
      SelectedRows(second, rows: moments.kept.map { matching.second[$0] })
    )
    return ExportComparisonStatistics(
      names: (first.name, second.name), matching: matching, moments: moments,
      similarity: try LinearSimilarity(moments),
      agreement: options.comparesNeighbors ? try await agreement(moments) : nil,
      changes: options.comparesMetrics
        ? try await MetricChanges(sets, options: options, progress: progress) : nil,
      searchesNeighbors: options.comparesNeighbors,
      columnCounts: (first.shape.columnCount, second.shape.columnCount))
  }

  /// Neighbours among the rows that have a direction in both sets.
  private func agreement(_ moments: CrossMoments.Result) async throws -> NeighborAgreement? {
    let places = moments.kept.indices.filter { (moments.normRatios[$0] ?? 0) > 0 }
      .map { moments.kept[$0] }
    guard places.count >= 2 else { return nil }
    let report = progress
    return try await NeighborAgreement(
      (
        SelectedRows(first, rows: places.map { matching.first[$0] }),
        SelectedRows(second, rows: places.map { matching.second[$0] })
      ),
      places: places, budget: options.pairBudget, seed: options.seed, jobs: options.jobs
    ) { done in
      report(DiagnosisProgress(task: "neighbours", done: done, total: places.count))
    }
  }
}
