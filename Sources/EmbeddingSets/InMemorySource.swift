/// An embedding set held in memory: for library users and tests.
public struct InMemorySource: EmbeddingSource {
  /// What a report calls the set.
  public let name: String
  /// Rows, columns and stored type.
  public let shape: EmbeddingShape
  private let values: RowValues

  /// A set of Float rows, by default stored as float32.
  ///
  /// - Precondition: `values` holds a whole number of rows and `storedAs` fits a Float.
  public init(
    _ values: [Float], columnCount: Int, storedAs: ScalarType = .float32, name: String = "memory"
  ) {
    precondition(storedAs.fitsFloat, "Float rows need a stored type that fits a Float")
    self.init(.float(values), columnCount: columnCount, storedAs: storedAs, name: name)
  }

  /// A set of Double rows, by default stored as float64.
  ///
  /// - Precondition: `values` holds a whole number of rows and `storedAs` does not fit a Float.
  public init(
    _ values: [Double], columnCount: Int, storedAs: ScalarType = .float64, name: String = "memory"
  ) {
    precondition(!storedAs.fitsFloat, "Double rows are for stored types that do not fit a Float")
    self.init(.double(values), columnCount: columnCount, storedAs: storedAs, name: name)
  }

  private init(_ values: RowValues, columnCount: Int, storedAs: ScalarType, name: String) {
    precondition(
      columnCount > 0 && values.count.isMultiple(of: columnCount), "whole rows are needed")
    self.values = values
    self.name = name
    shape = EmbeddingShape(
      rowCount: values.count / columnCount, columnCount: columnCount, storedAs: storedAs)
  }

  /// The rows of a range.
  public func block(rows: Range<Int>) -> RowBlock {
    let elements = rows.lowerBound * shape.columnCount..<rows.upperBound * shape.columnCount
    let slice: RowValues =
      switch values {
      case .float(let values): .float(Array(values[elements]))
      case .double(let values): .double(Array(values[elements]))
      }
    return RowBlock(
      firstRow: rows.lowerBound, rowCount: rows.count, columnCount: shape.columnCount, values: slice
    )
  }
}
