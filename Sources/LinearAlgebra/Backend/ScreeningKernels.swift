import CKernels

/// Selection of neighbours that first sorts out pairs by products of 8-bit codes: the loops of
/// `screening.c`.
///
/// Lists end with the rows of the largest keys, as those of ``NeighborKernels`` do, up to the rounding of
/// the products in Float.
public enum ScreeningKernels {
  /// Whether this processor multiplies 8-bit codes four times as fast as Floats (AVX-512 with VNNI).
  public static let isAvailable = embedscope_can_screen() != 0

  /// Most components of a row: sums of products of codes are numbers of 32 bits.
  public static let mostColumns = 1 << 17

  /// One side of a tile.
  public struct Side: Sendable {
    /// Rows of Floats, row-major.
    let values: [Float]
    let codes: ScreeningCodes
    /// The number of each row in its set.
    let numbers: [UInt32]

    /// A side.
    ///
    /// - Precondition: `codes` are those of `values`, one number a row.
    public init(values: [Float], codes: ScreeningCodes, numbers: [UInt32]) {
      precondition(
        values.count == codes.rowCount * codes.columnCount && numbers.count == codes.rowCount,
        "codes and numbers of the rows")
      self.values = values
      self.codes = codes
      self.numbers = numbers
    }
  }

  /// The codes of some rows of finite values.
  public static func codes(_ rows: [Float], columnCount: Int) -> ScreeningCodes {
    precondition(columnCount > 0 && rows.count.isMultiple(of: columnCount), "whole rows are needed")
    precondition(columnCount <= mostColumns, "at most \(mostColumns) components")
    let rowCount = rows.count / columnCount
    let depth = embedscope_screen_depth(columnCount)
    var left = [UInt8](repeating: 0, count: rowCount * depth)
    var right = [Int8](repeating: 0, count: embedscope_screen_width(rowCount) * depth)
    var corrections = [Int32](repeating: 0, count: rowCount)
    var terms = [Float](repeating: 0, count: 4 * rowCount)
    unsafe embedscope_screen_codes(
      rows, rowCount, columnCount, &left, &right, &corrections, &terms)
    return ScreeningCodes(
      rowCount: rowCount, columnCount: columnCount, left: left, right: right,
      corrections: corrections, terms: terms)
  }

  /// Offers each row of a tile to the list of each of its columns and the other way round, where the codes
  /// do not rule it out.
  ///
  /// With `hasHalves` the key of a row y for a row x is x · y - |y|²/2, else x · y.
  ///
  /// - Returns: how many products were computed in Float.
  public static func screen(
    rows: Side, columns: Side, hasHalves: Bool, rowLists: inout RunningNeighbors,
    columnLists: inout RunningNeighbors
  ) -> Int {
    precondition(isAvailable, "the processor has the instructions")
    precondition(
      rows.codes.columnCount == columns.codes.columnCount
        && rowLists.rowCount == rows.numbers.count
        && columnLists.rowCount == columns.numbers.count
        && rowLists.capacity == columnLists.capacity, "one list a row and a column")
    return unsafe embedscope_screen_f32(
      rows.codes.left, rows.values, rows.codes.terms, rows.numbers, rows.numbers.count,
      columns.codes.right, columns.values, columns.codes.terms, columns.codes.corrections,
      columns.numbers, columns.numbers.count, rows.codes.columnCount, 0, hasHalves ? 1 : 0,
      rows.codes.length, columns.codes.length, rowLists.capacity, &rowLists.keys,
      &rowLists.numbers, &rowLists.counts, &columnLists.keys, &columnLists.numbers,
      &columnLists.counts)
  }

  /// The same for each pair of rows of a panel.
  public static func screen(
    within rows: Side, hasHalves: Bool, lists: inout RunningNeighbors
  ) -> Int {
    precondition(isAvailable, "the processor has the instructions")
    precondition(lists.rowCount == rows.numbers.count, "one list a row")
    let (count, capacity) = (rows.numbers.count, lists.capacity)
    return unsafe lists.keys.withUnsafeMutableBufferPointer { keys in
      unsafe lists.numbers.withUnsafeMutableBufferPointer { numbers in
        unsafe lists.counts.withUnsafeMutableBufferPointer { counts in
          unsafe embedscope_screen_f32(
            rows.codes.left, rows.values, rows.codes.terms, rows.numbers, count, rows.codes.right,
            rows.values, rows.codes.terms, rows.codes.corrections, rows.numbers, count,
            rows.codes.columnCount, 1, hasHalves ? 1 : 0, rows.codes.length, rows.codes.length,
            capacity, keys.baseAddress, numbers.baseAddress, counts.baseAddress, keys.baseAddress,
            numbers.baseAddress, counts.baseAddress)
        }
      }
    }
  }
}
