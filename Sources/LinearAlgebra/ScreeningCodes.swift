/// Rows as 8-bit codes with a bound on what the codes leave out: z = s q + e with whole numbers q of at
/// most 127, s the largest component over 127.
///
/// Products of codes are exact whole numbers, and by Cauchy and Schwarz
///
///     |x · y - s_x s_y q_x · q_y| <= |e_x| |y| + |s_x q_x| |e_y|
///
/// so that pairs whose product cannot matter are ruled out without computing it.
public struct ScreeningCodes: Sendable {
  /// Number of rows, and of components of each.
  public let rowCount: Int, columnCount: Int
  /// q + 128, row-major; q in blocks of rows.
  let left: [UInt8], right: [Int8]
  /// 128 Σ q of each row.
  let corrections: [Int32]
  /// s, |e|, the larger of |z| and |s q|, and |z|²/2 of each row; bounds are from above.
  let terms: [Float]
  /// The largest third term.
  let length: Float

  init(
    rowCount: Int, columnCount: Int, left: [UInt8], right: [Int8], corrections: [Int32],
    terms: [Float]
  ) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.left = left
    self.right = right
    self.corrections = corrections
    self.terms = terms
    length = stride(from: 2, to: terms.count, by: 4).reduce(0) { max($0, terms[$1]) }
  }
}
