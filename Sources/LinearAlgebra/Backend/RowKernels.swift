import CKernels

/// One pass over decoded rows: the elementwise loops of `rows.c`, typed and bounds-checked.
///
/// Rows are given as Float or Double, row-major; every sum is kept in Double.
public enum RowKernels {
  /// Sum of squares of `scale` × x (not finite where a component is not) and a fingerprint of the
  /// bits of each row, with -0 taken as +0.
  public static func scanRows(
    _ rows: [Float], columnCount: Int, scale: Double, squaredNorms: inout [Double],
    fingerprints: inout [UInt64]
  ) {
    let rowCount = checkedRowCount(rows.count, columnCount)
    precondition(
      squaredNorms.count == rowCount && fingerprints.count == rowCount, "one entry a row")
    unsafe embedscope_scan_rows_f32(
      rows, rowCount, columnCount, scale, &squaredNorms, &fingerprints)
  }

  /// Sum of squares of `scale` × x (not finite where a component is not) and a fingerprint of the
  /// bits of each row, with -0 taken as +0.
  public static func scanRows(
    _ rows: [Double], columnCount: Int, scale: Double, squaredNorms: inout [Double],
    fingerprints: inout [UInt64]
  ) {
    let rowCount = checkedRowCount(rows.count, columnCount)
    precondition(
      squaredNorms.count == rowCount && fingerprints.count == rowCount, "one entry a row")
    unsafe embedscope_scan_rows_f64(
      rows, rowCount, columnCount, scale, &squaredNorms, &fingerprints)
  }

  /// Packs y = weight × x - shift of the rows whose weight is not 0 into `shifted` and adds Σ y,
  /// Σ |y|² y and Σ |y|⁴ to the sums.
  ///
  /// - Returns: the number of rows packed.
  public static func shiftRows(
    _ rows: [Float], columnCount: Int, weights: [Double], shift: [Double],
    shifted: inout [Double], sum: inout [Double], cubic: inout [Double], quartic: inout Double
  ) -> Int {
    checkColumns(rows.count, columnCount, weights, [shift, sum, cubic])
    precondition(shifted.count >= rows.count, "the packed rows need room")
    return unsafe embedscope_shift_rows_f32(
      rows, weights.count, columnCount, weights, shift, &shifted, &sum, &cubic, &quartic)
  }

  /// Packs y = weight × x - shift of the rows whose weight is not 0 into `shifted` and adds Σ y,
  /// Σ |y|² y and Σ |y|⁴ to the sums.
  ///
  /// - Returns: the number of rows packed.
  public static func shiftRows(
    _ rows: [Double], columnCount: Int, weights: [Double], shift: [Double],
    shifted: inout [Double], sum: inout [Double], cubic: inout [Double], quartic: inout Double
  ) -> Int {
    checkColumns(rows.count, columnCount, weights, [shift, sum, cubic])
    precondition(shifted.count >= rows.count, "the packed rows need room")
    return unsafe embedscope_shift_rows_f64(
      rows, weights.count, columnCount, weights, shift, &shifted, &sum, &cubic, &quartic)
  }

  /// Column extremes of x, and Σ y and Σ y² for y = weight × x - shift, of the rows whose weight is
  /// not 0.
  public static func scanColumns(
    _ rows: [Float], columnCount: Int, weights: [Double], shift: [Double],
    minimum: inout [Double], maximum: inout [Double], sum: inout [Double],
    sumOfSquares: inout [Double]
  ) {
    checkColumns(rows.count, columnCount, weights, [shift, minimum, maximum, sum, sumOfSquares])
    unsafe embedscope_scan_columns_f32(
      rows, weights.count, columnCount, weights, shift, &minimum, &maximum, &sum, &sumOfSquares)
  }

  /// Column extremes of x, and Σ y and Σ y² for y = weight × x - shift, of the rows whose weight is
  /// not 0.
  public static func scanColumns(
    _ rows: [Double], columnCount: Int, weights: [Double], shift: [Double],
    minimum: inout [Double], maximum: inout [Double], sum: inout [Double],
    sumOfSquares: inout [Double]
  ) {
    checkColumns(rows.count, columnCount, weights, [shift, minimum, maximum, sum, sumOfSquares])
    unsafe embedscope_scan_columns_f64(
      rows, weights.count, columnCount, weights, shift, &minimum, &maximum, &sum, &sumOfSquares)
  }

  /// Running log-sum-exp of +p and of -p down each column of a row-major block of projections.
  ///
  /// The state of a column is a maximum and the sum of exp(value - maximum); it starts at
  /// -infinity and 0.
  public static func logSumExpColumns(
    _ projections: [Double], rowCount: Int, columnCount: Int, maximumPlus: inout [Double],
    sumPlus: inout [Double], maximumMinus: inout [Double], sumMinus: inout [Double]
  ) {
    precondition(projections.count >= rowCount * columnCount, "rowCount × columnCount projections")
    for state in [maximumPlus, sumPlus, maximumMinus, sumMinus] {
      precondition(state.count == columnCount, "one state a column")
    }
    unsafe embedscope_log_sum_exp_columns(
      projections, rowCount, columnCount, &maximumPlus, &sumPlus, &maximumMinus, &sumMinus)
  }

  private static func checkedRowCount(_ valueCount: Int, _ columnCount: Int) -> Int {
    precondition(columnCount > 0 && valueCount.isMultiple(of: columnCount), "whole rows are needed")
    return valueCount / columnCount
  }

  private static func checkColumns(
    _ valueCount: Int, _ columnCount: Int, _ weights: [Double], _ columns: [[Double]]
  ) {
    precondition(valueCount == weights.count * columnCount, "one weight a row")
    for column in columns { precondition(column.count == columnCount, "one entry a column") }
  }
}
