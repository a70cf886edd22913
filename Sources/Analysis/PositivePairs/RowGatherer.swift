import EmbeddingSets

/// Reads rows by their numbers, in any order, as Doubles.
///
/// Rows that follow each other are read together; a set that is read in its own order costs what
/// blocks cost.
struct RowGatherer {
  let source: any EmbeddingSource
  /// What every value is multiplied by: a power of two.
  let scale: Double
  /// The rows read last, packed row-major; capacity may exceed them.
  private(set) var rows: [Double] = []

  init(_ source: any EmbeddingSource, scale: Double) {
    self.source = source
    self.scale = scale
  }

  /// Reads the rows of these numbers into ``rows``.
  mutating func read(_ numbers: ArraySlice<Int>) throws {
    let columnCount = source.shape.columnCount
    if rows.count < numbers.count * columnCount {
      rows = Array(repeating: 0, count: numbers.count * columnCount)
    }
    var target = 0
    var start = numbers.startIndex
    while start < numbers.endIndex {
      var end = start + 1
      while end < numbers.endIndex, numbers[end] == numbers[end - 1] + 1 { end += 1 }
      let block = try source.block(rows: numbers[start]..<numbers[end - 1] + 1)
      put(block, at: target)
      target += block.values.count
      start = end
    }
  }

  private mutating func put(_ block: RowBlock, at target: Int) {
    let scale = scale
    var rows = rows.mutableSpan
    switch block.values {
    case .float(let values):
      let values = values.span
      for index in 0..<values.count { rows[target + index] = scale * Double(values[index]) }
    case .double(let values):
      let values = values.span
      for index in 0..<values.count { rows[target + index] = scale * values[index] }
    }
  }
}
