import EmbeddingSets

/// Where the rows of a file are, when every row takes the same number of bytes.
struct RowLayout: Hashable {
  var rowCount: Int
  var columnCount: Int
  var encoding: ScalarEncoding
  /// Byte of the first row.
  var offset = 0
  /// Whether each row starts with its own column count (32 bits), as in `fvecs`.
  var hasRowHeaders = false

  /// Bytes from one row to the next; nil if that is more than an Int holds.
  var rowStride: Int? {
    let (bytes, overflow) = columnCount.multipliedReportingOverflow(by: encoding.byteCount)
    if overflow { return nil }
    let (stride, overflowToo) = bytes.addingReportingOverflow(hasRowHeaders ? 4 : 0)
    return overflowToo ? nil : stride
  }

  /// Bytes of all rows; nil if that is more than an Int holds.
  var byteCount: Int? {
    guard let rowStride else { return nil }
    let (bytes, overflow) = rowStride.multipliedReportingOverflow(by: rowCount)
    return overflow ? nil : bytes
  }
}

/// Rows that lie one after the other in a file, decoded when they are asked for.
struct AddressedSource: EmbeddingSource, CautionedSource {
  let name: String
  let shape: EmbeddingShape
  let warnings: [String]
  private let file: MappedFile
  private let layout: RowLayout
  private let rowStride: Int

  /// The rows of a layout that has been checked against the file.
  init(
    _ file: MappedFile, layout: RowLayout, name: String, storedAs: ScalarType? = nil,
    warnings: [String] = []
  ) {
    guard let rowStride = layout.rowStride, let byteCount = layout.byteCount,
      layout.offset >= 0, layout.offset <= file.byteCount,
      byteCount <= file.byteCount - layout.offset
    else { preconditionFailure("a layout is checked before it is used") }
    self.file = file
    self.layout = layout
    self.rowStride = rowStride
    self.name = name
    self.warnings = warnings
    shape = EmbeddingShape(
      rowCount: layout.rowCount, columnCount: layout.columnCount,
      storedAs: storedAs ?? layout.encoding.type)
  }

  func block(rows: Range<Int>) throws -> RowBlock {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= shape.rowCount, "rows inside the set")
    let start = layout.offset + rows.lowerBound * rowStride
    let values =
      layout.hasRowHeaders
      ? try valuesBetweenHeaders(rows, at: start)
      : try layout.encoding.values(of: file, at: start, count: rows.count * layout.columnCount)
    return RowBlock(
      firstRow: rows.lowerBound, rowCount: rows.count, columnCount: layout.columnCount,
      values: values)
  }

  private func valuesBetweenHeaders(_ rows: Range<Int>, at start: Int) throws -> RowValues {
    let columnCount = layout.columnCount
    let count = rows.count * columnCount
    if layout.encoding.byteCount == 1 {
      let bytes = try file.elements(UInt8.self, at: start, count: rows.count * rowStride)
      var values = [Float](repeating: 0, count: count)
      for row in 0..<rows.count {
        let first = row * rowStride + 4
        try check(header: LittleEndian.uint32(bytes, at: first - 4), row: rows.lowerBound + row)
        for column in 0..<columnCount {
          values[row * columnCount + column] = Float(bytes[first + column])
        }
      }
      return .float(values)
    }
    let words = try file.elements(UInt32.self, at: start, count: rows.count * (columnCount + 1))
    for row in 0..<rows.count {
      try check(header: Int(words[row * (columnCount + 1)]), row: rows.lowerBound + row)
    }
    if layout.encoding.type == .int32 {
      var values = [Double](repeating: 0, count: count)
      for row in 0..<rows.count {
        for column in 0..<columnCount {
          let word = words[row * (columnCount + 1) + 1 + column]
          values[row * columnCount + column] = Double(Int32(bitPattern: word))
        }
      }
      return .double(values)
    }
    var values = [Float](repeating: 0, count: count)
    for row in 0..<rows.count {
      for column in 0..<columnCount {
        let word = words[row * (columnCount + 1) + 1 + column]
        values[row * columnCount + column] = Float(bitPattern: word)
      }
    }
    return .float(values)
  }

  private func check(header: Int, row: Int) throws {
    guard header != layout.columnCount else { return }
    throw FormatError(
      name, .row(row), expected: "\(grouped(layout.columnCount)) components, as in row 0",
      found: "its header says \(grouped(header))",
      remedy: "Rows of one set have one length: write the file again.")
  }
}

/// Columns that lie one after the other in a file (`fortran_order` in npy), gathered into rows.
///
/// A block costs one short read for each column, so blocks of many rows are read fastest.
struct ColumnMajorSource: EmbeddingSource {
  let name: String
  let shape: EmbeddingShape
  private let file: MappedFile
  private let layout: RowLayout

  /// The columns of a layout that has been checked against the file.
  init(_ file: MappedFile, layout: RowLayout, name: String) {
    self.file = file
    self.layout = layout
    self.name = name
    shape = EmbeddingShape(
      rowCount: layout.rowCount, columnCount: layout.columnCount, storedAs: layout.encoding.type)
  }

  func block(rows: Range<Int>) throws -> RowBlock {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= shape.rowCount, "rows inside the set")
    let columnCount = shape.columnCount
    let fitsFloat = shape.storedAs.fitsFloat
    var floats = [Float](repeating: 0, count: fitsFloat ? rows.count * columnCount : 0)
    var doubles = [Double](repeating: 0, count: fitsFloat ? 0 : rows.count * columnCount)
    for column in 0..<columnCount {
      let first = column * shape.rowCount + rows.lowerBound
      let offset = layout.offset + first * layout.encoding.byteCount
      switch try layout.encoding.values(of: file, at: offset, count: rows.count) {
      case .float(let values):
        for row in 0..<rows.count { floats[row * columnCount + column] = values[row] }
      case .double(let values):
        for row in 0..<rows.count { doubles[row * columnCount + column] = values[row] }
      }
    }
    return RowBlock(
      firstRow: rows.lowerBound, rowCount: rows.count, columnCount: columnCount,
      values: fitsFloat ? .float(floats) : .double(doubles))
  }
}
