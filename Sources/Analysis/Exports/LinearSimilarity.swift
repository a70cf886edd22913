import LinearAlgebra

/// Similarities of two sets of the same rows that no rotation changes: CKA, Procrustes, and the angles
/// between what is largest in each.
struct LinearSimilarity: Sendable {
  /// Linear CKA, ‖XᵀY‖² / (‖XᵀX‖ ‖YᵀY‖); nil where either set has no spread.
  let alignment: Double?
  /// The same of Song's unbiased estimator of HSIC; nil with fewer than four rows.
  let debiasedAlignment: Double?
  /// ‖XᵀY‖_* / (‖X‖ ‖Y‖), the nuclear norm: 1 for a rotated and scaled copy.
  let nuclear: Double?
  /// Cosines of the canonical angles between the spaces of the k leading principal components in the
  /// space of the rows, largest first, for each k that both sets have.
  let canonicalCosines: [(count: Int, cosines: [Double])]

  /// Sizes of the leading spaces.
  static let spaceSizes = [1, 10, 50]

  init(_ moments: CrossMoments.Result) throws {
    let norms = (
      moments.first.squaredFrobeniusNorm.squareRoot(),
      moments.second.squaredFrobeniusNorm.squareRoot()
    )
    let cross = moments.cross.squaredFrobeniusNorm
    let hasSpread =
      norms.0 > 0 && norms.1 > 0 && norms.0.isFinite && norms.1.isFinite && cross.isFinite
    guard hasSpread, moments.count >= 2 else {
      alignment = nil
      debiasedAlignment = nil
      nuclear = nil
      canonicalCosines = []
      return
    }
    alignment = cross / (norms.0 * norms.1)
    debiasedAlignment = Self.debiased(moments, cross: cross, norms: norms)
    let values = try moments.cross.singularValues()
    nuclear =
      values.reduce(0, +) / (moments.firstSquares.squareRoot() * moments.secondSquares.squareRoot())
    canonicalCosines = try Self.canonical(moments)
  }

  /// Song's estimator in terms of features.
  ///
  /// With centered rows K·1 = 0, so the rows of K without its
  /// diagonal sum to -|x|², and everything follows from ‖XᵀY‖² and sums of squared norms.
  private static func debiased(
    _ moments: CrossMoments.Result, cross: Double, norms: (Double, Double)
  ) -> Double? {
    let n = Double(moments.count)
    guard moments.count >= 4 else { return nil }
    func independence(_ product: Double, _ left: Double, _ right: Double, _ both: Double) -> Double
    {
      product - both + left * right / ((n - 1) * (n - 2)) - 2 / (n - 2) * both
    }
    let (left, right) = (moments.firstSquares, moments.secondSquares)
    let together = independence(cross, left, right, moments.products)
    let own = independence(norms.0 * norms.0, left, left, moments.firstFourths)
    let other = independence(norms.1 * norms.1, right, right, moments.secondFourths)
    guard own > 0, other > 0 else { return nil }
    return together / (own.squareRoot() * other.squareRoot())
  }

  /// U_xᵀU_y = Λ_x^(-1/2) V_xᵀ (XᵀY) V_y Λ_y^(-1/2) on the leading vectors; its singular values are the
  /// cosines.
  private static func canonical(
    _ moments: CrossMoments.Result
  ) throws -> [(count: Int, cosines: [Double])] {
    let systems = (try moments.first.eigensystem(), try moments.second.eigensystem())
    return try spaceSizes.compactMap { size in
      guard size < moments.count, let left = whitening(systems.0, size),
        let right = whitening(systems.1, size)
      else { return nil }
      let inner = product(product(left, moments.cross), right, transposeB: true)
      return (size, try inner.singularValues().map { min(1, $0) })
    }
  }

  /// Rows vᵢᵀ / √λᵢ of the leading eigenvectors; nil where fewer have any variance to speak of.
  private static func whitening(_ system: Eigensystem, _ size: Int) -> Matrix? {
    guard size <= system.values.count, let largest = system.values.first,
      system.values[size - 1] > 1e-12 * largest
    else { return nil }
    let dimension = system.vectors.columnCount
    var result = Matrix(rowCount: size, columnCount: dimension)
    for row in 0..<size {
      let weight = 1 / system.values[row].squareRoot()
      for column in 0..<dimension {
        result[row, column] = weight * system.vectors[row, column]
      }
    }
    return result
  }
}
