public import EmbeddingSets
import LinearAlgebra
import Streaming

/// The singular values of a matrix of scores, queries × documents, after its row and column means are
/// taken out (double centring): how many directions the scoring really uses.
///
/// Row means are what a query gives every document alike and column means the reverse, so neither
/// orders documents for one query differently than for another.
public enum ScoreSpectrum {
  /// The spectrum of dot products, from the two triangular factors: J Q D′ J = (J Q)(J D)′.
  ///
  /// - Complexity: O((queries + documents) d²); no score is computed.
  public static func ofDotProducts(
    queries: any EmbeddingSource, documents: any EmbeddingSource
  ) throws -> SingularSpectrum {
    let left = try centredFactor(queries)
    let right = try centredFactor(documents)
    return SingularSpectrum(try product(left, right, transposeB: true).singularValues())
  }

  private static func centredFactor(_ source: any EmbeddingSource) throws -> Matrix {
    let moments = try ColumnMeans(source)
    var factor = TallSkinnyFactor(columnCount: source.shape.columnCount)
    for rows in ranges(of: source.shape.rowCount, length: 1024) {
      let block = moments.centred(try source.block(rows: rows).doubles)
      try factor.absorb(rows: block.span, rowCount: rows.count)
    }
    return factor.finish()
  }

  /// Most queries that scores are compared over; effective ranks of different exports are comparable
  /// because all are taken over the same ones.
  private static let mostQueries = 256
  /// Most scores in memory.
  private static let mostScores = 1 << 25

  /// Queries whose scores tell the spectrum of a representation: all, or a seeded sample; none where the
  /// documents are too many for a sample that says anything.
  static func sample(of representation: any Representation, seed: UInt64) -> [Int] {
    let limit = min(mostQueries, mostScores / max(1, representation.documentCount))
    guard representation.queryCount > limit else { return Array(0..<representation.queryCount) }
    guard limit >= 16 else { return [] }
    var generator = SplitMix64(seed: seed)
    return SeededSample.draw(limit, from: representation.queryCount, &generator)
  }

  /// The spectrum of all scores of a representation; what is not retrieved counts 0.
  ///
  /// - Complexity: O(queries² × documents), in memory O(queries × documents).
  public static func of(
    _ representation: any TiledRepresentation, jobs: Int
  ) async throws -> SingularSpectrum {
    let blocks = representation.queryBlocks
    var scores: [Double] = []
    try await orderedMap(count: blocks.count, width: jobs) { index in
      try representation.scores(queries: blocks[index])
    } consume: { _, part in
      scores += part
    }
    return try ofScores(
      scores, rowCount: representation.queryCount, columnCount: representation.documentCount)
  }

  /// The spectrum of a matrix of scores, queries × documents, row-major.
  static func ofScores(
    _ scores: [Double], rowCount: Int, columnCount: Int
  ) throws -> SingularSpectrum {
    var scores = scores
    centreRows(&scores, columnCount: columnCount)
    var means = [Double](repeating: 0, count: columnCount)
    for first in stride(from: 0, to: scores.count, by: max(1, columnCount)) {
      for column in 0..<columnCount { means[column] += scores[first + column] }
    }
    for column in means.indices { means[column] /= Double(max(1, rowCount)) }
    for first in stride(from: 0, to: scores.count, by: max(1, columnCount)) {
      for column in 0..<columnCount { scores[first + column] -= means[column] }
    }
    return try spectrum(scores, rowCount: rowCount, columnCount: columnCount)
  }

  private static func centreRows(_ scores: inout [Double], columnCount: Int) {
    for first in stride(from: 0, to: scores.count, by: max(1, columnCount)) {
      var sum = 0.0
      for index in first..<first + columnCount {
        if scores[index] == -.infinity { scores[index] = 0 }
        sum += scores[index]
      }
      let mean = sum / Double(columnCount)
      for index in first..<first + columnCount { scores[index] -= mean }
    }
  }

  /// By the triangular factor of the longer side, which keeps small values that a Gram matrix loses.
  private static func spectrum(
    _ scores: [Double], rowCount: Int, columnCount: Int
  ) throws -> SingularSpectrum {
    guard rowCount > 0, columnCount > 0 else { return SingularSpectrum([]) }
    let matrix = Matrix(rowCount: rowCount, columnCount: columnCount, elements: scores)
    let tall = rowCount >= columnCount ? matrix : matrix.transposed()
    return SingularSpectrum(try tall.triangularFactor().singularValues())
  }
}

/// The column means of a set, and rows without them.
struct ColumnMeans: Sendable {
  let means: [Double]

  /// One pass over a set.
  init(_ source: any EmbeddingSource) throws {
    let columnCount = source.shape.columnCount
    var sums = [Double](repeating: 0, count: columnCount)
    for rows in ranges(of: source.shape.rowCount, length: 1024) {
      let values = try source.block(rows: rows).doubles
      for first in stride(from: 0, to: values.count, by: columnCount) {
        for column in 0..<columnCount { sums[column] += values[first + column] }
      }
    }
    for column in sums.indices { sums[column] /= Double(max(1, source.shape.rowCount)) }
    means = sums
  }

  /// Rows minus the means.
  func centred(_ rows: [Double]) -> [Double] {
    var rows = rows
    for first in stride(from: 0, to: rows.count, by: means.count) {
      for column in means.indices { rows[first + column] -= means[column] }
    }
    return rows
  }
}
