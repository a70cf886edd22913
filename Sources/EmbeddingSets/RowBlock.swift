/// The components of some consecutive rows, row after row.
///
/// Types that a Float holds exactly stay Float: half the memory traffic, and no rounding.
public enum RowValues: Sendable, Hashable {
  /// Values of a set whose ``ScalarType/fitsFloat`` holds.
  case float([Float])
  /// All other values.
  case double([Double])

  /// Number of values.
  public var count: Int {
    switch self {
    case .float(let values): values.count
    case .double(let values): values.count
    }
  }
}

/// Consecutive rows of an embedding set, decoded.
public struct RowBlock: Sendable, Hashable {
  /// Index in the set of the first row.
  public let firstRow: Int
  /// Number of rows.
  public let rowCount: Int
  /// Components of each row.
  public let columnCount: Int
  /// rowCount × columnCount values, row-major.
  public let values: RowValues

  /// A block of rows.
  ///
  /// - Precondition: `values` holds rowCount × columnCount values.
  public init(firstRow: Int, rowCount: Int, columnCount: Int, values: RowValues) {
    precondition(
      values.count == rowCount * columnCount, "a block holds rowCount × columnCount values")
    self.firstRow = firstRow
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.values = values
  }

  /// The same values as Double, for code that is not in a hot loop.
  public var doubles: [Double] {
    switch values {
    case .float(let values): values.map(Double.init)
    case .double(let values): values
    }
  }
}
