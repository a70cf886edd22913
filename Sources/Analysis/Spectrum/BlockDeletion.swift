import LinearAlgebra

/// What leaving one block of rows out does to a view: exactly for the sums of the participation
/// ratios, to first order for functionals of the eigenvalues.
///
/// About the view's origin a (z = y - a) a block with moments (n, v, P) has
///
///     S = P - v aᵀ - a vᵀ + n a aᵀ,   u = v - n a
///
/// and never needs S itself: ⟨F, S⟩ = ⟨F, P⟩ - 2 vᵀFa + n aᵀFa for any symmetric F, and ‖S‖² follows
/// from ‖P‖², Pa, Pv. A centered view loses its own mean as well: C - S - u uᵀ/n'.
struct BlockDeletion: Sendable {
  private let gram: SymmetricMatrix
  private let origin: [Double]
  private let isCentered: Bool
  private let totals: GramTotals
  private let cubic: [Double]
  private let topVector: [Double]
  private let gradients: [SymmetricMatrix]
  /// F a of each gradient matrix F.
  private let gradientTimesOrigin: [[Double]]
  private let gramTimesOrigin: [Double]

  /// The change of the totals and of each functional.
  struct Result: Sendable {
    let totals: GramTotals
    let influences: [Double]
    let topShare: Double
  }

  init(
    gram: SymmetricMatrix, origin: [Double], isCentered: Bool, totals: GramTotals,
    cubic: [Double], gradients: [SymmetricMatrix], topVector: [Double]
  ) {
    self.gram = gram
    self.origin = origin
    self.isCentered = isCentered
    self.totals = totals
    self.cubic = cubic
    self.gradients = gradients
    self.topVector = topVector
    gradientTimesOrigin = gradients.map { $0.times(origin) }
    gramTimesOrigin = gram.times(origin)
  }

  /// The view without the block; `part` is room for its Gram matrix, used again for every block.
  func delete(_ block: ShardMoments, using part: inout SymmetricMatrix) -> Result {
    part.setPacked(block.packedGram)
    let n = Double(block.count)
    let v = block.sum
    let a = origin
    let partTimesOrigin = part.times(a)

    func change(_ inner: Double, timesOrigin: [Double]) -> Double {
      inner - 2 * dot(v, timesOrigin) + n * dot(a, timesOrigin)
    }
    let (vv, va, aa) = (dot(v, v), dot(v, a), dot(a, a))
    let partNorm =
      part.squaredFrobeniusNorm - 4 * dot(v, partTimesOrigin) + 2 * n * dot(a, partTimesOrigin)
      + 2 * vv * aa + 2 * va * va - 4 * n * va * aa + n * n * aa * aa
    let moved = ShiftedSums(
      count: block.count, sum: v, trace: block.trace, cubic: block.cubic, quartic: block.quartic,
      origin: a, gramTimesOrigin: partTimesOrigin)
    let remaining = Double(totals.count - block.count)
    var left = GramTotals(
      count: totals.count - block.count,
      trace: totals.trace - moved.trace,
      squaredNorm: totals.squaredNorm
        - 2 * change(gram.inner(part), timesOrigin: gramTimesOrigin) + partNorm,
      quartic: totals.quartic - moved.quartic)
    if isCentered, remaining > 0 {
      recenter(&left, block: part, moved: moved, count: n, remaining: remaining)
    }
    let influences = zip(gradients, gradientTimesOrigin).map { gradient, timesOrigin in
      change(gradient.inner(part), timesOrigin: timesOrigin)
    }
    let along = dot(topVector, a)
    let topShare =
      part.quadraticForm(topVector) - 2 * dot(v, topVector) * along + n * along * along
    return Result(totals: left, influences: influences, topShare: topShare)
  }

  /// Takes the mean of the remaining rows off their sums.
  private func recenter(
    _ left: inout GramTotals, block part: SymmetricMatrix, moved: ShiftedSums, count n: Double,
    remaining: Double
  ) {
    let u = moved.sum
    let a = origin
    let uu = dot(u, u)
    // (C - S) u with S u from the block's own moments
    var product = gram.times(u)
    let partTimes = part.times(u)
    let v = u.indices.map { u[$0] + n * a[$0] }
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
