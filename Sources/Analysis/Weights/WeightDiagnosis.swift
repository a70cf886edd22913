public import EmbeddingSets
public import Findings
import LinearAlgebra

/// The spectra of the weight matrices of a model export, one line a matrix: low rank shows without data.
///
/// Each matrix is measured as it is, not centered: rank with the tolerance of its stored type, effective
/// rank, participation ratio and stable rank, held against the smaller side.
public struct WeightDiagnosis: Sendable {
  private let name: String
  private let matrices: [(name: String, source: any EmbeddingSource)]
  private let jobs: Int
  private let thresholds: Thresholds
  private let progress: @Sendable (DiagnosisProgress) -> Void

  /// A diagnosis of some matrices of one export.
  ///
  /// - Precondition: there is a matrix.
  public init(
    of matrices: [(name: String, source: any EmbeddingSource)], name: String, jobs: Int,
    thresholds: Thresholds,
    progress: @escaping @Sendable (DiagnosisProgress) -> Void = { _ in }
  ) {
    precondition(!matrices.isEmpty, "a table of weights needs a matrix")
    self.matrices = matrices
    self.name = name
    self.jobs = jobs
    self.thresholds = thresholds
    self.progress = progress
  }

  /// Measures one matrix after the other.
  ///
  /// - Throws: input errors of the sources, and failures of the numerics.
  /// - Complexity: of each m × n matrix O(m n min(m, n)).
  public func run(
    version: String, arguments: [String], seed: UInt64, notes: [String] = [], stamp: String? = nil
  ) async throws -> Report {
    BLASLibrary.useOneThread()
    var rows: [WeightMatrix] = []
    for (name, source) in matrices {
      try Task.checkCancellation()
      rows.append(try await Self.measure(name, source, jobs: jobs, thresholds: thresholds))
      progress(DiagnosisProgress(task: "matrices", done: 1, total: matrices.count))
    }
    let table = WeightTable(rows: rows, name: name)
    return Report(
      command: "diagnose",
      subject: Subject(
        name: name, rows: rows.reduce(0) { $0 + $1.shape.rowCount },
        dimensions: rows.map(\.shape.columnCount).max() ?? 0,
        storedAs: Set(rows.map(\.shape.storedAs.description)).sorted().joined(separator: ", "),
        digest: nil),
      verdict: table.verdict, highlights: table.highlights, metrics: table.metrics,
      series: [table.series], findings: table.findings,
      provenance: Provenance(
        version: version, arguments: arguments, seed: seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: notes, stamp: stamp))
  }

  private static func measure(
    _ name: String, _ source: any EmbeddingSource, jobs: Int, thresholds: Thresholds
  ) async throws -> WeightMatrix {
    let pass = try await RowPassRunner(
      source: source, parts: .rawMoments, fingerprintBudget: 0, jobs: jobs, progress: { _ in }
    ).run()
    let outcome = try await SpectralStage(
      source: source, pass: pass, jobs: jobs, keepsVectors: []
    ).run([.raw]).outcomes[.raw]
    var matrix = WeightMatrix(name: name, shape: source.shape)
    matrix.nonfiniteRows = pass.state.tally.nonfiniteCount
    guard case .statistics(let found)? = outcome, found.rank > 0 else { return matrix }
    matrix.rank = found.rank
    matrix.effectiveRank = SpectralFunctional.effectiveRank.value(found.eigenvalues)
    matrix.participationRatio = found.totals.participationRatio
    matrix.stableRank = found.eigenvalues.first.map { found.totals.trace / $0 }
    matrix.isLowRank = (matrix.share ?? 1) < thresholds["low-rank-weight"]
    return matrix
  }
}

/// One weight matrix and what its spectrum says.
struct WeightMatrix: Sendable {
  let name: String
  let shape: EmbeddingShape
  /// Rows with NaN or infinity, which are left out of the rest.
  var nonfiniteRows = 0
  /// Numerical rank; 0 for a zero matrix, which has none of the other numbers.
  var rank = 0
  var effectiveRank: Double?
  var participationRatio: Double?
  var stableRank: Double?
  /// Whether its effective rank is a small share of its smaller side.
  var isLowRank = false

  /// The largest rank it could have.
  var side: Int { min(shape.rowCount, shape.columnCount) }
  /// Effective rank as a share of it.
  var share: Double? { effectiveRank.map { $0 / Double(side) } }
  /// Whether some direction is missing altogether.
  var isDeficient: Bool { rank < side }

  init(name: String, shape: EmbeddingShape) {
    self.name = name
    self.shape = shape
  }

  /// What is wrong with it, in a word or two; empty where nothing is.
  var flag: String {
    if nonfiniteRows > 0 { return "not finite" }
    if rank == 0 { return "zero" }
    if isLowRank { return "low rank" }
    return isDeficient ? "rank-deficient" : ""
  }
}
