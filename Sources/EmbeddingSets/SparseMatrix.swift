/// A sparse matrix in compressed rows (CSR), in canonical form: the columns of a row ascend without
/// repetition and no stored value is zero.
///
/// The entries of row r are `starts[r]..<starts[r + 1]` of ``columns`` and ``values``. Rows are
/// documents or queries of a sparse export, columns its vocabulary.
public struct SparseMatrix: Sendable, Hashable {
  /// What had to be done to reach the canonical form.
  public struct Repairs: Sendable, Hashable {
    /// Entries that repeated a column of their row and were added to it.
    public var duplicatesSummed = 0
    /// Stored zeros left out, those of cancelled duplicates included.
    public var zerosDropped = 0
    /// Rows whose columns were not in ascending order.
    public var rowsSorted = 0

    /// None.
    public init() {}
  }

  /// Number of rows.
  public let rowCount: Int
  /// Number of columns.
  public let columnCount: Int
  /// Where the entries of each row start; one more than there are rows.
  public let starts: [Int]
  /// The column of each entry.
  public let columns: [Int32]
  /// The value of each entry; finite and not zero.
  public let values: [Double]
  /// The type of the values in the file.
  public let storedAs: ScalarType
  /// What was done to the entries as given.
  public let repairs: Repairs

  /// Number of entries.
  public var entryCount: Int { values.count }

  /// A matrix from its parts, which need not be canonical: columns are sorted within each row,
  /// repeated ones summed (as scipy does), zeros dropped; ``repairs`` counts it all.
  ///
  /// - Precondition: the starts ascend from 0 to the number of entries, columns lie inside the
  ///   matrix, values are finite.
  /// - Complexity: O(entries) where rows are sorted, O(entries log entries) where they are not.
  public init(
    rowCount: Int, columnCount: Int, starts: [Int], columns: [Int32], values: [Double],
    storedAs: ScalarType = .float32
  ) {
    precondition(
      rowCount >= 0 && columnCount >= 0 && columnCount <= Int(Int32.max),
      "a sparse matrix has at most 2³¹ - 1 columns")
    precondition(
      starts.count == rowCount + 1 && starts.first == 0 && starts.last == columns.count
        && columns.count == values.count, "the parts of a sparse matrix agree")
    self.rowCount = rowCount
    self.columnCount = columnCount
    var canonical = Canonical(capacity: columns.count)
    for row in 0..<rowCount {
      precondition(starts[row] <= starts[row + 1], "the starts of a sparse matrix ascend")
      canonical.add(columns, values, starts[row]..<starts[row + 1], columnCount: columnCount)
    }
    self.starts = canonical.starts
    self.columns = canonical.columns
    self.values = canonical.values
    self.storedAs = storedAs
    repairs = canonical.repairs
  }

  /// The entries of a row.
  public func entries(of row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  /// Rows and columns exchanged: of a matrix of documents, its inverted index.
  ///
  /// - Complexity: O(entries + columns), by counting.
  public func transposed() -> SparseMatrix {
    precondition(rowCount <= Int(Int32.max), "an inverted index has at most 2³¹ - 1 documents")
    var next = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { next[Int(column) + 1] += 1 }
    for column in 0..<columnCount { next[column + 1] += next[column] }
    let starts = next
    var rows = [Int32](repeating: 0, count: entryCount)
    var moved = [Double](repeating: 0, count: entryCount)
    for row in 0..<rowCount {
      for entry in self.starts[row]..<self.starts[row + 1] {
        let column = Int(columns[entry])
        rows[next[column]] = Int32(row)
        moved[next[column]] = values[entry]
        next[column] += 1
      }
    }
    return SparseMatrix(
      canonicalRowCount: columnCount, columnCount: rowCount, starts: starts, columns: rows,
      values: moved, storedAs: storedAs, repairs: repairs)
  }

  private init(
    canonicalRowCount rowCount: Int, columnCount: Int, starts: [Int], columns: [Int32],
    values: [Double], storedAs: ScalarType, repairs: Repairs
  ) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.starts = starts
    self.columns = columns
    self.values = values
    self.storedAs = storedAs
    self.repairs = repairs
  }
}

/// Rows in canonical form, made one after the other.
private struct Canonical {
  var starts = [0]
  var columns: [Int32] = []
  var values: [Double] = []
  var repairs = SparseMatrix.Repairs()

  init(capacity: Int) {
    columns.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  mutating func add(
    _ rowColumns: [Int32], _ rowValues: [Double], _ range: Range<Int>, columnCount: Int
  ) {
    var last: Int32 = -1
    var isAscending = true
    for entry in range {
      let column = rowColumns[entry]
      precondition(column >= 0 && Int(column) < columnCount, "columns lie inside the matrix")
      precondition(rowValues[entry].isFinite, "values of a sparse matrix are finite")
      if column <= last { isAscending = false }
      last = column
    }
    if isAscending {
      for entry in range { append(rowColumns[entry], rowValues[entry]) }
    } else {
      addUnsorted(rowColumns, rowValues, range)
    }
    starts.append(columns.count)
  }

  private mutating func addUnsorted(
    _ rowColumns: [Int32], _ rowValues: [Double], _ range: Range<Int>
  ) {
    // by column, then by place: the sum of repeated entries does not depend on the sort
    let order = range.sorted { (rowColumns[$0], $0) < (rowColumns[$1], $1) }
    if order != Array(range) { repairs.rowsSorted += 1 }
    var index = 0
    while index < order.count {
      let column = rowColumns[order[index]]
      var sum = rowValues[order[index]]
      index += 1
      while index < order.count, rowColumns[order[index]] == column {
        sum += rowValues[order[index]]
        repairs.duplicatesSummed += 1
        index += 1
      }
      append(column, sum)
    }
  }

  private mutating func append(_ column: Int32, _ value: Double) {
    guard value != 0 else {
      repairs.zerosDropped += 1
      return
    }
    columns.append(column)
    values.append(value)
  }
}
