import EmbeddingSets
import LinearAlgebra
import RealModule
import Streaming

/// Two reads of the matched rows of two sets: their means, then everything second-order about them.
///
/// Rows that are not finite in either set are left out of both. Values are scaled by a power of two a
/// set, so that no square overflows; every result but ``Result/largestChange`` is free of scale.
struct CrossMoments: Sendable {
  /// What the reads found; n is ``count``.
  struct Result: Sendable {
    /// Matched rows that are finite in both sets.
    var count = 0
    /// Places in the matching of the rows that were kept.
    var kept: [Int] = []
    /// XᵀX and YᵀY of the centered rows.
    var first: SymmetricMatrix
    var second: SymmetricMatrix
    /// XᵀY of the centered rows.
    var cross: Matrix
    /// Σ|x|², Σ|y|², Σ|x|⁴, Σ|y|⁴ and Σ|x|²|y|² of the centered rows.
    var firstSquares = 0.0
    var secondSquares = 0.0
    var firstFourths = 0.0
    var secondFourths = 0.0
    var products = 0.0
    /// Cosine of each kept row with its counterpart as stored; nil where either has no direction, or
    /// the sets have different dimensions.
    var cosines: [Double?] = []
    /// |y| / |x| of each kept row, in units of the input; nil where |x| = 0.
    var normRatios: [Double?] = []
    /// max |x_ij - y_ij| over the kept rows, in units of the input; nil between different dimensions.
    var largestChange: Double?
  }

  let first: any EmbeddingSource
  let second: any EmbeddingSource
  let matching: RowMatching
  let jobs: Int

  private static let blockRows = 512
  private static let shardCount = 16

  /// Reads both sets twice.
  ///
  /// - Complexity: n (d² + e² + 2 d e) operations for sets of d and e dimensions; memory for their
  ///   three products a task.
  func run() async throws -> Result {
    let scales = (try Self.scale(of: first), try Self.scale(of: second))
    let sums = try await means(scales)
    let plan = ShardPlan(
      elementCount: sums.kept.count, shardCount: Self.shardCount, blockLength: Self.blockRows)
    let (d, e) = (first.shape.columnCount, second.shape.columnCount)
    let empty = Result(
      first: SymmetricMatrix(zero: d), second: SymmetricMatrix(zero: e),
      cross: Matrix(rowCount: d, columnCount: e),
      largestChange: d == e ? 0 : nil)
    var total = empty
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var part = empty
      var reader = MatchedReader(first, second, matching, scales: scales)
      for range in plan.blocks(ofShard: shard) {
        try Task.checkCancellation()
        try reader.read(Array(sums.kept[range]))
        reader.addChanges(to: &part)
        reader.subtract(sums.first, sums.second)
        reader.addProducts(to: &part)
      }
      return part
    } consume: { _, part in
      total.first += part.first
      total.second += part.second
      total.cross.add(part.cross)
      total.firstSquares += part.firstSquares
      total.secondSquares += part.secondSquares
      total.firstFourths += part.firstFourths
      total.secondFourths += part.secondFourths
      total.products += part.products
      total.cosines += part.cosines
      total.normRatios += part.normRatios
      if let known = total.largestChange {
        total.largestChange = max(known, part.largestChange ?? 0)
      }
    }
    total.count = sums.kept.count
    total.kept = sums.kept
    return total
  }

  private static func scale(of source: any EmbeddingSource) throws -> Double {
    Double(sign: .plus, exponent: try Pilot(source).scaleExponent, significand: 1)
  }

  /// The mean of the rows that are finite in both sets, and which these are.
  private func means(
    _ scales: (Double, Double)
  ) async throws -> (first: [Double], second: [Double], kept: [Int]) {
    let plan = ShardPlan(
      elementCount: matching.count, shardCount: Self.shardCount, blockLength: Self.blockRows)
    var kept: [Int] = []
    var sums = (
      [Double](repeating: 0, count: first.shape.columnCount),
      [Double](repeating: 0, count: second.shape.columnCount)
    )
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var reader = MatchedReader(first, second, matching, scales: scales)
      var kept: [Int] = []
      var parts = (
        [Double](repeating: 0, count: first.shape.columnCount),
        [Double](repeating: 0, count: second.shape.columnCount)
      )
      for range in plan.blocks(ofShard: shard) {
        try Task.checkCancellation()
        try reader.read(Array(range))
        kept += reader.addFinite(to: &parts.0, &parts.1).map { range.lowerBound + $0 }
      }
      return (kept, parts.0, parts.1)
    } consume: { _, part in
      kept += part.0
      for column in sums.0.indices { sums.0[column] += part.1[column] }
      for column in sums.1.indices { sums.1[column] += part.2[column] }
    }
    let count = Double(max(1, kept.count))
    return (sums.0.map { $0 / count }, sums.1.map { $0 / count }, kept)
  }
}
