import EmbeddingSets
import Streaming

/// Which rows of a set have a direction.
enum DirectionRows {
  /// Rows read at a time.
  private static let blockRows = 2048

  /// For each row, whether it is finite and not zero: one more read of the rows, unless all are.
  static func usable(_ source: any EmbeddingSource, pass: RowPassResult) throws -> [Bool] {
    let rowCount = source.shape.rowCount
    var usable = [Bool](repeating: true, count: rowCount)
    if pass.state.tally.directionCount == rowCount { return usable }
    var measure = RowMeasure()
    for start in stride(from: 0, to: rowCount, by: blockRows) {
      let range = start..<min(rowCount, start + blockRows)
      measure.measure(try source.block(rows: range), scale: pass.state.configuration.scale)
      for row in range { usable[row] = measure.unitWeights[row - start] != 0 }
    }
    return usable
  }

  /// The sum of the directions of the rows of these numbers; of the rows themselves where they are unit.
  ///
  /// - Precondition: each has a direction.
  static func sum(
    of rows: [Int], in source: any EmbeddingSource, scale: Double, areUnit: Bool, jobs: Int
  ) async throws -> [Double] {
    let columnCount = source.shape.columnCount
    var total = [Double](repeating: 0, count: columnCount)
    let plan = PairPass.plan(count: rows.count, columnCount: columnCount)
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var sum = [Double](repeating: 0, count: columnCount)
      var reader = RowGatherer(source, scale: scale)
      for range in plan.blocks(ofShard: shard) {
        try reader.read(rows[range])
        let values = reader.rows.span
        for row in 0..<range.count {
          let elements = row * columnCount..<(row + 1) * columnCount
          let weight = areUnit ? 1 : UnitWeight.of(values, elements)
          for column in 0..<columnCount {
            sum[column] += weight * values[elements.lowerBound + column]
          }
        }
      }
      return sum
    } consume: { _, sum in
      for column in 0..<columnCount { total[column] += sum[column] }
    }
    return total
  }
}

/// What a row is multiplied by to have norm 1.
enum UnitWeight {
  /// A squared norm below this may have lost components to underflow.
  private static let smallestSafeSquare = 0x1p-960

  /// The factor of a row that is finite and not zero.
  static func of(_ rows: Span<Double>, _ elements: Range<Int>) -> Double {
    var square = 0.0
    for index in elements { square += rows[index] * rows[index] }
    if square >= smallestSafeSquare, square.isFinite { return 1 / square.squareRoot() }
    var largest = 0.0
    for index in elements { largest = max(largest, rows[index].magnitude) }
    square = 0
    for index in elements { square += (rows[index] / largest) * (rows[index] / largest) }
    return 1 / square.squareRoot() / largest
  }
}
