import LinearAlgebra

/// What leaving one block of rows out does to a view: exactly for the sums of the participation
/// ratios, to first order for functionals of the eigenvalues.
///
/// About the view's origin a (z = y - a) a block with moments (n, v, P) has
///
///     S = P - v aᵀ - a vᵀ + n a aᵀ,   u = v - n a
///
/// and never needs S itself: ⟨F, S⟩ = ⟨F, P⟩ - 2 vᵀFa + n aᵀFa for any symmetric F, and ‖S‖² follows
/// from ‖P‖² and Pa. All ⟨F, P⟩ of all blocks are taken together, from packed matrices. A centered view loses its own mean as well: C - S - u uᵀ/n'.
struct BlockDeletion: Sendable {
  private let gram: SymmetricMatrix
  private let origin: [Double]
  private let isCentered: Bool
  private let totals: GramTotals
  private let cubic: [Double]
  private let blocks: ShardedMoments
  /// F a and aᵀFa of the view's Gram matrix, of each gradient matrix and of v₁v₁ᵀ.
  private let corrections: [(product: [Double], square: Double)]
  /// ⟨F, P⟩ of each block (rows) with the same matrices (columns).
  private let innerProducts: Matrix

  /// The change of the totals and of each functional.
  struct Result: Sendable {
    let totals: GramTotals
    let influences: [Double]
    let topShare: Double
  }

  init(
    gram: SymmetricMatrix, origin: [Double], isCentered: Bool, totals: GramTotals,
    cubic: [Double], gradients: [SymmetricMatrix], topVector: [Double], blocks: ShardedMoments
  ) {
    self.gram = gram
    self.origin = origin
    self.isCentered = isCentered
    self.totals = totals
    self.cubic = cubic
    self.blocks = blocks
    var top = SymmetricMatrix(zero: gram.dimension)
    top.addOuterProduct(topVector, weight: 1)
    let matrices = [gram] + gradients + [top]
    corrections = matrices.map { matrix in
      let product = matrix.times(origin)
      return (product, dot(origin, product))
    }
    innerProducts = blocks.grams.inner(matrices)
  }

  /// The view without a block.
  func delete(_ index: Int) -> Result {
    let block = blocks.shards[index]
    let n = Double(block.count)
    let v = block.sum
    let a = origin
    let partTimesOrigin = blocks.grams.times(a, matrix: index)
    let changes = corrections.enumerated().map { column, correction in
      innerProducts[index, column] - 2 * dot(v, correction.product) + n * correction.square
    }
    let (vv, va, aa) = (dot(v, v), dot(v, a), dot(a, a))
    let partNorm =
      block.squaredNorm - 4 * dot(v, partTimesOrigin) + 2 * n * dot(a, partTimesOrigin)
      + 2 * vv * aa + 2 * va * va - 4 * n * va * aa + n * n * aa * aa
    let moved = ShiftedSums(
      count: block.count, sum: v, trace: block.trace, cubic: block.cubic, quartic: block.quartic,
      origin: a, gramTimesOrigin: partTimesOrigin)
    var left = GramTotals(
      count: totals.count - block.count, trace: totals.trace - moved.trace,
      squaredNorm: totals.squaredNorm - 2 * changes[0] + partNorm,
      quartic: totals.quartic - moved.quartic)
    if isCentered, left.count > 0 { recenter(&left, index: index, moved: moved) }
    return Result(
      totals: left, influences: Array(changes.dropFirst().dropLast()),
      topShare: changes[changes.count - 1])
  }

  /// Takes the mean of the remaining rows off their sums.
  private func recenter(_ left: inout GramTotals, index: Int, moved: ShiftedSums) {
    let n = Double(blocks.shards[index].count)
    let remaining = Double(left.count)
    let v = blocks.shards[index].sum
    let u = moved.sum
    let a = origin
    let uu = dot(u, u)
    // (C - S) u with S u from the block's own moments
    var product = gram.times(u)
    let partTimes = blocks.grams.times(u, matrix: index)
    let (au, vu) = (dot(a, u), dot(v, u))
    for index in product.indices {
      product[index] -= partTimes[index] - v[index] * au - a[index] * vu + n * a[index] * au
    }
    let uProduct = dot(u, product)
    // the sum of the remaining rows about the old mean is -u, so their mean is e = -u/n'
    let squareOfMean = uu / (remaining * remaining)
    var cubicAlongMean = 0.0
    for index in u.indices {
      cubicAlongMean -= u[index] / remaining * (cubic[index] - moved.cubic[index])
    }
    left.quartic +=
      -4 * cubicAlongMean + 4 * uProduct / (remaining * remaining)
      + 2 * squareOfMean * left.trace - 4 * squareOfMean * (uu / remaining)
      + remaining * squareOfMean * squareOfMean
    left.squaredNorm += -2 / remaining * uProduct + uu * uu / (remaining * remaining)
    left.trace -= uu / remaining
  }
}
