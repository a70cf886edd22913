import EmbeddingSets
import LinearAlgebra

/// The rows that a step learns from: a set as the steps before leave it.
struct FittingRows: Sendable {
  let source: any EmbeddingSource
  let jobs: Int
  /// What storing the set may have done to all rows together, ‖E‖_F, carried through the steps before;
  /// nil before the first step, when the stored type says it.
  let noise: Double?

  private func pass(_ parts: RowPass.Parts) async throws -> RowPassResult {
    let pass = try await RowPassRunner(
      source: source, parts: parts, fingerprintBudget: 0, jobs: jobs, progress: { _ in }
    ).run()
    guard pass.state.tally.finiteCount > 0 else {
      throw TransformError("\(source.name): no row is finite, so there is nothing to fit to.")
    }
    return pass
  }

  /// Number of finite rows, and the root of the sum of their squared norms.
  func size() async throws -> (count: Int, norm: Double) {
    let pass = try await pass([.columns])
    guard let columns = pass.state.columns else { preconditionFailure("columns were asked for") }
    let (shift, scale) = (pass.state.configuration.shift, pass.state.configuration.scale)
    let count = Double(columns.count)
    var square = 0.0
    for column in shift.indices {
      square += columns.sumOfSquares[column]
      square += shift[column] * (2 * columns.sum[column] + count * shift[column])
    }
    return (columns.count, max(0, square).squareRoot() / scale)
  }

  /// The mean row, and the extremes of each column.
  func columns() async throws -> (mean: [Double], minimum: [Double], maximum: [Double]) {
    let pass = try await pass([.columns])
    guard let columns = pass.state.columns else { preconditionFailure("columns were asked for") }
    let scale = pass.state.configuration.scale
    let origin = ViewRows(source: source, pass: pass, view: .centered).origin()
    return (origin.map { $0 / scale }, columns.minimum, columns.maximum)
  }

  /// Mean and principal axes.
  func moments() async throws -> FittingMoments {
    let pass = try await pass([.columns, .rawMoments])
    guard pass.state.tally.finiteCount >= 2, !pass.state.tally.allRowsEqual else {
      throw TransformError(
        "\(source.name): its rows do not differ, so there are no directions to fit to.")
    }
    let outcome = try await SpectralStage(
      source: source, pass: pass, jobs: jobs, keepsVectors: [.centered]
    ).run([.centered]).outcomes[.centered]
    guard case .statistics(let statistics)? = outcome, let axes = statistics.rightVectors else {
      throw TransformError("\(source.name): the principal axes are not known.")
    }
    let scale = pass.state.configuration.scale
    return FittingMoments(
      statistics: statistics, axes: axes,
      mean: ViewRows(source: source, pass: pass, view: .centered).origin().map { $0 / scale },
      noise: noise ?? statistics.storageFloor / scale, scale: scale)
  }
}

/// Second moments of the rows that a step learns from, in units of the input.
struct FittingMoments: Sendable {
  /// Number of rows.
  let count: Int
  /// The mean row.
  let mean: [Double]
  /// Variance along each axis with divisor n - 1, largest first.
  let variances: [Double]
  /// Principal axes as rows, as many as ``variances``; the largest component of each is positive, because
  /// signs are otherwise the library's choice.
  let axes: Matrix
  /// Axes along which the rows spread more than storing them may have caused.
  let rank: Int
  /// ‖E‖_F: what storing the rows may have done to them.
  let noise: Double
  /// The shrinkage of Ledoit and Wolf towards a multiple of the identity.
  let shrinkage: Double

  init(
    statistics: ViewStatistics, axes: Matrix, mean: [Double], noise: Double, scale: Double
  ) {
    count = statistics.rowCount
    self.mean = mean
    self.noise = noise
    let values = statistics.singularValues.map { $0 / scale }
    let known = min(values.count, axes.rowCount)
    let degrees = Double(count - 1)
    variances = values.prefix(known).map { $0 * $0 / degrees }
    var oriented = axes.elements
    let width = axes.columnCount
    for row in 0..<known {
      let range = row * width..<(row + 1) * width
      var largest = 0.0
      for index in range where oriented[index].magnitude > largest.magnitude {
        largest = oriented[index]
      }
      if largest < 0 { for index in range { oriented[index] = -oriented[index] } }
    }
    self.axes = Matrix(
      rowCount: known, columnCount: width, elements: Array(oriented[..<(known * width)]))
    let tolerance = noise + Double(max(count, width)) * 0x1p-52 * (values.first ?? 0)
    rank = values.prefix(known).count { $0 > tolerance }
    shrinkage = Self.shrinkage(statistics.totals, columnCount: width)
  }

  /// δ of Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices",
  /// J. Multivariate Analysis 88 (2004), with S = ZᵀZ/n of the centered rows:
  ///
  ///     m = tr S / d,  D = ‖S‖²/d - m²,  B = (Σ|z|⁴/n² - ‖S‖²/n)/d,  δ = min(B, D)/D
  private static func shrinkage(_ totals: GramTotals, columnCount: Int) -> Double {
    let n = Double(totals.count)
    let d = Double(columnCount)
    let mean = totals.trace / n / d
    let square = totals.squaredNorm / n / n
    let distance = square / d - mean * mean
    let error = (totals.quartic / n / n - square / n) / d
    guard distance > 0 else { return 1 }
    return min(1, max(0, error / distance))
  }

  /// The first axes, those of no variance among them, where they are known: all d of them with more rows
  /// than columns.
  func components(_ count: Int, for text: String) throws(TransformError) -> Matrix {
    try leading(count, of: axes.rowCount, for: text)
  }

  /// The axes with the largest variance, none of which is what storing the rows may have caused.
  func leading(_ count: Int, for text: String) throws(TransformError) -> Matrix {
    try leading(count, of: rank, for: text)
  }

  private func leading(
    _ count: Int, of known: Int, for text: String
  ) throws(TransformError) -> Matrix {
    guard count <= known else {
      throw TransformError(
        "\(text): the rows it is fitted to span only \(known) directions. Take at most that many, or "
          + "fit to more rows.")
    }
    return Matrix(
      rowCount: count, columnCount: axes.columnCount,
      elements: Array(axes.elements[..<(count * axes.columnCount)]))
  }
}
