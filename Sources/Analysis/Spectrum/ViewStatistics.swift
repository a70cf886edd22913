import LinearAlgebra

/// How the singular values of a view were found.
public enum SpectralRoute: Hashable, Sendable {
  /// Eigenvalues of the d × d Gram matrix in float64.
  case gram
  /// Eigenvalues of the n × n Gram matrix, for fewer rows than columns.
  case rowGram
  /// QR and singular values: values below the floor of the Gram matrix mattered.
  case orthogonal
}

/// The spectrum of one view of a set, with what its metrics and intervals are computed from.
struct ViewStatistics: Sendable {
  /// Which view.
  let view: SpectralView
  /// Rows of the view.
  let rowCount: Int
  /// d.
  let columnCount: Int
  /// Input units per unit of the values here; 1 for unit views.
  let inputUnits: Double
  /// The min(n, d) singular values in scaled units, descending.
  let singularValues: [Double]
  /// How they were found.
  let route: SpectralRoute
  /// u ‖X‖_F of the rows before centering: what storing the values can have done to any of them.
  let storageFloor: Double
  /// Number of singular values above u ‖X‖_F + max(n, d) · 2⁻⁵² · s₁.
  let rank: Int
  /// Sums about the view's origin.
  let totals: GramTotals
  /// The same sums without each block of rows.
  let totalsWithoutBlock: [GramTotals]
  /// The share of the rows that each block holds.
  let blockShares: [Double]
  /// First-order change of each functional by each block: Σ ∂f/∂λᵢ · vᵢᵀ S_b vᵢ.
  let influences: [SpectralFunctional: [Double]]
  /// v₁ᵀ S_b v₁, the part of each block in the largest eigenvalue.
  let topShares: [Double]

  /// Eigenvectors of the view's d × d Gram matrix as rows, where something asked for them: all d of
  /// them, or for n ≤ d those that the rows span.
  var rightVectors: Matrix?

  /// Whether anything but what storing the values can have caused is left: ‖Z‖_F against u ‖X‖_F.
  ///
  /// A rank of 0 says less: then no single direction stands out of that bound, but all of them
  /// together may.
  var isResolved: Bool {
    totals.trace > 0 && totals.trace.squareRoot() > storageFloor
  }

  /// λ = s².
  var eigenvalues: [Double] { singularValues.map { $0 * $0 } }
  /// The largest number of non-zero singular values the view can have.
  var largestRank: Int { min(view.isCentered ? rowCount - 1 : rowCount, columnCount) }

  /// A centered view of equal rows: nothing is left, exactly.
  static func ofEqualRows(
    view: SpectralView, rowCount: Int, columnCount: Int, inputUnits: Double
  ) -> ViewStatistics {
    ViewStatistics(
      view: view, rowCount: rowCount, columnCount: columnCount, inputUnits: inputUnits,
      singularValues: Array(repeating: 0, count: min(rowCount, columnCount)), route: .gram,
      storageFloor: 0, rank: 0,
      totals: GramTotals(count: rowCount, trace: 0, squaredNorm: 0, quartic: 0),
      totalsWithoutBlock: [], blockShares: [], influences: [:], topShares: [])
  }

  /// The same numbers under another name, for a view that coincides with this one.
  func relabelled(as view: SpectralView) -> ViewStatistics {
    ViewStatistics(
      view: view, rowCount: rowCount, columnCount: columnCount, inputUnits: 1,
      singularValues: singularValues, route: route, storageFloor: storageFloor, rank: rank,
      totals: totals, totalsWithoutBlock: totalsWithoutBlock, blockShares: blockShares,
      influences: influences, topShares: topShares)
  }
}

/// A view's statistics, or why it has none.
enum ViewOutcome: Sendable {
  /// It was computed.
  case statistics(ViewStatistics)
  /// The view does not exist for this set.
  case undefined(reason: String)
  /// Nobody asked for it.
  case skipped(reason: String)
}

extension ViewOutcome {
  /// Eigenvectors, where the view has statistics and they were kept.
  var rightVectors: Matrix? {
    if case .statistics(let statistics) = self { statistics.rightVectors } else { nil }
  }
}
