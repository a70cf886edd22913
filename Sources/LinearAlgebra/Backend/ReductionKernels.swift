import CKernels

/// Rows stored in fewer numbers or fewer bits: the loops of `reductions.c`.
public enum ReductionKernels {
  /// Rows rounded to Float, and |x|² of the rounded ones in Double.
  public static func roundRows(
    _ rows: Span<Double>, rowCount: Int, columnCount: Int
  ) -> (values: [Float], squares: [Double]) {
    precondition(rows.count >= rowCount * columnCount, "whole rows are needed")
    var values = [Float](repeating: 0, count: rowCount * columnCount)
    var squares = [Double](repeating: 0, count: rowCount)
    unsafe rows.withUnsafeBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      unsafe embedscope_round_rows(base, rowCount, columnCount, &values, &squares)
    }
    return (values, squares)
  }

  /// |x|² of the first so many components of each row, for ascending widths: one of each a row.
  public static func prefixSquares(
    _ rows: [Float], columnCount: Int, widths: [Int]
  ) -> [Double] {
    let rowCount = checkedRowCount(rows.count, columnCount)
    precondition(
      widths.allSatisfy { $0 > 0 && $0 <= columnCount } && widths == widths.sorted(),
      "ascending widths of at most a row")
    var squares = [Double](repeating: 0, count: rowCount * widths.count)
    unsafe embedscope_prefix_squares(
      rows, rowCount, columnCount, widths.map(UInt32.init), widths.count, &squares)
    return squares
  }

  /// Some columns of each row, in the order given.
  public static func columns(
    _ columns: [UInt32], of rows: [Float], columnCount: Int
  ) -> [Float] {
    let rowCount = checkedRowCount(rows.count, columnCount)
    for column in columns { precondition(Int(column) < columnCount, "a column of the rows") }
    var gathered = [Float](repeating: 0, count: rowCount * columns.count)
    unsafe embedscope_gather_columns(
      rows, rowCount, columnCount, columns, columns.count, &gathered)
    return gathered
  }

  /// floor((x - start) / step) cut to 0...255, less 128, or read back as start + step × code.
  public static func byteCodes(
    _ rows: [Float], starts: [Float], steps: [Float], decoded: Bool
  ) -> [Float] {
    let rowCount = checkedRowCount(rows.count, starts.count)
    precondition(steps.count == starts.count, "one start and one step a column")
    var codes = [Float](repeating: 0, count: rows.count)
    unsafe embedscope_byte_codes(
      rows, rowCount, starts.count, starts, steps, decoded ? 1 : 0, &codes)
    return codes
  }

  /// Values rounded to half precision.
  public static func halfPrecision(_ values: [Float]) -> [Float] {
    var rounded = [Float](repeating: 0, count: values.count)
    unsafe embedscope_half_precision(values, values.count, &rounded)
    return rounded
  }

  private static func checkedRowCount(_ valueCount: Int, _ columnCount: Int) -> Int {
    precondition(columnCount > 0 && valueCount.isMultiple(of: columnCount), "whole rows are needed")
    return valueCount / columnCount
  }
}
