/// Some rows of another set, in an order of their own, as a set.
public struct SelectedRows: EmbeddingSource {
  /// What a report calls the set.
  public let name: String
  /// Rows chosen; columns and stored type of the set they come from.
  public let shape: EmbeddingShape
  private let base: any EmbeddingSource
  private let numbers: [Int]

  /// The rows of these numbers.
  ///
  /// - Precondition: every number is that of a row of `base`.
  public init(_ base: any EmbeddingSource, rows numbers: [Int]) {
    precondition(
      numbers.allSatisfy { $0 >= 0 && $0 < base.shape.rowCount }, "rows are chosen from the set")
    self.base = base
    self.numbers = numbers
    name = base.name
    shape = EmbeddingShape(
      rowCount: numbers.count, columnCount: base.shape.columnCount, storedAs: base.shape.storedAs)
  }

  /// The rows of a range of the selection.
  ///
  /// Rows that lie close together are read as one range, from which the chosen ones are picked.
  public func block(rows: Range<Int>) throws -> RowBlock {
    let chosen = numbers[rows]
    guard let low = chosen.min(), let high = chosen.max() else {
      let block = try base.block(rows: 0..<0)
      return RowBlock(
        firstRow: rows.lowerBound, rowCount: 0, columnCount: shape.columnCount,
        values: block.values)
    }
    let isCompact = high - low < 4 * chosen.count
    let window = isCompact ? try base.block(rows: low..<high + 1) : nil
    var floats: [Float] = []
    var doubles: [Double] = []
    let columnCount = shape.columnCount
    for number in chosen {
      let block = try window ?? base.block(rows: number..<number + 1)
      let start = (number - block.firstRow) * columnCount
      switch block.values {
      case .float(let values): floats += values[start..<start + columnCount]
      case .double(let values): doubles += values[start..<start + columnCount]
      }
    }
    return RowBlock(
      firstRow: rows.lowerBound, rowCount: chosen.count, columnCount: columnCount,
      values: shape.storedAs.fitsFloat ? .float(floats) : .double(doubles))
  }
}
