/// The records of a delimited text file: cells between separators, quoted where they hold separators,
/// quotes or line ends.
///
/// Source: RFC 4180, with any separator and with LF as well as CR LF.
struct DelimitedRecords {
  /// Bytes of the current record, quotes resolved.
  private(set) var bytes: [UInt8] = []
  /// The cells of the current record as ranges of ``bytes``.
  private(set) var cells: [Range<Int>] = []
  /// Line on which the current record starts, counted from 1.
  private(set) var lineNumber = 0
  private let name: String
  private let separator: UInt8
  private var lines: TextLines

  /// Longest quoted cell that is read; more means that a quote was never closed.
  private static let longestRecord = 1 << 28

  /// The records of a file.
  init(_ file: MappedFile, separator: UInt8) throws {
    name = file.name
    self.separator = separator
    lines = try TextLines(file)
  }

  /// Moves to the next record that is not blank; false after the last.
  ///
  /// - Throws: ``FormatError`` for a quote that is not closed or text after a closing quote.
  mutating func next() throws -> Bool {
    while let line = try lines.next() {
      bytes.removeAll(keepingCapacity: true)
      cells = []
      lineNumber = lines.lineNumber
      if Fields.isBlank(lines.buffer.span, line) { continue }
      if lines.buffer[line].contains(0x22) {
        try readQuoted(line)
      } else {
        bytes.append(contentsOf: lines.buffer[line])
        cells = Self.split(bytes.span, at: separator)
      }
      return true
    }
    return false
  }

  private static func split(_ record: Span<UInt8>, at separator: UInt8) -> [Range<Int>] {
    if separator == 0x20 { return Fields.split(record, 0..<record.count) }
    var cells: [Range<Int>] = []
    var start = 0
    for index in 0..<record.count where record[index] == separator {
      cells.append(start..<index)
      start = index + 1
    }
    cells.append(start..<record.count)
    return cells
  }

  private enum State { case cellStart, plain, quoted, afterQuote }

  private mutating func readQuoted(_ first: Range<Int>) throws {
    var line = first
    var state = State.cellStart
    var start = 0
    while true {
      for index in line {
        let byte = lines.buffer[index]
        switch state {
        case .quoted:
          if byte == 0x22 { state = .afterQuote } else { bytes.append(byte) }
        case .afterQuote where byte == 0x22:
          bytes.append(byte)
          state = .quoted
        case _ where byte == separator:
          cells.append(start..<bytes.count)
          start = bytes.count
          state = .cellStart
        case .cellStart where byte == 0x22: state = .quoted
        case .afterQuote:
          guard DecimalText.isBlank(byte) else {
            throw FormatError(
              name, .cell(line: lines.lineNumber, column: cells.count + 1),
              expected: "a separator after a closing quote",
              found: "found '\(lines.text(index..<index + 1))'",
              remedy: "Write quotes inside a cell twice.")
          }
        case .cellStart, .plain:
          bytes.append(byte)
          if !DecimalText.isBlank(byte) || state == .plain { state = .plain }
        }
      }
      guard state == .quoted else { break }
      guard bytes.count <= Self.longestRecord, let next = try lines.next() else {
        throw FormatError(
          name, .cell(line: lineNumber, column: cells.count + 1),
          expected: "a closing quote for the one opened here", found: "the file ends without it",
          remedy: "The file is truncated, or a quote inside a cell is not written twice.")
      }
      bytes.append(0x0A)
      line = next
    }
    cells.append(start..<bytes.count)
  }

  /// The text of a cell, spaces around it left out.
  func text(_ cell: Int) -> String {
    DecimalText.text(bytes.span, DecimalText.trimmed(bytes.span, cells[cell]))
  }

  /// The number that fills a cell; nil if anything else does.
  func number(_ cell: Int) -> DecimalNumber? {
    DecimalText.number(bytes.span, filling: cells[cell])
  }

  /// Whether a cell holds an array in brackets.
  func isArray(_ cell: Int) -> Bool {
    let inner = DecimalText.trimmed(bytes.span, cells[cell])
    return inner.count >= 2 && bytes[inner.lowerBound] == 0x5B
      && bytes[inner.upperBound - 1] == 0x5D
  }
}

extension Fields {
  /// Whether nothing but blanks is in a line.
  static func isBlank(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    for index in line where !DecimalText.isBlank(bytes[index]) { return false }
    return true
  }
}
