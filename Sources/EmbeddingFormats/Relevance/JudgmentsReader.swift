public import EmbeddingSets

/// Judgments as they were read, with what a user should know about the file.
public struct JudgmentsInput: Sendable {
  /// The judgments.
  public let judgments: Judgments
  /// What was unusual but harmless, as sentences.
  public let cautions: [String]
}

/// Reads relevance judgments: TREC qrels, BEIR tables and JSON lines, told apart by content.
///
/// * TREC: `query iteration document grade`, separated by blanks or tabs; the iteration is not used.
/// * Tables: columns separated by tabs or commas, with a header that names them (`query-id`,
///   `corpus-id`, `score`, and the other names in use), or without one as query, document, grade.
///   Identifiers may hold spaces.
/// * JSON lines: an object a line with the same names.
/// * JSON: one object of objects, `{"query": {"document": grade}}`, as ranx and pytrec_eval hold them.
///
/// A byte-order mark, CR LF, blank lines and lines that start with `#` are no judgments. Grades are
/// whole numbers; negative ones, which TREC uses for spam, stay as they are.
public enum JudgmentsReader {
  /// The judgments of a file, or of standard input where the path is `-`.
  ///
  /// A pair that is judged twice with one grade is kept once, with a caution.
  ///
  /// - Throws: ``FormatError`` naming the line: for one that cannot be read, a grade that is no whole
  ///   number, a pair judged twice with different grades, and a file without judgments.
  public static func read(_ path: String) throws -> JudgmentsInput {
    let file =
      path == "-"
      ? try MappedFile(standardInputNamed: "standard input") : try MappedFile(path: path)
    return try read(file)
  }

  static func read(_ file: MappedFile) throws -> JudgmentsInput {
    var lines = try TextLines(file)
    var collector = JudgmentCollector(name: file.name)
    var layout: (any JudgmentLayout)?
    while let line = try lines.next() {
      let bytes = lines.buffer.span
      if Fields.isBlank(bytes, line) { continue }
      guard let known = layout else {
        if bytes[line.lowerBound] == 0x23 { continue }
        if bytes[line.lowerBound] == 0x7B, JudgmentDocument.isStart(Array(lines.buffer[line])) {
          for entry in try JudgmentDocument.judgments(of: file) { collector.take(entry) }
          return try collector.finish()
        }
        let (found, isHeader) = try JudgmentLayouts.layout(
          ofFirstLine: bytes, line, name: file.name, number: lines.lineNumber)
        layout = found
        if !isHeader {
          try collector.take(found, bytes, line, number: lines.lineNumber)
        }
        continue
      }
      try collector.take(known, bytes, line, number: lines.lineNumber)
    }
    return try collector.finish()
  }
}

/// Gathers judgments in the order of the file and sorts them by query and document at the end.
private struct JudgmentCollector {
  let name: String
  private var queries = IdentifierTable()
  private var documents = IdentifierTable()
  private var entries: [Entry] = []

  private struct Entry {
    var query: Int32
    var document: Int32
    var grade: Int
    var line: Int
  }

  init(name: String) { self.name = name }

  mutating func take(
    _ layout: any JudgmentLayout, _ bytes: Span<UInt8>, _ line: Range<Int>, number: Int
  ) throws {
    guard let parts = try layout.parts(bytes, line, name: name, number: number) else { return }
    let query = parts.query.intern(into: &queries, bytes)
    let document = parts.document.intern(into: &documents, bytes)
    entries.append(
      Entry(query: Int32(query), document: Int32(document), grade: parts.grade, line: number))
  }

  /// A judgment of a document that has no lines.
  mutating func take(_ judgment: (query: String, document: String, grade: Int)) {
    entries.append(
      Entry(
        query: Int32(queries.intern(judgment.query)),
        document: Int32(documents.intern(judgment.document)), grade: judgment.grade, line: 1))
  }

  mutating func finish() throws -> JudgmentsInput {
    guard !entries.isEmpty else {
      throw FormatError(
        name, expected: "judgments, one to a line", found: "there are none",
        remedy: "Check the program that wrote it.")
    }
    entries.sort { ($0.query, $0.document, $0.line) < ($1.query, $1.document, $1.line) }
    var starts = [0]
    var columns: [Int] = []
    var grades: [Int] = []
    var repeated = 0
    var firstRepeated: (Int, Int)?
    for index in entries.indices {
      let entry = entries[index]
      if index > 0 {
        let last = entries[index - 1]
        if last.query == entry.query && last.document == entry.document {
          guard last.grade == entry.grade else { throw contradiction(last, entry) }
          repeated += 1
          if firstRepeated == nil { firstRepeated = (last.line, entry.line) }
          continue
        }
        if last.query != entry.query { starts.append(columns.count) }
      }
      columns.append(Int(entry.document))
      grades.append(entry.grade)
    }
    starts.append(columns.count)
    var cautions: [String] = []
    if let firstRepeated {
      cautions.append(
        "\(grouped(repeated)) \(repeated == 1 ? "judgment repeats" : "judgments repeat") an earlier "
          + "line with the same grade (first: line \(grouped(firstRepeated.1)) repeats line "
          + "\(grouped(firstRepeated.0))); counted once")
    }
    let (queries, documents) = (queries, documents)
    return JudgmentsInput(
      judgments: Judgments(
        queryIDs: queries.indices.map { queries[$0] },
        documentIDs: documents.indices.map { documents[$0] },
        starts: starts, documents: columns, grades: grades),
      cautions: cautions)
  }

  private func contradiction(_ first: Entry, _ second: Entry) -> FormatError {
    FormatError(
      name, .line(second.line), expected: "one grade for a query and a document",
      found: "query '\(queries[Int(second.query)])' and document "
        + "'\(documents[Int(second.document)])' have grade \(second.grade) here and grade "
        + "\(first.grade) in line \(grouped(first.line))",
      remedy: "Keep the line that is right.")
  }
}
