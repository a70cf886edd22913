import EmbeddingSets
import LinearAlgebra
import Streaming

/// Ratios of the augmentation eigenproblem when the pairs are dealt out at random: what n pairs show in
/// k directions where the views have nothing to do with each other.
///
/// St does not change when pairs are dealt again, so in the whitened basis only the symmetrised
/// cross-covariance is formed anew: r = 1 - its eigenvalues.
struct PermutationNull: Sendable {
  /// Whitened rows of both views, row-major.
  let first: [Float]
  let second: [Float]
  let directionCount: Int
  let jobs: Int
  let seed: UInt64

  /// Most values of whitened rows that are kept in memory, of both views together.
  private static let keptValues = 1 << 27
  /// Fewest pairs for each direction that a null says anything about.
  private static let fewestPairsPerDirection = 2
  private static let blockRows = 2048

  /// The numbers of the pairs that take part, ascending: all, or a seeded choice that fits budget and
  /// memory; none where too few would be left.
  static func storedPairs(
    pairCount: Int, directionCount: Int, permutations: Int, budget: Double, seed: UInt64
  ) -> [Int] {
    guard directionCount > 0, permutations > 0,
      pairCount >= fewestPairsPerDirection * directionCount
    else { return [] }
    let cost = Double(permutations) * Double(directionCount) * Double(directionCount)
    let affordable = min(
      Double(keptValues / (2 * directionCount)), (budget / cost).rounded(.down))
    if Double(pairCount) <= affordable { return Array(0..<pairCount) }
    let size = Int(affordable)
    guard size >= fewestPairsPerDirection * directionCount else { return [] }
    var bits = SplitMix64(seed: SplitMix64.mix(seed ^ 0x5A3B_1E00))
    var chosen: Set<Int> = []
    for bound in pairCount - size..<pairCount {
      let candidate = Int(bits.next().multipliedFullWidth(by: UInt64(bound + 1)).high)
      if !chosen.insert(candidate).inserted { chosen.insert(bound) }
    }
    return chosen.sorted()
  }

  /// Ascending ratios of each permutation.
  ///
  /// - Complexity: 2 n k² operations in single precision and one eigenproblem a permutation.
  func run(permutations: Int) async throws -> [[Double]] {
    let count = directionCount == 0 ? 0 : first.count / directionCount
    var ratios: [[Double]] = []
    try await orderedMap(count: permutations, width: jobs) { index in
      try ratiosOfPermutation(index, count: count)
    } consume: { _, values in
      ratios.append(values)
    }
    return ratios
  }

  private func ratiosOfPermutation(_ index: Int, count: Int) throws -> [Double] {
    let order = Self.order(
      count: count, seed: SplitMix64.mix(seed &+ UInt64(index + 1) &* 0xD1B5_4A32_D192_ED03))
    let k = directionCount
    var cross = [Double](repeating: 0, count: k * k)
    var block = [Float](repeating: 0, count: k * k)
    var dealt = [Float](repeating: 0, count: min(count, Self.blockRows) * k)
    for start in stride(from: 0, to: count, by: Self.blockRows) {
      try Task.checkCancellation()
      let rows = start..<min(count, start + Self.blockRows)
      Self.gather(order, rows, from: second.span, width: k, into: &dealt)
      BLAS.singleCrossProduct(
        left: first.span.extracting(rows.lowerBound * k..<rows.upperBound * k),
        right: dealt.span.extracting(0..<rows.count * k), rowCount: rows.count, columnCount: k,
        into: &block)
      for entry in 0..<k * k { cross[entry] += Double(block[entry]) }
    }
    var symmetric = SymmetricMatrix(zero: k)
    for row in 0..<k {
      for column in row..<k {
        symmetric[row, column] =
          (cross[row * k + column] + cross[column * k + row]) / Double(2 * count)
      }
    }
    return try symmetric.eigenvalues().map { 1 - $0 }
  }

  private static func gather(
    _ order: [Int], _ rows: Range<Int>, from values: Span<Float>, width: Int,
    into result: inout [Float]
  ) {
    var target = result.mutableSpan
    for row in rows {
      let source = order[row] * width
      let start = (row - rows.lowerBound) * width
      for column in 0..<width { target[start + column] = values[source + column] }
    }
  }

  private static func order(count: Int, seed: UInt64) -> [Int] {
    var order = Array(0..<count)
    var bits = SplitMix64(seed: seed)
    for index in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(index, Int(bits.next().multipliedFullWidth(by: UInt64(index + 1)).high))
    }
    return order
  }
}
