import EmbeddingSets

/// A table of whole numbers separated by commas, without a header: rows are queries.
enum RelevanceTable {
  /// Whether the first line that is no comment holds such numbers only.
  static func recognises(_ file: MappedFile) throws -> Bool {
    var lines = try TextLines(file)
    while let line = try lines.next() {
      let bytes = lines.buffer.span
      if Fields.isBlank(bytes, line) || bytes[line.lowerBound] == 0x23 { continue }
      for index in line where bytes[index] == 0x09 { return false }
      return cells(bytes, line).allSatisfy { grade(bytes, $0) != nil }
    }
    return false
  }

  static func read(_ file: MappedFile, _ options: RelevanceOptions) throws -> RelevanceInput {
    var lines = try TextLines(file)
    var rows = RelevanceRows(options)
    var columnCount: Int?
    while let line = try lines.next() {
      let bytes = lines.buffer.span
      if Fields.isBlank(bytes, line) || bytes[line.lowerBound] == 0x23 { continue }
      rows.beginRow()
      var column = 0
      var start = line.lowerBound
      for index in line.lowerBound...line.upperBound {
        guard index == line.upperBound || bytes[index] == 0x2C else { continue }
        guard let grade = grade(bytes, start..<index) else {
          throw FormatError(
            file.name, .cell(line: lines.lineNumber, column: column + 1),
            expected: "0 or 1, a whole grade, or ? for not judged",
            found: "found '\(JudgmentLayouts.clipped(DecimalText.text(bytes, start..<index)))'",
            remedy: "Write a row of numbers separated by commas for each query, without a header.")
        }
        rows.add(grade, column: column)
        column += 1
        start = index + 1
      }
      guard columnCount == nil || columnCount == column else {
        throw FormatError(
          file.name, .line(lines.lineNumber),
          expected: "\(grouped(columnCount ?? 0)) numbers, as in the first row",
          found: "found \(grouped(column))", remedy: "Every row needs a number for each document.")
      }
      columnCount = column
    }
    return try rows.input(columnCount: columnCount ?? 0, name: file.name)
  }

  private static func cells(_ bytes: Span<UInt8>, _ line: Range<Int>) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = line.lowerBound
    for index in line where bytes[index] == 0x2C {
      cells.append(start..<index)
      start = index + 1
    }
    return cells + [start..<line.upperBound]
  }

  /// The grade in a cell, or that there is none; nil for anything that is neither.
  private static func grade(_ bytes: Span<UInt8>, _ cell: Range<Int>) -> RelevanceRows.Grade? {
    if cell.count == 1 {
      let byte = bytes[cell.lowerBound]
      if byte &- 0x30 < 10 { return .judged(Int(byte &- 0x30)) }
    }
    let inner = DecimalText.trimmed(bytes, cell)
    if inner.isEmpty || (inner.count == 1 && bytes[inner.lowerBound] == 0x3F) { return .unjudged }
    guard let number = DecimalText.number(bytes, filling: inner) else { return nil }
    if number.value.isNaN { return .unjudged }
    return Int(exactly: number.value).map(RelevanceRows.Grade.judged)
  }
}

/// Rows of a matrix as they are gathered from a dense table.
struct RelevanceRows {
  /// What an entry says.
  enum Grade {
    case judged(Int)
    case unjudged
  }

  private let options: RelevanceOptions
  private var relevant: [[Int]] = []
  private var others: [[Int]] = []

  init(_ options: RelevanceOptions, rowCount: Int = 0) {
    self.options = options
    relevant = Array(repeating: [], count: rowCount)
    others = Array(repeating: [], count: options.unjudgedAreHoles ? rowCount : 0)
  }

  mutating func beginRow() {
    relevant.append([])
    if options.unjudgedAreHoles { others.append([]) }
  }

  /// Adds an entry to a row, by default the last; columns have to ascend.
  mutating func add(_ grade: Grade, row: Int? = nil, column: Int) {
    guard case .judged(let number) = grade else { return }
    let row = row ?? relevant.count - 1
    if number >= options.threshold {
      relevant[row].append(column)
    } else if options.unjudgedAreHoles {
      others[row].append(column)
    }
  }

  func input(columnCount: Int, name: String) throws -> RelevanceInput {
    var names: [String] = []
    var given: Int?
    switch options.documents {
    case .judged: break
    case .count(let count): given = count
    case .identifiers(let identifiers):
      names = identifiers
      given = identifiers.count
    }
    if let given, given != columnCount {
      throw FormatError(
        name, expected: "--documents says that there are \(grouped(given)) documents",
        found: "this table has \(grouped(columnCount)) columns, one for each document",
        remedy: "Give the documents of the columns, or leave them out.")
    }
    return RelevanceInput(
      matrix: RelevanceMatrix(
        columnCount: columnCount, relevant: relevant,
        judgedNotRelevant: options.unjudgedAreHoles ? others : nil),
      queryIDs: nil, documentIDs: names, cautions: [])
  }
}
