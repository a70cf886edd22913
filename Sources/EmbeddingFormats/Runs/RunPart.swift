import EmbeddingSets

/// The entries of consecutive lines of a run, with identifiers numbered inside this part.
struct RunPart: Sendable {
  /// What is wrong with a line, and where from the start of the part.
  struct Fault: Sendable {
    let line: Int
    let column: Int?
    let expected: String
    let found: String
    let remedy: String
  }

  var queries = IdentifierTable()
  var documents = IdentifierTable()
  var queryNumbers: [Int32] = []
  var documentNumbers: [Int32] = []
  var scores: [Double] = []
  /// The line of each entry, counted from 1 within the part.
  var lines: [Int32] = []
  var lineCount = 0
  /// The first line that cannot be read; what follows it was not looked at.
  var fault: Fault?

  /// Adds an entry, or the fault that its score is.
  mutating func append(
    _ bytes: Span<UInt8>, query: Int, document: Range<Int>, score: Double, line: Int
  ) -> Bool {
    let number = documents.intern(bytes, document)
    guard score.isFinite else {
      fault = Fault(
        line: line, column: nil,
        expected: "a finite score for document '\(documents[number])' of query '\(queries[query])'",
        found: "it is \(score)",
        remedy: "A score that is not a number has no place in an order: find out what made it.")
      return false
    }
    queryNumbers.append(Int32(query))
    documentNumbers.append(Int32(number))
    scores.append(score)
    lines.append(Int32(clamping: line))
    return true
  }
}

/// Reads lines of text into a part.
struct RunLineParser {
  private let layout: RunLayout
  private let isTabbed: Bool
  private let fieldCount: Int
  private let query: Int
  private let document: Int
  private let score: Int

  init(_ layout: RunLayout) {
    self.layout = layout
    switch layout {
    case .table(let query, let document, let score, let columnCount):
      isTabbed = true
      fieldCount = columnCount
      (self.query, self.document, self.score) = (query, document, score)
    case .ranks:
      isTabbed = false
      fieldCount = 3
      (query, document, score) = (0, 1, 2)
    case .trec, .jsonLines, .jsonDocument:
      isTabbed = false
      fieldCount = 6
      (query, document, score) = (0, 2, 4)
    }
  }

  /// The entries of whole lines.
  ///
  /// - Parameter skipsHeader: the first line names columns.
  func parse(_ buffer: [UInt8], skipsHeader: Bool) -> RunPart {
    var part = RunPart()
    let bytes = buffer.span
    var starts = Array(repeating: 0, count: fieldCount)
    var ends = starts
    var position = 0
    var line = 0
    var lastQuery = -1
    var lastRange = 0..<0
    while position < bytes.count {
      line += 1
      let count = fields(bytes, &position, &starts, &ends)
      if count == 0 || (skipsHeader && line == 1) { continue }
      if count == Self.comment { continue }
      guard count == fieldCount else {
        part.fault = wrongCount(count, line)
        break
      }
      let range = starts[query]..<ends[query]
      if lastQuery < 0 || !Self.isSame(bytes, range, lastRange) {
        lastQuery = part.queries.intern(bytes, range)
        lastRange = range
      }
      guard let value = value(bytes, starts[score]..<ends[score]) else {
        part.fault = noNumber(bytes, starts[score]..<ends[score], line)
        break
      }
      let document = starts[document]..<ends[document]
      if document.isEmpty || range.isEmpty {
        part.fault = RunPart.Fault(
          line: line, column: nil, expected: "an identifier of a query and of a document",
          found: "one is empty", remedy: "Check the program that wrote the run.")
        break
      }
      if !part.append(bytes, query: lastQuery, document: document, score: value, line: line) {
        break
      }
    }
    part.lineCount = line
    return part
  }

  private static let comment = -1

  /// Splits the line at a position, which moves behind its end; how many fields it has, 0 where it is
  /// blank.
  private func fields(
    _ bytes: Span<UInt8>, _ position: inout Int, _ starts: inout [Int], _ ends: inout [Int]
  ) -> Int {
    let lineStart = position
    var count = 0
    var index = position
    var start = index
    var isInside = false
    while index < bytes.count {
      let byte = bytes[index]
      // Nearly every byte is larger than a space; one comparison passes it on.
      if byte > 0x20 || (isTabbed && byte == 0x20) {
        if !isInside {
          start = index
          isInside = true
        }
        index += 1
        continue
      }
      if byte == 0x0A { break }
      if byte == 0x09 || (!isTabbed && (byte == 0x20 || byte == 0x0D)) {
        if isInside || isTabbed {
          if !isInside { start = index }
          if count < starts.count {
            starts[count] = start
            ends[count] = index
          }
          count += 1
          isInside = false
        }
      } else if byte != 0x0D, !isInside {
        start = index
        isInside = true
      }
      index += 1
    }
    position = index + 1
    let isBlank = count == 0 && !isInside
    if isInside || (isTabbed && count > 0) {
      var end = index
      if end > start, isInside, bytes[end - 1] == 0x0D { end -= 1 }
      if count < starts.count {
        starts[count] = isInside ? start : index
        ends[count] = isInside ? end : index
      }
      count += 1
    }
    if isBlank { return 0 }
    if !isTabbed && bytes[lineStart] == 0x23 { return Self.comment }
    if isTabbed {
      let whole = DecimalText.trimmed(bytes, lineStart..<index)
      if whole.isEmpty { return 0 }
      for field in 0..<min(count, starts.count) {
        let inner = DecimalText.trimmed(bytes, starts[field]..<ends[field])
        starts[field] = inner.lowerBound
        ends[field] = inner.upperBound
      }
    }
    return count
  }

  private func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    var position = range.lowerBound
    guard let number = DecimalText.number(bytes, at: &position, end: range.upperBound),
      position == range.upperBound
    else { return nil }
    return layout == .ranks ? -number.value : number.value
  }

  private static func isSame(
    _ bytes: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>
  ) -> Bool {
    guard left.count == right.count else { return false }
    for offset in 0..<left.count
    where bytes[left.lowerBound + offset] != bytes[right.lowerBound + offset] { return false }
    return true
  }

  private func wrongCount(_ count: Int, _ line: Int) -> RunPart.Fault {
    if layout == .trec {
      let error = RunLayout.wrongCount(count, "", line)
      return RunPart.Fault(
        line: line, column: nil, expected: error.expected, found: error.found,
        remedy: error.remedy)
    }
    return RunPart.Fault(
      line: line, column: nil, expected: "\(grouped(fieldCount)) fields, as in the first line",
      found: "there are \(grouped(count))", remedy: "Check the program that wrote the run.")
  }

  private func noNumber(_ bytes: Span<UInt8>, _ range: Range<Int>, _ line: Int) -> RunPart.Fault {
    let text = DecimalText.text(bytes, range)
    let hint =
      text.contains(",")
      ? "Write decimals with a point, not a comma."
      : "The score is the fifth field of a TREC line; check the order of the fields."
    return RunPart.Fault(
      line: line, column: score + 1, expected: "a score", found: "found '\(text)'", remedy: hint)
  }
}
