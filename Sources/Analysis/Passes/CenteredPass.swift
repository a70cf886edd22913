import EmbeddingSets
import LinearAlgebra
import Streaming

/// A second read of the rows, for what needs the mean or the eigenvectors first: directions of the
/// centered rows, and the partition function along the eigenvectors.
struct CenteredPass {
  /// Sums of the directions w = z/|z| of the centered rows of each block of rows.
  struct Directions: Sendable {
    /// Rows that are not the mean itself.
    var count = 0
    /// Σ w.
    var sum: [Double]
  }

  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int

  /// A centered row this close to the mean, relative to both, is the rounding of a difference.
  private static let rounding = 0x1p-50

  /// Sums of directions, one a block of the row pass.
  func directions() async throws -> [Directions] {
    let rows = ViewRows(source: source, pass: pass, view: .centered)
    let origin = rows.origin()
    let meanNorm = dot(origin, origin).squareRoot()
    let columnCount = source.shape.columnCount
    let plan = RowPassRunner.plan(rowCount: source.shape.rowCount, columnCount: columnCount)
    var shards: [Directions] = []
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var directions = Directions(sum: [Double](repeating: 0, count: columnCount))
      var reader = RowReader(rows, origin: origin)
      for range in plan.blocks(ofShard: shard) {
        let count = try reader.read(range)
        reader.addDirections(
          count: count, smallestNorm: Self.rounding * meanNorm, to: &directions)
      }
      return directions
    } consume: { _, directions in
      shards.append(directions)
    }
    return shards
  }

  /// ln Z(c) = ln Σᵢ exp(c · xᵢ) for c along and against each of the given directions.
  func logPartition(along vectors: Matrix) async throws -> [Double] {
    let rows = ViewRows(source: source, pass: pass, view: .raw)
    let columnCount = source.shape.columnCount
    let directionCount = vectors.rowCount
    let zeros = [Double](repeating: 0, count: columnCount)
    let inputUnits = 1 / pass.state.configuration.scale
    let plan = RowPassRunner.plan(rowCount: source.shape.rowCount, columnCount: columnCount)
    var total = LogSumExp(count: directionCount)
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var state = LogSumExp(count: directionCount)
      var reader = RowReader(rows, origin: zeros)
      var projections: [Double] = []
      for range in plan.blocks(ofShard: shard) {
        let count = try reader.read(range)
        if projections.count < count * directionCount {
          projections = Array(repeating: 0, count: count * directionCount)
        }
        BLAS.doubleProductTransposed(
          left: reader.rows.span.extracting(0..<count * columnCount), leftRows: count,
          right: vectors.elements.span, rightRows: directionCount, depth: columnCount,
          into: &projections)
        if inputUnits != 1 {
          for index in 0..<count * directionCount { projections[index] *= inputUnits }
        }
        state.add(projections, rowCount: count)
      }
      return state
    } consume: { _, state in
      total.merge(state)
    }
    return total.values()
  }
}

extension RowReader {
  /// Adds z/|z| of the rows read last to the sums, leaving out rows that are the mean itself.
  fileprivate func addDirections(
    count: Int, smallestNorm: Double, to directions: inout CenteredPass.Directions
  ) {
    let columnCount = directions.sum.count
    let rows = rows.span
    for row in 0..<count {
      let start = row * columnCount
      var square = 0.0
      for column in 0..<columnCount { square += rows[start + column] * rows[start + column] }
      let norm = square.squareRoot()
      guard norm > smallestNorm else { continue }
      directions.count += 1
      let weight = 1 / norm
      var sum = directions.sum.mutableSpan
      for column in 0..<columnCount { sum[column] += weight * rows[start + column] }
    }
  }
}
