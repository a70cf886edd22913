import EmbeddingSets
import LinearAlgebra

/// Reads matched rows of two sets by their places in the matching, as scaled Doubles.
struct MatchedReader {
  private var firstRows: RowGatherer
  private var secondRows: RowGatherer
  private let matching: RowMatching
  private let scales: (first: Double, second: Double)
  private let columnCounts: (first: Int, second: Int)
  private var count = 0
  /// The rows read last, packed row-major.
  private var first: [Double] = []
  private var second: [Double] = []

  init(
    _ first: any EmbeddingSource, _ second: any EmbeddingSource, _ matching: RowMatching,
    scales: (Double, Double)
  ) {
    firstRows = RowGatherer(first, scale: scales.0)
    secondRows = RowGatherer(second, scale: scales.1)
    self.matching = matching
    self.scales = scales
    columnCounts = (first.shape.columnCount, second.shape.columnCount)
  }

  /// Reads the rows at these places of the matching.
  mutating func read(_ places: [Int]) throws {
    count = places.count
    try firstRows.read(places.map { matching.first[$0] }[...])
    try secondRows.read(places.map { matching.second[$0] }[...])
    first = Array(firstRows.rows.prefix(count * columnCounts.first))
    second = Array(secondRows.rows.prefix(count * columnCounts.second))
  }

  /// Adds the rows that are finite in both sets to sums; returns which these are.
  func addFinite(to firstSum: inout [Double], _ secondSum: inout [Double]) -> [Int] {
    (0..<count).filter { row in
      let left = first.span.extracting(row * columnCounts.first..<(row + 1) * columnCounts.first)
      let right = second.span.extracting(
        row * columnCounts.second..<(row + 1) * columnCounts.second)
      guard Self.isFinite(left), Self.isFinite(right) else { return false }
      for column in 0..<left.count { firstSum[column] += left[column] }
      for column in 0..<right.count { secondSum[column] += right[column] }
      return true
    }
  }

  private static func isFinite(_ row: Span<Double>) -> Bool {
    // 0 × x is 0 for finite x and NaN for all others
    var sum = 0.0
    for index in 0..<row.count { sum += 0 * row[index] }
    return sum == 0
  }

  /// Takes a row off every row of each set.
  mutating func subtract(_ firstMean: [Double], _ secondMean: [Double]) {
    Self.subtract(firstMean, from: &first)
    Self.subtract(secondMean, from: &second)
  }

  private static func subtract(_ mean: [Double], from rows: inout [Double]) {
    let mean = mean.span
    var rows = rows.mutableSpan
    for start in stride(from: 0, to: rows.count, by: mean.count) {
      for column in 0..<mean.count { rows[start + column] -= mean[column] }
    }
  }

  /// Adds XᵀX, YᵀY, XᵀY and sums of squared norms.
  func addProducts(to result: inout CrossMoments.Result) {
    result.first.addGram(ofRows: first.span, rowCount: count)
    result.second.addGram(ofRows: second.span, rowCount: count)
    result.cross.add(
      product(
        Matrix(rowCount: count, columnCount: columnCounts.first, elements: first),
        Matrix(rowCount: count, columnCount: columnCounts.second, elements: second),
        transposeA: true))
    for row in 0..<count {
      let left = Self.square(first, row, columnCounts.first)
      let right = Self.square(second, row, columnCounts.second)
      result.firstSquares += left
      result.secondSquares += right
      result.firstFourths += left * left
      result.secondFourths += right * right
      result.products += left * right
    }
  }

  private static func square(_ rows: [Double], _ row: Int, _ columnCount: Int) -> Double {
    let rows = rows.span
    var sum = 0.0
    for index in row * columnCount..<(row + 1) * columnCount { sum += rows[index] * rows[index] }
    return sum
  }

  /// Appends cosines and ratios of norms of the rows as stored, and widens the largest change.
  ///
  /// The cosine comes from the difference of the unit rows: u · v knows nothing below 1e-16.
  func addChanges(to result: inout CrossMoments.Result) {
    let units = (1 / scales.first, 1 / scales.second)
    let isShared = columnCounts.first == columnCounts.second
    let (x, y) = (first.span, second.span)
    for row in 0..<count {
      let left = Self.square(first, row, columnCounts.first).squareRoot()
      let right = Self.square(second, row, columnCounts.second).squareRoot()
      result.normRatios.append(left > 0 ? right * units.1 / (left * units.0) : nil)
      guard isShared, left > 0, right > 0 else {
        result.cosines.append(nil)
        widen(&result, row)
        continue
      }
      var square = 0.0
      for index in row * columnCounts.first..<(row + 1) * columnCounts.first {
        let difference = x[index] / left - y[index] / right
        square += difference * difference
      }
      result.cosines.append(max(-1, 1 - square / 2))
      widen(&result, row)
    }
  }

  private func widen(_ result: inout CrossMoments.Result, _ row: Int) {
    guard var largest = result.largestChange else { return }
    let units = (1 / scales.first, 1 / scales.second)
    for index in row * columnCounts.first..<(row + 1) * columnCounts.first {
      largest = max(largest, (first[index] * units.0 - second[index] * units.1).magnitude)
    }
    result.largestChange = largest
  }
}
