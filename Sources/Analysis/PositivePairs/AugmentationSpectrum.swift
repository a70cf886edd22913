import EmbeddingSets
import LinearAlgebra
import Streaming

/// The generalised eigenproblem of pair noise against total covariance.
///
/// For pairs (x, y) of views with common mean m,
///
///     Sa = ½ E (x - y)(x - y)′,   St = ½ E [(x - m)(x - m)′ + (y - m)(y - m)′],   Sa w = r St w
///
/// r lies in [0, 2]: 0 where both views agree, 1 where they are unrelated, above ½ where noise exceeds
/// what they share, above 1 where they oppose each other; 1 - r is the symmetrised correlation of the
/// views along w. Directions whose St eigenvalue is at most 1e-10 of the largest are dropped and counted:
/// a ridge in their place would give dead dimensions ratio 0, a perfect signal.
///
/// The rows are read once more and both matrices formed in the whitened basis, where rounding is
/// relative to each direction's own spread and not to the largest one's.
///
/// - Source: Jing et al. 2022, arXiv 2110.09348, section 4, for what the ratio is about.
struct AugmentationSpectrum: Sendable {
  /// What it finds.
  struct Result: Sendable {
    /// Directions dropped: min(d, …) minus those kept.
    let nullDirections: Int
    /// r, ascending.
    let ratios: [Double]
    /// For each ratio, the column of the rows that has the largest part in its direction, and that part.
    let columns: [(column: Int, share: Double)]
    /// Sorted ratios of random pairings, one list a permutation; empty where there is no null.
    let permuted: [[Double]]
    /// Pairs of the permutations.
    let permutedCount: Int
    /// Why there is no null.
    let reasonWithoutNull: String?
  }

  /// What eigenvalues of St are held against, relative to the largest.
  static let nullTolerance = 1e-10

  let sources: PairPass.Sources
  let pairs: PositivePairs
  let jobs: Int
  let seed: UInt64
  let permutations: Int
  /// Most multiply-adds of all permutations.
  let budget: Double

  /// The ratios; nil where no direction has any spread.
  ///
  /// - Complexity: 4 n d k + 3 n k² operations for k directions kept and 2 n k² for each permutation.
  func run(_ moments: PairPass.Result) async throws -> Result? {
    let columnCount = sources.columnCount
    let system = try moments.total.eigensystem()
    guard let largest = system.values.first, largest > 0 else { return nil }
    // what is left of a mean that was taken off is no spread
    let rounding = 0x1p-50 * dot(moments.mean, moments.mean)
    guard largest > rounding else { return nil }
    let kept = system.values.prefix { $0 > Self.nullTolerance * largest && $0 > rounding }.count
    var elements: [Double] = []
    elements.reserveCapacity(kept * columnCount)
    for direction in 0..<kept {
      let weight = 1 / system.values[direction].squareRoot()
      elements += system.vectors.row(direction).map { weight * $0 }
    }
    let whitening = Matrix(rowCount: kept, columnCount: columnCount, elements: elements)
    let store = PermutationNull.storedPairs(
      pairCount: pairs.count, directionCount: kept, permutations: permutations, budget: budget,
      seed: seed)
    let whitened = try await whiten(moments.mean, whitening, storing: store)
    let solution = try generalizedEigensystem(whitened.noise, whitened.total)
    let null = try await PermutationNull(
      first: whitened.first, second: whitened.second, directionCount: kept, jobs: jobs,
      seed: seed
    ).run(permutations: store.isEmpty ? 0 : permutations)
    let order = (0..<kept).reversed()
    let basis = Basis(vectors: system.vectors, values: system.values)
    return Result(
      nullDirections: columnCount - kept, ratios: order.map { max(0, solution.values[$0]) },
      columns: order.map { basis.largestColumn(of: solution.vectors.row($0)) }, permuted: null,
      permutedCount: store.count,
      reasonWithoutNull: store.isEmpty
        ? "the permutation null needs two pairs a direction that fit --pair-budget" : nil)
  }

  /// Eigenvectors and eigenvalues of St, to see a whitened direction in the columns of the rows.
  private struct Basis {
    let vectors: Matrix
    let values: [Double]

    /// The column with the largest part in the pattern Σ gᵢ √λᵢ vᵢ.
    func largestColumn(of weights: [Double]) -> (column: Int, share: Double) {
      let columnCount = vectors.columnCount
      var pattern = [Double](repeating: 0, count: columnCount)
      for (direction, weight) in weights.enumerated() {
        let factor = weight * values[direction].squareRoot()
        for column in 0..<columnCount { pattern[column] += factor * vectors[direction, column] }
      }
      let total = dot(pattern, pattern)
      var best = 0
      for column in 1..<max(1, columnCount)
      where pattern[column].magnitude > pattern[best].magnitude { best = column }
      return (best, total > 0 ? pattern[best] * pattern[best] / total : 0)
    }
  }

  /// Both matrices in the whitened basis, and the whitened rows of some pairs.
  private struct Whitened: Sendable {
    var noise: SymmetricMatrix
    var total: SymmetricMatrix
    var first: [Float] = []
    var second: [Float] = []
  }

  private func whiten(
    _ mean: [Double], _ whitening: Matrix, storing stored: [Int]
  ) async throws -> Whitened {
    let kept = whitening.rowCount
    let zero = SymmetricMatrix(zero: kept)
    var whole = Whitened(noise: zero, total: zero)
    whole.first.reserveCapacity(stored.count * kept)
    whole.second.reserveCapacity(stored.count * kept)
    let plan = PairPass.plan(count: pairs.count, columnCount: sources.columnCount)
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var part = Whitened(noise: zero, total: zero)
      var reader = PairReader(sources, origin: mean)
      var projector = PairProjector(whitening)
      var next = Self.lowerBound(plan.shard(shard).lowerBound, in: stored)
      for range in plan.blocks(ofShard: shard) {
        try Task.checkCancellation()
        try reader.read(pairs, range)
        projector.project(reader.first, reader.second, count: range.count)
        projector.addViews(to: &part.total)
        while next < stored.count, stored[next] < range.upperBound {
          projector.append(row: stored[next] - range.lowerBound, to: &part.first, &part.second)
          next += 1
        }
        projector.addDifferences(to: &part.noise)
      }
      return part
    } consume: { _, part in
      whole.noise += part.noise
      whole.total += part.total
      whole.first += part.first
      whole.second += part.second
    }
    let factor = 1 / Double(2 * pairs.count)
    whole.noise.scale(by: factor)
    whole.total.scale(by: factor)
    return whole
  }

  private static func lowerBound(_ value: Int, in sorted: [Int]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The rows of both views of some pairs, projected.
private struct PairProjector {
  private let basis: Matrix
  private var first: [Double] = []
  private var second: [Double] = []
  private var count = 0

  init(_ basis: Matrix) { self.basis = basis }

  /// Adds the Gram matrices of both views.
  func addViews(to gram: inout SymmetricMatrix) {
    let size = count * basis.rowCount
    gram.addGram(ofRows: first.span.extracting(0..<size), rowCount: count)
    gram.addGram(ofRows: second.span.extracting(0..<size), rowCount: count)
  }

  mutating func project(_ x: [Double], _ y: [Double], count: Int) {
    self.count = count
    let basis = basis
    if first.count < count * basis.rowCount {
      first = Array(repeating: 0, count: count * basis.rowCount)
      second = first
    }
    let size = count * basis.columnCount
    BLAS.doubleProductTransposed(
      left: x.span.extracting(0..<size), leftRows: count, right: basis.elements.span,
      rightRows: basis.rowCount, depth: basis.columnCount, into: &first)
    BLAS.doubleProductTransposed(
      left: y.span.extracting(0..<size), leftRows: count, right: basis.elements.span,
      rightRows: basis.rowCount, depth: basis.columnCount, into: &second)
  }

  func append(row: Int, to x: inout [Float], _ y: inout [Float]) {
    for index in row * basis.rowCount..<(row + 1) * basis.rowCount {
      x.append(Float(first[index]))
      y.append(Float(second[index]))
    }
  }

  /// Adds the Gram matrix of the differences of the views, which take the place of the first.
  mutating func addDifferences(to gram: inout SymmetricMatrix) {
    let size = count * basis.rowCount
    let other = second
    Self.subtract(other.span, count: size, from: &first)
    gram.addGram(ofRows: first.span.extracting(0..<size), rowCount: count)
  }

  private static func subtract(_ other: Span<Double>, count: Int, from rows: inout [Double]) {
    var rows = rows.mutableSpan
    for index in 0..<count { rows[index] -= other[index] }
  }
}
