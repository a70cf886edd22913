public import EmbeddingSets
public import Findings
import LinearAlgebra

/// Everything that can be said of positive pairs: whether they are near, whether the rest is spread
/// out, which directions are noise to them.
public struct PairDiagnosis: Sendable {
  private let first: any EmbeddingSource
  private let second: any EmbeddingSource
  private let pairs: PositivePairs
  private let options: PairOptions
  private let progress: @Sendable (DiagnosisProgress) -> Void

  /// A diagnosis of pairs between two sets, or within one.
  ///
  /// - Precondition: both sets have equal columns, and every row of the pairs is one of theirs; no pair
  ///   is there twice, and within one set none joins a row with itself. Groups, where there are any,
  ///   are as many as rows of the first set.
  public init(
    of first: any EmbeddingSource, and second: (any EmbeddingSource)? = nil,
    pairs: PositivePairs, options: PairOptions,
    progress: @escaping @Sendable (DiagnosisProgress) -> Void = { _ in }
  ) {
    let other = second ?? first
    precondition(
      first.shape.columnCount == other.shape.columnCount, "both sides of a pair have equal columns")
    precondition(
      pairs.first.allSatisfy { $0 < first.shape.rowCount }
        && pairs.second.allSatisfy { $0 < other.shape.rowCount }, "pairs are of rows that exist")
    precondition(
      options.groups.map { $0.count == first.shape.rowCount } ?? true, "one group a row")
    precondition(second != nil || pairs.areWithinOneSet, "pairs of one set are within one set")
    self.first = first
    self.second = other
    self.pairs = pairs
    self.options = options
    self.progress = progress
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - version: of the program, for the provenance.
  ///   - arguments: that bear on the result.
  ///   - notes: on how the pairs were read.
  ///   - stamp: date and host where they are wanted.
  /// - Returns: the report of the pairs alone, with the same bytes for every `jobs`.
  /// - Throws: input errors of the sources, and failures of the numerics.
  public func run(
    version: String, arguments: [String], notes: [String] = [], stamp: String? = nil
  ) async throws -> Report {
    BLASLibrary.useOneThread()
    let measured = try await measurement().run()
    let findings = PairFindings(
      measured.statistics, names: (first.name, second.name), options: options)
    return Report(
      command: "pairs",
      subject: Subject(
        name: findings.name, rows: first.shape.rowCount, dimensions: first.shape.columnCount,
        storedAs: first.shape.storedAs.description, digest: measured.digest),
      verdict: findings.verdict, highlights: findings.highlights, metrics: findings.metrics,
      series: findings.series, findings: findings.findings,
      provenance: Provenance(
        version: version, arguments: arguments, seed: options.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: notes + measured.notes, stamp: stamp))
  }

  /// The report of a set with what its pairs say added.
  public func added(to report: Report, notes: [String] = []) async throws -> Report {
    BLASLibrary.useOneThread()
    let measured = try await measurement().run()
    let pairs = PairFindings(
      measured.statistics, names: (first.name, second.name), options: options)
    let findings = report.findings + pairs.findings
    let sorted = Severity.allCases.reversed().flatMap { severity in
      findings.filter { $0.severity == severity }
    }
    let provenance = report.provenance
    return Report(
      command: report.command, subject: report.subject,
      verdict: report.verdict + " " + pairs.judgement,
      highlights: report.highlights + pairs.highlights, metrics: report.metrics + pairs.metrics,
      series: report.series + pairs.series, findings: sorted,
      provenance: Provenance(
        version: provenance.version, arguments: provenance.arguments, seed: provenance.seed,
        blas: provenance.blas, notes: provenance.notes + notes + measured.notes,
        stamp: provenance.stamp))
  }

  private func measurement() -> PairMeasurement {
    PairMeasurement(
      first: first, second: second, pairs: pairs, options: options, progress: progress)
  }
}
