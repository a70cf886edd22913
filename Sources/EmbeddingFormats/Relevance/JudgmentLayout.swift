import EmbeddingSets

/// How the lines of a file of judgments are laid out.
protocol JudgmentLayout: Sendable {
  /// What a line says; nil for a comment.
  func parts(
    _ bytes: Span<UInt8>, _ line: Range<Int>, name: String, number: Int
  ) throws -> JudgmentParts?
}

/// What a line says.
struct JudgmentParts {
  /// An identifier, as bytes of the line where it stands there as it is.
  enum Identifier {
    case range(Range<Int>)
    case text(String)

    func intern(into table: inout IdentifierTable, _ bytes: Span<UInt8>) -> Int {
      switch self {
      case .range(let range): table.intern(bytes, range)
      case .text(let text): table.intern(text)
      }
    }
  }

  let query: Identifier
  let document: Identifier
  let grade: Int
}

/// Tells layouts apart by the first line.
enum JudgmentLayouts {
  static let queryNames = ["query-id", "query_id", "queryid", "qid", "query", "topic"]
  static let documentNames = [
    "corpus-id", "corpus_id", "corpusid", "doc-id", "doc_id", "docid", "docno", "document-id",
    "document_id", "did", "document", "doc", "pid",
  ]
  static let gradeNames = [
    "score", "relevance", "grade", "label", "rel", "judgment", "judgement", "qrel",
  ]

  /// The layout of a file that starts with a line, and whether that line is a header.
  static func layout(
    ofFirstLine bytes: Span<UInt8>, _ line: Range<Int>, name: String, number: Int
  ) throws -> (layout: any JudgmentLayout, isHeader: Bool) {
    if bytes[DecimalText.trimmed(bytes, line).lowerBound] == 0x7B {
      return (JSONJudgments(), false)
    }
    for separator in [UInt8(0x09), 0x2C] {
      let cells = JudgmentTable.cells(bytes, line, separator)
      guard cells.count >= 3 else { continue }
      let names = cells.map { DecimalText.text(bytes, $0).lowercased() }
      if let query = names.firstIndex(where: queryNames.contains),
        let document = names.firstIndex(where: documentNames.contains),
        let grade = names.firstIndex(where: gradeNames.contains)
      {
        return (
          JudgmentTable(
            separator: separator, query: query, document: document, grade: grade,
            cellCount: cells.count), true
        )
      }
      if cells.count == 3 {
        let table = JudgmentTable(
          separator: separator, query: 0, document: 1, grade: 2, cellCount: 3)
        return (table, false)
      }
      if cells.count == 4, separator == 0x09 {
        let table = JudgmentTable(
          separator: separator, query: 0, document: 2, grade: 3, cellCount: 4)
        return (table, false)
      }
    }
    if Fields.split(bytes, line).count == 4 { return (TRECJudgments(), false) }
    throw FormatError(
      name, .line(number),
      expected: "judgments: 'query 0 document grade', a table with the columns query-id, corpus-id "
        + "and score, or JSON lines with these names",
      found: "found '\(clipped(DecimalText.text(bytes, line)))'",
      remedy: "Write qrels as TREC, BEIR (tab-separated) or JSON lines.")
  }

  /// The grade in a range, a whole number however it is written; nil for anything else.
  static func grade(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard let number = DecimalText.number(bytes, filling: range) else { return nil }
    return Int(exactly: number.value)
  }

  static func gradeError(_ name: String, _ number: Int, found: String) -> FormatError {
    FormatError(
      name, .line(number), expected: "a grade that is a whole number",
      found: "found '\(clipped(found))'",
      remedy: "Round or scale the grades to whole numbers; relevant is what reaches --threshold.")
  }

  /// The value of the first of some names that an object has.
  static func json(_ value: JSONValue, _ names: [String]) -> JSONValue? {
    for name in names {
      if let found = value[name] { return found }
    }
    return nil
  }

  static func clipped(_ text: String) -> String {
    text.count > 60 ? text.prefix(57) + "..." : text
  }
}

/// `query iteration document grade`, separated by any blanks.
private struct TRECJudgments: JudgmentLayout {
  func parts(
    _ bytes: Span<UInt8>, _ line: Range<Int>, name: String, number: Int
  ) throws -> JudgmentParts? {
    let fields = Fields.split(bytes, line)
    let isComment = bytes[line.lowerBound] == 0x23
    guard fields.count == 4 else {
      if isComment { return nil }
      throw FormatError(
        name, .line(number), expected: "four fields, 'query 0 document grade'",
        found: "found \(fields.count)",
        remedy: "Identifiers with spaces need a table separated by tabs.")
    }
    guard let grade = JudgmentLayouts.grade(bytes, fields[3]) else {
      if isComment { return nil }
      throw JudgmentLayouts.gradeError(
        name, number, found: DecimalText.text(bytes, fields[3]))
    }
    return JudgmentParts(query: .range(fields[0]), document: .range(fields[2]), grade: grade)
  }
}

/// Cells between separators.
private struct JudgmentTable: JudgmentLayout {
  let separator: UInt8
  let query: Int
  let document: Int
  let grade: Int
  let cellCount: Int

  /// The cells of a line without the blanks around them, and without quotes around a whole cell.
  static func cells(_ bytes: Span<UInt8>, _ line: Range<Int>, _ separator: UInt8) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = line.lowerBound
    var isQuoted = false
    for index in line {
      // Quotes matter to commas only: in tables separated by tabs they are part of the text.
      if separator == 0x2C && bytes[index] == 0x22 { isQuoted.toggle() }
      if bytes[index] == separator && !isQuoted {
        cells.append(trimmed(bytes, start..<index, separator))
        start = index + 1
      }
    }
    cells.append(trimmed(bytes, start..<line.upperBound, separator))
    return cells
  }

  private static func trimmed(
    _ bytes: Span<UInt8>, _ cell: Range<Int>, _ separator: UInt8
  ) -> Range<Int> {
    let inner = DecimalText.trimmed(bytes, cell)
    guard separator == 0x2C, inner.count >= 2, bytes[inner.lowerBound] == 0x22,
      bytes[inner.upperBound - 1] == 0x22
    else { return inner }
    return inner.lowerBound + 1..<inner.upperBound - 1
  }

  func parts(
    _ bytes: Span<UInt8>, _ line: Range<Int>, name: String, number: Int
  ) throws -> JudgmentParts? {
    let cells = Self.cells(bytes, line, separator)
    let isComment = bytes[line.lowerBound] == 0x23
    guard cells.count == cellCount else {
      if isComment { return nil }
      throw FormatError(
        name, .line(number),
        expected: "\(cellCount) columns separated by \(separator == 0x09 ? "tabs" : "commas")",
        found: "found \(cells.count)",
        remedy: "Every line needs the columns of the first one.")
    }
    guard let value = JudgmentLayouts.grade(bytes, cells[grade]) else {
      if isComment { return nil }
      throw JudgmentLayouts.gradeError(
        name, number, found: DecimalText.text(bytes, cells[grade]))
    }
    guard !cells[query].isEmpty, !cells[document].isEmpty else {
      throw FormatError(
        name, .cell(line: number, column: 1 + (cells[query].isEmpty ? query : document)),
        expected: "an identifier", found: "the cell is empty",
        remedy: "Name the query and the document of every judgment.")
    }
    return JudgmentParts(
      query: .range(cells[query]), document: .range(cells[document]), grade: value)
  }
}

/// An object a line.
private struct JSONJudgments: JudgmentLayout {
  func parts(
    _ bytes: Span<UInt8>, _ line: Range<Int>, name: String, number: Int
  ) throws -> JudgmentParts? {
    if bytes[line.lowerBound] == 0x23 { return nil }
    let value: JSONValue
    do throws(JSONFault) {
      value = try JSONValue(parsing: Array(DecimalText.text(bytes, line).utf8))
    } catch {
      throw FormatError(
        name, .cell(line: number, column: error.offset + 1), expected: error.expected,
        found: error.found,
        remedy: "Write one object with query-id, corpus-id and score to a line.")
    }
    return JudgmentParts(
      query: .text(try identifier(value, JudgmentLayouts.queryNames, "query-id", name, number)),
      document: .text(
        try identifier(value, JudgmentLayouts.documentNames, "corpus-id", name, number)),
      grade: try grade(value, name, number))
  }

  private func identifier(
    _ value: JSONValue, _ names: [String], _ usual: String,
    _ name: String, _ number: Int
  ) throws -> String {
    let found = JudgmentLayouts.json(value, names)
    switch found {
    case .string(let text)? where !text.isEmpty: return text
    case .number(let number)? where Int(exactly: number) != nil: return String(Int(number))
    default:
      throw FormatError(
        name, .line(number), expected: "'\(usual)' should be text",
        found: found.map { "it is \($0.kind)" } ?? "it is missing",
        remedy: "Write one object with query-id, corpus-id and score to a line.")
    }
  }

  private func grade(_ value: JSONValue, _ name: String, _ number: Int) throws -> Int {
    let found = JudgmentLayouts.json(value, JudgmentLayouts.gradeNames)
    switch found {
    case .number(let grade)?:
      guard let whole = Int(exactly: grade) else {
        throw JudgmentLayouts.gradeError(name, number, found: "\(grade)")
      }
      return whole
    case .bool(let isRelevant)?: return isRelevant ? 1 : 0
    default:
      throw FormatError(
        name, .line(number), expected: "'score' should be a whole number",
        found: found.map { "it is \($0.kind)" } ?? "it is missing",
        remedy: "Write one object with query-id, corpus-id and score to a line.")
    }
  }
}
