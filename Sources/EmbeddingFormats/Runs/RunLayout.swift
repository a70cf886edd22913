/// How the lines of a run are laid out, told from its first line.
enum RunLayout: Sendable, Hashable {
  /// `qid Q0 docid rank score tag`, any white space between.
  case trec
  /// `qid docid rank`, any white space between: MS MARCO, best at rank 1, no score.
  case ranks
  /// Tab separated under a header line that names the columns.
  case table(query: Int, document: Int, score: Int, columnCount: Int)
  /// An object a line.
  case jsonLines
  /// One object: `{"qid": {"docid": score}}`.
  case jsonDocument

  /// Names of the columns, as BEIR and MTEB write them and others do.
  static let queryKeys = ["query-id", "query_id", "qid", "q_id"]
  static let documentKeys = ["corpus-id", "corpus_id", "doc-id", "doc_id", "docid", "did", "pid"]
  static let scoreKeys = ["score"]

  private static let remedy =
    "A run has lines 'qid Q0 docid rank score tag', or tabs under the header "
    + "'query-id<TAB>corpus-id<TAB>score', which lets identifiers hold spaces."

  /// The layout of a file from its first line that says something.
  init(of file: MappedFile) throws {
    var lines = try TextLines(file)
    while let line = try lines.next() {
      let bytes = lines.buffer.span
      let inner = DecimalText.trimmed(bytes, line)
      guard let first = inner.first, bytes[first] != 0x23 else { continue }
      if bytes[first] == 0x7B || bytes[first] == 0x5B {
        self = try Self.json(lines.text(inner))
        return
      }
      self = try Self.text(lines.text(line), file.name, lines.lineNumber)
      return
    }
    throw FormatError(
      file.name, expected: "a run names at least one document", found: "this one is empty",
      remedy: "Check the program that wrote it. \(Self.remedy)")
  }

  private static func json(_ line: String) throws -> RunLayout {
    do {
      let value = try JSONValue(parsing: Array(line.utf8))
      return queryKeys.contains { value[$0] != nil } ? .jsonLines : .jsonDocument
    } catch {
      // a document spans lines, so its first one is no JSON by itself
      return .jsonDocument
    }
  }

  private static func text(_ line: String, _ file: String, _ number: Int) throws -> RunLayout {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      .map { $0.trimmingBlanks.lowercased() }
    if let query = columns.firstIndex(where: queryKeys.contains),
      let document = columns.firstIndex(where: documentKeys.contains)
    {
      guard let score = columns.firstIndex(where: scoreKeys.contains) else {
        throw FormatError(
          file, .line(number), expected: "a column 'score' beside query and document",
          found: "the header has \(listed(columns))", remedy: remedy)
      }
      return .table(
        query: query, document: document, score: score, columnCount: columns.count)
    }
    let fields = line.split { $0 == " " || $0 == "\t" }
    if fields.count == 6 { return .trec }
    if fields.count == 3 {
      guard let rank = Int(fields[2]), rank >= 0 else {
        throw FormatError(
          file, .cell(line: number, column: 3),
          expected: "three columns without a header are 'qid docid rank' with a whole rank",
          found: "found '\(fields[2])'", remedy: remedy)
      }
      return .ranks
    }
    throw wrongCount(fields.count, file, number)
  }

  /// What to say of a line with another number of fields than six.
  static func wrongCount(_ count: Int, _ file: String, _ number: Int) -> FormatError {
    let cause =
      count > 6
      ? " An identifier with a space in it makes a field too many."
      : count == 5 ? " The tag, the rank or 'Q0' may be missing." : ""
    return FormatError(
      file, .line(number), expected: "six fields, 'qid Q0 docid rank score tag'",
      found: "there are \(grouped(count))", remedy: remedy + cause)
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    var text = self
    while let first = text.first, first == " " || first == "\r" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\r" { text.removeLast() }
    return text
  }
}
