public import EmbeddingSets

/// CSV and TSV: one vector to a line.
///
/// A header line is told from its text, a first column of identifiers from text in the first line of
/// data or from its heading (`id`, `name`, `token`, or none). A column whose cells hold `[0.1, ...]`
/// is the vector; other columns are then left out. The separator of a `csv` file is the first of
/// comma, semicolon, tab and space that its first line holds.
public struct DelimitedTextFormat: EmbeddingFormat {
  /// Separated by commas, or whatever the first line shows.
  public static let csv = DelimitedTextFormat(
    id: "csv", summary: "comma-separated numbers, or a column of cells such as \"[0.1, ...]\"",
    separator: nil)
  /// Separated by tabs.
  public static let tsv = DelimitedTextFormat(
    id: "tsv", summary: "tab-separated numbers, as the Embedding Projector takes them",
    separator: 0x09)

  /// `csv` or `tsv`.
  public let id: String
  /// One line about it.
  public let summary: String
  /// The id.
  public var fileExtensions: [String] { [id] }
  /// Text.
  public var isText: Bool { true }
  private let separator: UInt8?

  /// By name; `.txt` where the first line is numbers only.
  public func recognition(of input: FormatInput) -> Recognition {
    if input.fileExtension == id { return .byName }
    guard separator == nil, ["txt", ""].contains(input.fileExtension) else { return .no }
    let bytes = input.leading
    let line = 0..<(bytes.firstIndex(of: 0x0A) ?? bytes.count)
    let separator = Self.separator(of: bytes)
    let cells = bytes[line].split(
      separator: separator, omittingEmptySubsequences: separator == 0x20)
    let areNumbers = cells.allSatisfy {
      DecimalText.number(bytes.span, filling: $0.startIndex..<$0.endIndex) != nil
    }
    return areNumbers && cells.count > 1 ? .byName : .no
  }

  private static func separator(of bytes: [UInt8]) -> UInt8 {
    let line = bytes.prefix { $0 != 0x0A }
    return [0x2C, 0x3B, 0x09, 0x20].first { line.contains($0) } ?? 0x2C
  }

  /// The rows of the table.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try input.refuseDtype()
    let separator = self.separator ?? Self.separator(of: input.leading)
    let columns = try self.columns(input, separator)
    var table = try TableReader(input, columns: columns)
    var records = try DelimitedRecords(input.file, separator: separator)
    if columns.hasHeader { _ = try records.next() }
    while try records.next() { try table.take(records) }
    return try table.spool.source(storedAs: table.precision.scalarType)
  }

  private func columns(_ input: FormatInput, _ separator: UInt8) throws -> DelimitedColumns {
    var records = try DelimitedRecords(input.file, separator: separator)
    guard try records.next() else { throw FormatError.noRows(input.name) }
    let first = DelimitedColumns.Sample(records)
    let second = try records.next() ? DelimitedColumns.Sample(records) : nil
    return DelimitedColumns(first: first, second: second)
  }
}

/// Turns the records of a table into rows.
private struct TableReader {
  let spool: RowSpool
  /// How precisely the values are written.
  private(set) var precision = DecimalPrecision()
  private let input: FormatInput
  private let columns: DelimitedColumns
  private var row: [Double] = []
  private var firstLine = 0
  private var firstCellCount: Int?

  init(_ input: FormatInput, columns: DelimitedColumns) throws {
    self.input = input
    self.columns = columns
    spool = try RowSpool(for: input.name)
  }

  mutating func take(_ records: DelimitedRecords) throws {
    let line = records.lineNumber
    let cellCount = records.cells.count
    let expected = firstCellCount ?? cellCount
    if firstCellCount == nil {
      firstCellCount = cellCount
      firstLine = line
    }
    guard cellCount == expected else {
      throw input.error(
        .line(line), expected: "\(grouped(expected)) cells, as on line \(grouped(firstLine))",
        found: "there are \(grouped(cellCount))",
        remedy: "Every line needs as many cells; quote those that hold the separator.")
    }
    row.removeAll(keepingCapacity: true)
    if let column = columns.arrayColumn {
      try takeArray(records, column)
    } else {
      try takeNumbers(records)
    }
    let identifier = columns.identifierColumn.flatMap { $0 < cellCount ? records.text($0) : nil }
    guard !row.isEmpty else {
      throw input.error(
        .line(line), expected: "at least one number", found: "there is none",
        remedy: "A set needs columns of numbers beside the identifiers.")
    }
    try spool.append(row, identifier: identifier)
  }

  private mutating func takeNumbers(_ records: DelimitedRecords) throws {
    for cell in records.cells.indices where cell != columns.identifierColumn {
      guard let number = records.number(cell) else {
        let text = records.text(cell)
        throw input.error(
          .cell(line: records.lineNumber, column: cell + 1), expected: "a number",
          found: text.isEmpty ? "the cell is empty" : "found '\(text.prefix(40))'",
          remedy: cell == 0
            ? "If the first column holds identifiers, head it 'id'."
            : "Every cell needs a number; columns of text have to be left out.")
      }
      precision.add(number)
      row.append(number.value)
    }
  }

  private mutating func takeArray(_ records: DelimitedRecords, _ column: Int) throws {
    let place = FormatError.Place.cell(line: records.lineNumber, column: column + 1)
    guard column < records.cells.count, records.isArray(column) else {
      throw input.error(
        place, expected: "a vector in brackets, as in the lines above",
        found: column < records.cells.count ? "found '\(records.text(column).prefix(40))'" : "none",
        remedy: "Every line needs a cell such as \"[0.1, 0.2]\".")
    }
    let cell = DecimalText.trimmed(records.bytes.span, records.cells[column])
    let end = cell.upperBound - 1
    var position = cell.lowerBound + 1
    let bytes = records.bytes.span
    // numpy prints arrays with blanks and line ends between the numbers instead of commas.
    func skipSeparators() {
      while position < end,
        DecimalText.isBlank(bytes[position]) || bytes[position] == 0x0A
          || bytes[position] == 0x2C
      { position += 1 }
    }
    skipSeparators()
    while position < end {
      guard let number = DecimalText.number(bytes, at: &position, end: end) else {
        throw input.error(
          place, expected: "numbers inside the brackets",
          found: "found '\(DecimalText.text(bytes, position..<min(end, position + 20)))'",
          remedy: "An array that was printed with '...' has lost its values: write it in full.")
      }
      precision.add(number)
      row.append(number.value)
      skipSeparators()
    }
    guard let columnCount = spool.columnCount, columnCount != row.count else { return }
    throw input.error(
      place, expected: "\(grouped(columnCount)) components, as on line \(grouped(firstLine))",
      found: "there are \(grouped(row.count))", remedy: "Vectors of one set have one length.")
  }
}
