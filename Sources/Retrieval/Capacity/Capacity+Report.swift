import EmbeddingSets
public import Findings
import LinearAlgebra

extension Capacity {
  /// The report of the analysis.
  ///
  /// - Parameters:
  ///   - version: of the program, for the provenance.
  ///   - arguments: that bear on the result.
  ///   - judged: what sign-rank says of the judgments: lines of the table, metrics and tables.
  ///   - stamp: date and host where they are wanted.
  public func report(
    version: String, arguments: [String], judged: JudgmentBounds = JudgmentBounds(),
    stamp: String? = nil
  ) -> Report {
    let words = CapacityWords(capacity: self)
    let shape = dense.documents.shape
    return Report(
      command: "capacity",
      subject: Subject(
        name: dense.documents.name, rows: shape.rowCount, dimensions: shape.columnCount,
        storedAs: shape.storedAs.description, digest: nil),
      verdict: words.verdict, highlights: words.highlights + judged.highlights,
      metrics: CapacityMetrics.all.map { $0.metric(prefix: "capacity", of: self) }
        + judged.metrics, series: [verdictTable, curveTable, spectrumTable],
      findings: words.findings.sorted { $0.severity > $1.severity },
      provenance: Provenance(
        version: version, arguments: arguments, seed: options.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: words.notes + judged.notes, stamp: stamp))
  }

  private var verdictTable: Series {
    func cell(_ value: Double?) -> Cell { value.map(Cell.number) ?? .empty }
    return Series(
      id: "capacity.verdict",
      columns: ["verdict", "achieved_recall", "oracle_recall", "documents_effective_rank"],
      rows: [
        [
          .text(verdict.rawValue), cell(achieved.meanRecall), cell(oracle?.meanRecall),
          cell(documentSpectrum.effectiveRank),
        ]
      ])
  }

  private var curveTable: Series {
    Series(
      id: "capacity.curve",
      columns: ["probe", "relevant", "basis", "dimensions", "recall", "queries"],
      rows: curve.map { point in
        [
          .text(point.probe.rawValue), point.relevant.map(Cell.integer) ?? .empty,
          .text(point.basis.rawValue), .integer(point.dimensions), .number(point.recall),
          .integer(point.queries),
        ]
      })
  }

  private var spectrumTable: Series {
    let columns = [documentSpectrum, querySpectrum, scoreSpectrum].map(\.values)
    let length = columns.map(\.count).max() ?? 0
    return Series(
      id: "capacity.singular-values", columns: ["index", "documents", "queries", "scores"],
      rows: (0..<length).map { index in
        [.integer(index + 1)]
          + columns.map { index < $0.count ? Cell.number($0[index]) : .empty }
      })
  }
}

/// What another part of the program knows of the same judgments: bounds on their sign-rank.
public struct JudgmentBounds: Sendable {
  /// Lines of the table.
  public var highlights: [Highlight] = []
  /// Metrics, after those of capacity.
  public var metrics: [Metric] = []
  /// How they were made.
  public var notes: [String] = []

  /// Nothing known.
  public init() {}
}
