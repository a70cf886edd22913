import EmbeddingSets
import LinearAlgebra
import Streaming

/// Extremes of each column, and sums of y and y² with y the scaled and shifted value.
///
/// Merge class: extremes exact, sums rounded.
public struct ColumnStatistics: Sendable, Hashable {
  /// Rows summed.
  public internal(set) var count = 0
  /// Smallest value, in the input's own units.
  public internal(set) var minimum: [Double]
  /// Largest value.
  public internal(set) var maximum: [Double]
  /// Σ y.
  public internal(set) var sum: [Double]
  /// Σ y².
  public internal(set) var sumOfSquares: [Double]

  init(columnCount: Int) {
    minimum = Array(repeating: .infinity, count: columnCount)
    maximum = Array(repeating: -.infinity, count: columnCount)
    sum = Array(repeating: 0, count: columnCount)
    sumOfSquares = sum
  }

  mutating func add(_ block: RowBlock, weights: [Double], shift: [Double]) {
    switch block.values {
    case .float(let rows):
      RowKernels.scanColumns(
        rows, columnCount: block.columnCount, weights: weights, shift: shift, minimum: &minimum,
        maximum: &maximum, sum: &sum, sumOfSquares: &sumOfSquares)
    case .double(let rows):
      RowKernels.scanColumns(
        rows, columnCount: block.columnCount, weights: weights, shift: shift, minimum: &minimum,
        maximum: &maximum, sum: &sum, sumOfSquares: &sumOfSquares)
    }
    for weight in weights where weight != 0 { count += 1 }
  }

  mutating func merge(_ later: ColumnStatistics) {
    count += later.count
    for column in minimum.indices {
      minimum[column] = min(minimum[column], later.minimum[column])
      maximum[column] = max(maximum[column], later.maximum[column])
      sum[column] += later.sum[column]
      sumOfSquares[column] += later.sumOfSquares[column]
    }
  }

  /// Standard deviation (ddof 1) of y in each column; nil with fewer than two rows.
  ///
  /// - Parameter sameWeights: every row had the same weight, so that equal values make equal y and
  ///   their deviation is 0, not rounding.
  func standardDeviations(sameWeights: Bool) -> [Double]? {
    guard count >= 2 else { return nil }
    return sum.indices.map { column in
      if sameWeights, minimum[column] == maximum[column] { return 0 }
      let scatter = sumOfSquares[column] - sum[column] * sum[column] / Double(count)
      return (max(0, scatter) / Double(count - 1)).squareRoot()
    }
  }

  /// Mean of y in each column.
  func means() -> [Double] { sum.map { $0 / Double(max(1, count)) } }
}

extension ColumnStatistics {
  func save(to archive: inout StateWriter) {
    archive.write(count)
    for values in [minimum, maximum, sum, sumOfSquares] { archive.write(values) }
  }

  init(restoring archive: inout StateReader) throws {
    count = try archive.readInt()
    minimum = try archive.readDoubles()
    maximum = try archive.readDoubles()
    sum = try archive.readDoubles()
    sumOfSquares = try archive.readDoubles()
    guard Set([minimum.count, maximum.count, sum.count, sumOfSquares.count]).count == 1 else {
      throw StateError.inconsistent("column statistics of unequal length")
    }
  }
}
