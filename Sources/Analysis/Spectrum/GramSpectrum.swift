import LinearAlgebra

/// Spectra of the raw and the centered view of some rows from their moments: the d × d route.
///
/// Where values below its floor matter, ``UnresolvedValues`` says so, and the caller reads the rows
/// again for a QR factorisation.
struct GramSpectrum: Sendable {
  /// The Gram matrix about the view's origin.
  private let gram: SymmetricMatrix
  private let system: Eigensystem
  /// Where the view's origin lies in the coordinates of the moments: z = y - origin.
  private let origin: [Double]
  private let isCentered: Bool
  private let count: Int
  /// u ‖X‖_F before centering.
  let storageFloor: Double
  /// ‖Z‖_F of the view.
  let frobeniusNorm: Double

  /// Builds the Gram matrix of the view and decomposes it.
  init(
    _ moments: RowMoments, shift: [Double], isCentered: Bool, unitRoundoff: Double
  ) throws(LinearAlgebraError) {
    count = moments.count
    self.isCentered = isCentered
    let mean = moments.sum.map { $0 / Double(moments.count) }
    var centered = moments.gram
    centered.addOuterProduct(moments.sum, weight: -1 / Double(moments.count))
    let rowMean = zip(shift, mean).map(+)
    let rawTrace = max(0, centered.trace) + Double(moments.count) * dot(rowMean, rowMean)
    storageFloor = unitRoundoff * rawTrace.squareRoot()
    if isCentered {
      origin = mean
    } else {
      origin = shift.map { -$0 }
      centered.addOuterProduct(rowMean, weight: Double(moments.count))
    }
    gram = centered
    frobeniusNorm = max(0, gram.trace).squareRoot()
    system = try gram.eigensystem()
  }

  /// Unit eigenvectors, as rows, largest eigenvalue first.
  var rightVectors: Matrix { system.vectors }

  /// s, from the eigenvalues with negative rounding taken as 0; min(n, d) of them.
  ///
  /// Centering makes the last of n ≤ d exactly 0: more rows than columns may leave that few where
  /// rows are not finite or have no direction.
  func singularValues() -> [Double] {
    var values = system.values.prefix(min(count, gram.dimension)).map { max(0, $0).squareRoot() }
    if isCentered, count <= gram.dimension, !values.isEmpty { values[values.count - 1] = 0 }
    return values
  }

  /// Everything the metrics of the view need, with the given singular values.
  func statistics(
    view: SpectralView, singularValues: [Double], rank: Int, route: SpectralRoute,
    inputUnits: Double, summary: MomentSummary, functionals: [SpectralFunctional]
  ) -> ViewStatistics {
    let moments = summary.total
    let gramTimesOrigin = moments.gram.times(origin)
    let moved = ShiftedSums(
      count: moments.count, sum: moments.sum, trace: moments.gram.trace, cubic: moments.cubic,
      quartic: moments.quartic, origin: origin, gramTimesOrigin: gramTimesOrigin)
    let totals = GramTotals(
      count: moments.count, trace: max(0, gram.trace), squaredNorm: gram.squaredFrobeniusNorm,
      quartic: max(0, moved.quartic))
    let gradients = gradientMatrices(functionals)
    var leftOut: [GramTotals] = []
    var influences: [SpectralFunctional: [Double]] = [:]
    var topShares: [Double] = []
    let deletion = BlockDeletion(
      gram: gram, origin: origin, isCentered: isCentered, totals: totals, cubic: moved.cubic,
      gradients: gradients, topVector: system.vectors.row(0), blocks: summary.blocks)
    for index in summary.blocks.shards.indices {
      let result = deletion.delete(index)
      leftOut.append(result.totals)
      topShares.append(result.topShare)
      for (functional, influence) in zip(functionals, result.influences) {
        influences[functional, default: []].append(influence)
      }
    }
    return ViewStatistics(
      view: view, rowCount: count, columnCount: gram.dimension, inputUnits: inputUnits,
      singularValues: singularValues, route: route, storageFloor: storageFloor, rank: rank,
      totals: totals, totalsWithoutBlock: leftOut,
      blockShares: summary.blocks.shards.map { Double($0.count) / Double(moments.count) },
      influences: influences, topShares: topShares)
  }

  /// Σᵢ ∂f/∂λᵢ vᵢ vᵢᵀ of each functional, as the difference of two Gram matrices.
  private func gradientMatrices(_ functionals: [SpectralFunctional]) -> [SymmetricMatrix] {
    let eigenvalues = system.values.map { max(0, $0) }
    let resolved = Array(eigenvalues.prefix(min(count, gram.dimension)))
    let floor = UnresolvedValues.relativeFloor * UnresolvedValues.relativeFloor * max(0, gram.trace)
    return functionals.map { functional in
      let gradient = functional.gradient(resolved, floor: floor)
      var matrix = SymmetricMatrix(zero: gram.dimension)
      for sign in [1.0, -1.0] {
        let chosen = gradient.indices.filter { gradient[$0] * sign > 0 }
        var rows = [Double](repeating: 0, count: chosen.count * gram.dimension)
        for (row, index) in chosen.enumerated() {
          let root = gradient[index].magnitude.squareRoot()
          let start = index * gram.dimension
          for column in 0..<gram.dimension {
            rows[row * gram.dimension + column] = root * system.vectors.elements[start + column]
          }
        }
        matrix.addGram(ofRows: rows.span, rowCount: chosen.count, weight: sign)
      }
      return matrix
    }
  }
}
