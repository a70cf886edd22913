public import EmbeddingSets

/// word2vec text (a line `rows columns`, then a token and its vector on each line; also fastText
/// `.vec`) and GloVe (the same without the first line).
///
/// The last fields of a line are the vector, everything before them is the token, since tokens may
/// hold spaces. A token of several pieces whose last piece is a decimal fraction is taken for a
/// line with too many components instead.
public struct WordVectorTextFormat: EmbeddingFormat {
  /// With the line of counts.
  public static let word2vec = WordVectorTextFormat(
    id: "word2vec", summary: "word2vec and fastText text: a line of counts, then token and vector",
    fileExtensions: ["vec", "w2v"], hasCounts: true)
  /// Without it.
  public static let glove = WordVectorTextFormat(
    id: "glove", summary: "GloVe text: token and vector on each line", fileExtensions: ["glove"],
    hasCounts: false)

  /// `word2vec` or `glove`.
  public let id: String
  /// One line about it.
  public let summary: String
  /// `vec`, `w2v` or `glove`; `txt` is recognised by content.
  public let fileExtensions: [String]
  private let hasCounts: Bool

  /// Text.
  public var isText: Bool { true }

  /// By the first line in files that may hold text, or by name.
  public func recognition(of input: FormatInput) -> Recognition {
    if ["txt", "vec", "w2v", "glove", "bin", ""].contains(input.fileExtension),
      hasCounts ? looksCounted(input) : looksUncounted(input)
    {
      return .byContent
    }
    return fileExtensions.contains(input.fileExtension) ? .byName : .no
  }

  private func looksCounted(_ input: FormatInput) -> Bool {
    guard let header = WordVectorHeader(input.leading) else { return false }
    return !input.leading.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }
      && secondLineIsVector(input.leading, after: header)
  }

  private func secondLineIsVector(_ bytes: [UInt8], after header: WordVectorHeader) -> Bool {
    let line = bytes[header.byteCount...].prefix { $0 != 0x0A }
    let fields = Fields.split(bytes.span, line.startIndex..<line.endIndex)
    let isComplete = line.endIndex < bytes.count
    return fields.count >= 2 && (!isComplete || fields.count > header.columnCount)
  }

  private func looksUncounted(_ input: FormatInput) -> Bool {
    let bytes = input.leading
    guard WordVectorHeader(bytes) == nil, let end = bytes.firstIndex(of: 0x0A) ?? bytes.indices.last
    else { return false }
    let fields = Fields.split(bytes.span, 0..<end)
    return fields.count >= 2
      && DecimalText.number(bytes.span, filling: fields[0]) == nil
      && fields.dropFirst().allSatisfy { DecimalText.number(bytes.span, filling: $0) != nil }
  }

  /// The vectors, with their tokens as identifiers.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try input.refuseDtype()
    let spool = try RowSpool(for: input.name)
    var lines = try TextLines(input.file)
    var promised: (rowCount: Int, columnCount: Int)?
    if hasCounts {
      promised = try counts(&lines, input)
    }
    var columnCount = promised?.columnCount
    var precision = DecimalPrecision()
    var row: [Double] = []
    while let line = try lines.next() {
      let fields = Fields.split(lines.buffer.span, line)
      if fields.isEmpty { continue }
      let expected = columnCount ?? Self.trailingNumberCount(lines.buffer.span, fields)
      columnCount = expected
      let place = FormatError.Place.line(lines.lineNumber)
      guard expected > 0, fields.count > expected else {
        throw input.error(
          place, expected: "a token and \(grouped(max(1, expected))) components",
          found: "the line has \(grouped(fields.count)) fields",
          remedy: "Every line needs one token and equally many components.")
      }
      let tokenEnd = fields.count - expected
      if tokenEnd > 1, isFraction(lines.buffer.span, fields[tokenEnd - 1]) {
        throw input.error(
          place, expected: "a token and \(grouped(expected)) components",
          found: "the line has \(grouped(fields.count)) fields",
          remedy: "Every line needs one token and equally many components.")
      }
      row.removeAll(keepingCapacity: true)
      for field in fields[tokenEnd...] {
        guard let number = DecimalText.number(lines.buffer.span, filling: field) else {
          throw input.error(
            place, expected: "\(grouped(expected)) numbers after the token",
            found: "one of them is '\(lines.text(field))'",
            remedy: "Every line needs one token and equally many components.")
        }
        precision.add(number)
        row.append(number.value)
      }
      let token = lines.text(fields[0].lowerBound..<fields[tokenEnd - 1].upperBound)
      try spool.append(row, identifier: token)
      if let promised, spool.rowCount > promised.rowCount {
        throw input.error(
          place, expected: "line 1 promises \(grouped(promised.rowCount)) vectors",
          found: "here is one more", remedy: "Correct the counts in line 1.")
      }
    }
    if let promised, spool.rowCount < promised.rowCount, spool.rowCount > 0 {
      guard input.options.allowTruncated else {
        throw input.error(
          .line(lines.lineNumber),
          expected: "line 1 promises \(grouped(promised.rowCount)) vectors",
          found: "the file ends after \(grouped(spool.rowCount))",
          remedy: "The file is truncated: write it again, or read the "
            + "\(grouped(spool.rowCount)) rows with --allow-truncated.")
      }
      spool.warnings.append("truncated: \(grouped(promised.rowCount)) vectors were promised")
    }
    return try spool.source(storedAs: precision.scalarType)
  }

  private func counts(
    _ lines: inout TextLines, _ input: FormatInput
  ) throws -> (rowCount: Int, columnCount: Int) {
    guard let line = try lines.next() else { throw FormatError.noRows(input.name) }
    guard let header = WordVectorHeader(Array(lines.buffer[line]) + [0x0A]), header.columnCount > 0
    else {
      throw input.error(
        .line(1), expected: "two counts, of vectors and of components",
        found:
          "the line is '\(lines.text(line.lowerBound..<min(line.upperBound, line.lowerBound + 40)))'",
        remedy: "If the file has no such line, read it with --format glove.")
    }
    return (header.rowCount, header.columnCount)
  }

  private static func trailingNumberCount(_ bytes: Span<UInt8>, _ fields: [Range<Int>]) -> Int {
    let trailing = fields.reversed().prefix { DecimalText.number(bytes, filling: $0) != nil }.count
    return min(trailing, fields.count - 1)
  }

  private func isFraction(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Bool {
    DecimalText.number(bytes, filling: field) != nil
      && field.contains { bytes[$0] == 0x2E && field.count > 1 }
  }
}

/// The first line of word2vec files: how many vectors of how many components.
struct WordVectorHeader: Hashable {
  let rowCount: Int
  let columnCount: Int
  /// Bytes of the line with its end.
  let byteCount: Int

  /// Reads `rows columns` and a line feed; nil for anything else.
  init?(_ bytes: [UInt8]) {
    var position = 0
    guard let rowCount = Self.count(bytes, &position), position < bytes.count,
      bytes[position] == 0x20 || bytes[position] == 0x09
    else { return nil }
    position += 1
    guard let columnCount = Self.count(bytes, &position) else { return nil }
    while position < bytes.count, DecimalText.isBlank(bytes[position]) { position += 1 }
    guard position < bytes.count, bytes[position] == 0x0A else { return nil }
    self.rowCount = rowCount
    self.columnCount = columnCount
    byteCount = position + 1
  }

  /// At most ten digits, which no Int overflows on.
  private static func count(_ bytes: [UInt8], _ position: inout Int) -> Int? {
    var value = 0
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      guard position - start < 10 else { return nil }
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    return position > start ? value : nil
  }
}

/// Fields of a line between spaces and tabs.
enum Fields {
  /// The ranges of all fields; runs of blanks are one separator.
  static func split(_ bytes: Span<UInt8>, _ line: Range<Int>) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var index = line.lowerBound
    while index < line.upperBound {
      while index < line.upperBound, DecimalText.isBlank(bytes[index]) { index += 1 }
      let start = index
      while index < line.upperBound, !DecimalText.isBlank(bytes[index]) { index += 1 }
      if index > start { fields.append(start..<index) }
    }
    return fields
  }
}
