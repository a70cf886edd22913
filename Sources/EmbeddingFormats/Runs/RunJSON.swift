import EmbeddingSets

/// Runs written as JSON: an object a line, or one object of objects.
enum RunJSON {
  /// Longest document that is read as one value.
  private static let longestDocument = 1 << 30

  /// All entries of a file.
  static func part(of file: MappedFile, isLines: Bool) throws -> RunPart {
    var part = RunPart()
    if isLines {
      var lines = try TextLines(file)
      while let line = try lines.next() {
        if Fields.isBlank(lines.buffer.span, line) { continue }
        try add(Array(lines.buffer[line]), file.name, lines.lineNumber, to: &part)
        if part.fault != nil { break }
      }
      part.lineCount = lines.lineNumber
    } else {
      guard file.byteCount <= longestDocument else {
        throw FormatError(
          file.name, expected: "one JSON object of at most \(grouped(longestDocument)) bytes",
          found: "there are \(grouped(file.byteCount))", remedy: "Write the run as TREC lines.")
      }
      let all = try file.elements(UInt8.self, at: 0, count: file.byteCount)
      try addDocument(
        all.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(all[3...]) : all, file.name, &part)
    }
    return part
  }

  private static func add(
    _ text: [UInt8], _ file: String, _ line: Int, to part: inout RunPart
  ) throws {
    let value = try parsed(text, file, .line(line))
    func first(_ keys: [String]) -> JSONValue? { keys.lazy.compactMap { value[$0] }.first }
    guard let query = identifier(first(RunLayout.queryKeys)),
      let document = identifier(first(RunLayout.documentKeys)),
      let score = number(first(RunLayout.scoreKeys))
    else {
      part.fault = RunPart.Fault(
        line: line, column: nil,
        expected: "an object with 'query-id', 'corpus-id' and a number as 'score'",
        found: "found \(value.kind) without them",
        remedy: "Write the three keys on each line, as BEIR and MTEB do.")
      return
    }
    let number = part.queries.intern(query)
    let name = Array(document.utf8)
    _ = part.append(
      name.span, query: number, document: 0..<name.count, score: score, line: line)
  }

  private static func addDocument(_ text: [UInt8], _ file: String, _ part: inout RunPart) throws {
    let wanted = "an object of queries, each an object of documents and scores"
    let remedy = "Write {\"qid\": {\"docid\": score}}, or TREC lines."
    guard case .object(let queries) = try parsed(text, file, .file) else {
      throw FormatError(file, expected: wanted, found: "found another value", remedy: remedy)
    }
    var known: Set<String> = []
    for (query, value) in queries {
      guard case .object(let documents) = value else {
        throw FormatError(
          file, expected: wanted, found: "query '\(query)' holds \(value.kind)", remedy: remedy)
      }
      guard known.insert(query).inserted else {
        throw FormatError(
          file, expected: "each query once", found: "'\(query)' is there twice", remedy: remedy)
      }
      let number = part.queries.intern(query)
      for (document, value) in documents {
        guard let score = self.number(value) else {
          throw FormatError(
            file, expected: "a score for document '\(document)' of query '\(query)'",
            found: "found \(value.kind)", remedy: remedy)
        }
        let name = Array(document.utf8)
        let isRead = part.append(
          name.span, query: number, document: 0..<name.count, score: score, line: 1)
        if !isRead { return }
      }
    }
  }

  private static func parsed(
    _ text: [UInt8], _ file: String, _ place: FormatError.Place
  ) throws -> JSONValue {
    do {
      return try JSONValue(parsing: text)
    } catch {
      throw FormatError(
        file, place == .file ? .byte(error.offset) : place, expected: error.expected,
        found: error.found, remedy: "The text is no JSON: write the run again.")
    }
  }

  /// An identifier is text; a whole number is taken as its digits.
  private static func identifier(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number) where number == number.rounded() && number.magnitude < 0x1p53:
      String(Int(number))
    default: nil
    }
  }

  private static func number(_ value: JSONValue?) -> Double? {
    if case .number(let number) = value { number } else { nil }
  }
}
