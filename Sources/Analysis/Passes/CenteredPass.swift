import EmbeddingSets
import LinearAlgebra
import Streaming

/// A second read of the rows, for what needs the mean or the eigenvectors first: directions of the
/// centered rows, and the partition function along the eigenvectors.
struct CenteredPass: Sendable {
  /// Sums of the directions w = z/|z| of the centered rows of one block of rows.
  struct Directions: Sendable {
    /// Rows that are not the mean itself.
    var count = 0
    /// Σ w.
    var sum: [Double]
  }

  /// What the read found.
  struct Result: Sendable {
    /// One a block of the row pass.
    var directions: [Directions] = []
    /// ln Z(c) = ln Σᵢ exp(c · xᵢ) for c along the vectors, then against them; empty without any.
    var logPartition: [Double] = []
  }

  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int

  /// A centered row this close to the mean, relative to both, is the rounding of a difference.
  private static let rounding = 0x1p-50

  /// Reads the rows once for both.
  ///
  /// - Parameter vectors: directions of the partition function, as rows; nil to leave it out.
  /// - Complexity: 2 n d · (number of vectors) operations.
  func run(along vectors: Matrix?) async throws -> Result {
    let columnCount = source.shape.columnCount
    let rows = ViewRows(source: source, pass: pass, view: .raw)
    let mean = ViewRows(source: source, pass: pass, view: .centered).origin()
    let plan = RowPassRunner.plan(rowCount: source.shape.rowCount, columnCount: columnCount)
    let inputUnits = 1 / pass.state.configuration.scale
    var result = Result()
    var total = LogSumExp(count: vectors?.rowCount ?? 0)
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var directions = Directions(sum: [Double](repeating: 0, count: columnCount))
      var potential = LogSumExp(count: vectors?.rowCount ?? 0)
      var projections: [Double] = []
      var reader = RowReader(rows, origin: [Double](repeating: 0, count: columnCount))
      for range in plan.blocks(ofShard: shard) {
        let count = try reader.read(range)
        let block = reader.rows.span.extracting(0..<count * columnCount)
        directions.add(block, about: mean, rounding: Self.rounding)
        guard let vectors else { continue }
        if projections.count < count * vectors.rowCount {
          projections = Array(repeating: 0, count: count * vectors.rowCount)
        }
        BLAS.doubleProductTransposed(
          left: block, leftRows: count, right: vectors.elements.span, rightRows: vectors.rowCount,
          depth: columnCount, into: &projections)
        if inputUnits != 1 {
          for index in 0..<count * vectors.rowCount { projections[index] *= inputUnits }
        }
        potential.add(projections, rowCount: count)
      }
      return (directions, potential)
    } consume: { _, part in
      result.directions.append(part.0)
      total.merge(part.1)
    }
    if vectors != nil { result.logPartition = total.values() }
    return result
  }
}

extension CenteredPass.Directions {
  /// Adds z/|z| of each row x, z = x - mean, leaving out rows that are the mean itself.
  fileprivate mutating func add(_ rows: Span<Double>, about mean: [Double], rounding: Double) {
    let columnCount = mean.count
    let smallestNorm = rounding * dot(mean, mean).squareRoot()
    let origin = mean.span
    var found = 0
    var sum = sum.mutableSpan
    for start in stride(from: 0, to: rows.count, by: columnCount) {
      var square = 0.0
      for column in 0..<columnCount {
        let value = rows[start + column] - origin[column]
        square += value * value
      }
      let norm = square.squareRoot()
      guard norm > smallestNorm else { continue }
      found += 1
      let weight = 1 / norm
      for column in 0..<columnCount {
        sum[column] += weight * (rows[start + column] - origin[column])
      }
    }
    count += found
  }
}
