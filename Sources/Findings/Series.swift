/// One cell of a series.
public enum Cell: Hashable, Sendable {
  /// A finite number.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// Text.
  case text(String)
  /// Nothing known here.
  case empty
}

/// A table of related values: a spectrum, a list of rows.
public struct Series: Hashable, Sendable {
  /// The id, which also names its CSV file.
  public let id: String
  /// Column names.
  public let columns: [String]
  /// Rows of as many cells as there are columns.
  public let rows: [[Cell]]

  /// A series.
  ///
  /// - Precondition: every row has as many cells as there are columns, and numbers are finite.
  public init(id: String, columns: [String], rows: [[Cell]]) {
    for row in rows {
      precondition(row.count == columns.count, "series \(id): a row of \(row.count) cells")
      for case .number(let number) in row {
        precondition(number.isFinite, "series \(id): a cell that is not finite")
      }
    }
    self.id = id
    self.columns = columns
    self.rows = rows
  }
}
