import LinearAlgebra

/// Spectrum of a view with no more rows than columns: the n × n route.
///
/// K = Z Zᵀ has the eigenvalues of Zᵀ Z that are not zero by shape, and the eigenvector aᵢ of K tells
/// what each row holds of λᵢ: the rows of a block hold λᵢ Σ_r aᵢᵣ². Leaving rows out is taking their
/// rows and columns out of K.
struct RowGramSpectrum: Sendable {
  private let rows: Matrix
  private let gram: SymmetricMatrix
  private let system: Eigensystem
  private let isCentered: Bool
  /// ‖Z‖_F.
  let frobeniusNorm: Double

  /// Decomposes the view whose rows these are; `isCentered` says that their mean was taken off.
  init(rows: Matrix, isCentered: Bool) throws(LinearAlgebraError) {
    self.rows = rows
    self.isCentered = isCentered
    var gram = SymmetricMatrix(zero: rows.rowCount)
    gram.addGramOfColumns(ofRows: rows.elements.span, columnCount: rows.columnCount)
    self.gram = gram
    frobeniusNorm = max(0, gram.trace).squareRoot()
    system = try gram.eigensystem()
  }

  /// s, with negative rounding taken as 0; centering makes the last of n exactly 0.
  func singularValues() -> [Double] {
    var values = system.values.map { max(0, $0).squareRoot() }
    if isCentered, !values.isEmpty { values[values.count - 1] = 0 }
    return values
  }

  /// Unit eigenvectors of Zᵀ Z, as rows, of the singular values above `floor`.
  func rightVectors(above floor: Double) -> Matrix {
    let values = singularValues()
    let count = values.reduce(0) { $0 + ($1 > floor ? 1 : 0) }
    var left = Matrix(rowCount: count, columnCount: rows.rowCount)
    for index in 0..<count {
      for row in 0..<rows.rowCount {
        left[index, row] = system.vectors[index, row] / values[index]
      }
    }
    return product(left, rows)
  }

  /// s by the singular value decomposition of Z itself, without the floor of K.
  func orthogonalSingularValues() throws(LinearAlgebraError) -> [Double] {
    var values = try rows.singularValues()
    if isCentered, !values.isEmpty { values[values.count - 1] = 0 }
    return values
  }

  /// Everything the metrics of the view need.
  func statistics(
    view: SpectralView, singularValues: [Double], rank: Int, route: SpectralRoute,
    storageFloor: Double, inputUnits: Double, blocks: [Range<Int>],
    functionals: [SpectralFunctional]
  ) -> ViewStatistics {
    let eigenvalues = system.values.map { max(0, $0) }
    let floor = UnresolvedValues.relativeFloor * UnresolvedValues.relativeFloor * max(0, gram.trace)
    let held = blocks.map { block in
      eigenvalues.indices.map { index in
        let vector = system.vectors.row(index)
        return eigenvalues[index] * block.reduce(0) { $0 + vector[$1] * vector[$1] }
      }
    }
    var influences: [SpectralFunctional: [Double]] = [:]
    for functional in functionals {
      let gradient = functional.gradient(eigenvalues, floor: floor)
      influences[functional] = held.map { dot(gradient, $0) }
    }
    let all = Array(0..<gram.dimension)
    return ViewStatistics(
      view: view, rowCount: rows.rowCount, columnCount: rows.columnCount, inputUnits: inputUnits,
      singularValues: singularValues, route: route, storageFloor: storageFloor, rank: rank,
      totals: totals(of: all),
      totalsWithoutBlock: blocks.map { block in totals(of: all.filter { !block.contains($0) }) },
      blockShares: blocks.map { Double($0.count) / Double(gram.dimension) },
      influences: influences, topShares: held.map { $0[0] })
  }

  /// The sums of some of the rows, about their own mean where the view is centered.
  private func totals(of kept: [Int]) -> GramTotals {
    let count = kept.count
    var means = [Double](repeating: 0, count: count)
    if isCentered {
      for (index, row) in kept.enumerated() {
        var sum = 0.0
        for other in kept { sum += gram[row, other] }
        means[index] = sum / Double(count)
      }
    }
    let grand = means.reduce(0, +) / Double(max(1, count))
    var totals = GramTotals(count: count, trace: 0, squaredNorm: 0, quartic: 0)
    for (index, row) in kept.enumerated() {
      for (other, column) in kept.enumerated() {
        let value = gram[row, column] - means[index] - means[other] + grand
        totals.squaredNorm += value * value
        if index == other {
          totals.trace += value
          totals.quartic += value * value
        }
      }
    }
    return totals
  }
}
