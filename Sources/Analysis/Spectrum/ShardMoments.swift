import LinearAlgebra

/// What one block of rows adds to the moments, kept for the jackknife; its Gram matrix is kept apart.
struct ShardMoments: Sendable {
  let count: Int
  let sum: [Double]
  let cubic: [Double]
  let quartic: Double
  let trace: Double
  /// ‖G‖²_F.
  let squaredNorm: Double

  init(_ moments: RowMoments) {
    count = moments.count
    sum = moments.sum
    cubic = moments.cubic
    quartic = moments.quartic
    trace = moments.gram.trace
    squaredNorm = moments.gram.squaredFrobeniusNorm
  }
}

/// The moments of each block of rows.
///
/// Gram matrices are kept as packed Floats: an interval needs three digits of them, and twenty blocks
/// then cost five d × d matrices of Doubles.
struct ShardedMoments: Sendable {
  private(set) var shards: [ShardMoments] = []
  private(set) var grams: PackedSymmetricStack

  /// No blocks yet.
  init(columnCount: Int) { grams = PackedSymmetricStack(dimension: columnCount) }

  /// One block.
  init(_ moments: RowMoments) {
    shards = [ShardMoments(moments)]
    grams = PackedSymmetricStack(dimension: moments.gram.dimension)
    grams.append(moments.gram)
  }

  /// Adds the blocks that follow.
  mutating func append(_ later: ShardedMoments) {
    shards += later.shards
    grams.append(later.grams)
  }
}

/// Moments of all rows, with those of each block.
struct MomentSummary: Sendable {
  /// Sums over all rows.
  let total: RowMoments
  /// c, in scaled units.
  let shift: [Double]
  /// Sums over each block.
  let blocks: ShardedMoments
}

/// Σ over some rows of powers of y, moved to another origin: z = y - e.
///
///     v' = v - n e,   tr' = tr - 2 e·v + n|e|²
///     w₃' = w₃ - 2Ge + |e|²v - tr·e + 2(v·e)e - n|e|²e
///     q' = q - 4e·w₃ + 4eᵀGe + 2|e|²tr - 4|e|²(v·e) + n|e|⁴
///
/// (shift law of the mergeable state; `gramTimesOrigin` is G e).
struct ShiftedSums {
  let sum: [Double]
  let trace: Double
  let cubic: [Double]
  let quartic: Double

  init(
    count: Int, sum v: [Double], trace: Double, cubic: [Double], quartic: Double,
    origin e: [Double], gramTimesOrigin: [Double]
  ) {
    let n = Double(count)
    let square = dot(e, e)
    let product = dot(v, e)
    sum = zip(v, e).map { $0 - n * $1 }
    self.trace = trace - 2 * product + n * square
    var moved = cubic
    for index in moved.indices {
      moved[index] +=
        -2 * gramTimesOrigin[index] + square * v[index]
        + (2 * product - trace - n * square) * e[index]
    }
    self.cubic = moved
    self.quartic =
      quartic - 4 * dot(e, cubic) + 4 * dot(e, gramTimesOrigin) + 2 * square * trace
      - 4 * square * product + n * square * square
  }
}

/// Σ aᵢ bᵢ.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "a dot product needs equal lengths")
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}
