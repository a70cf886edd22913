public import EmbeddingSets

/// word2vec binary: a line `rows columns`, then for each vector its token, a space and float32
/// little-endian components, with or without a line feed after them.
///
/// A token ends at its first space, as in the original program. Because tokens differ in length,
/// rows cannot be addressed in the file: the vectors are copied once into a temporary file.
public struct WordVectorBinaryFormat: EmbeddingFormat {
  /// A reader.
  public init() {}
  /// `word2vec-binary`.
  public let id = "word2vec-binary"
  /// One line about it.
  public let summary = "word2vec binary: a line of counts, then token and float32 vector"
  /// Recognised by content in `.bin` files.
  public let fileExtensions: [String] = []

  private static let longestToken = 1 << 16

  /// By the line of counts with binary bytes after it.
  public func recognition(of input: FormatInput) -> Recognition {
    guard let header = WordVectorHeader(input.leading) else { return .no }
    let isBinary = input.leading[header.byteCount...].contains {
      $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0)
    }
    return isBinary ? .byContent : .no
  }

  /// The vectors, with their tokens as identifiers.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try input.check(declared: .float32)
    guard let header = WordVectorHeader(Array(input.leading.prefix(64))) else {
      throw input.error(
        .byte(0), expected: "a line with two counts, of vectors and of components",
        found: "the file starts with \(hex(input.leading.prefix(6)))",
        remedy: "Check that it is word2vec binary, or name its format with --format.")
    }
    guard header.columnCount > 0 else {
      throw input.error(
        .byte(0), expected: "vectors need at least one component", found: "the header says 0",
        remedy: "Check the program that wrote the file.")
    }
    let spool = try RowSpool(for: input.name)
    var records = TokenRecords(input, offset: header.byteCount, columnCount: header.columnCount)
    while spool.rowCount < header.rowCount {
      guard let (token, row) = try records.next() else { break }
      try spool.append(row, identifier: token)
    }
    try check(spool, against: header, end: records.offset, input)
    if records.foreignTokenCount > 0 {
      spool.warnings.append(
        "\(grouped(records.foreignTokenCount)) tokens are not UTF-8: if that is not expected, a token "
          + "may hold a space, and the vectors after it are misread")
    }
    return try spool.source(storedAs: .float32)
  }

  private func check(
    _ spool: RowSpool, against header: WordVectorHeader, end: Int, _ input: FormatInput
  ) throws {
    let promise =
      "the header promises \(grouped(header.rowCount)) vectors of "
      + "\(grouped(header.columnCount)) float32"
    if spool.rowCount < header.rowCount {
      guard input.options.allowTruncated, spool.rowCount > 0 else {
        let cut =
          spool.rowCount > 0
          ? ", or read the \(grouped(spool.rowCount)) whole rows with --allow-truncated" : ""
        throw input.error(
          .byte(end), expected: promise, found: "the file ends after \(grouped(spool.rowCount))",
          remedy: "The file is truncated: write it again\(cut).")
      }
      spool.warnings.append("truncated: \(grouped(header.rowCount)) vectors were promised")
    } else {
      let rest = try input.file.elements(
        UInt8.self, at: end, count: min(2, input.byteCount - end))
      guard rest.isEmpty || rest == [0x0A] else {
        throw input.error(
          .byte(end), expected: promise,
          found: "\(grouped(input.byteCount - end)) bytes are left after them",
          remedy: "A token holds a space, or the counts are wrong: write the file again.")
      }
    }
  }

  /// Steps through tokens and vectors with a buffer that is refilled at whole records.
  private struct TokenRecords {
    /// First byte that has not been given out.
    private(set) var offset: Int
    /// Tokens that are not UTF-8: of another encoding, or a sign that rows are misread.
    private(set) var foreignTokenCount = 0
    private let input: FormatInput
    private let columnCount: Int
    private var buffer: [UInt8] = []
    private var bufferStart = 0

    init(_ input: FormatInput, offset: Int, columnCount: Int) {
      self.input = input
      self.offset = offset
      self.columnCount = columnCount
    }

    /// The next record; nil where the rest of the file is too short for one.
    mutating func next() throws -> (token: String, row: [Float])? {
      // Counts have at most ten digits, so this is far from overflow.
      let rowByteCount = columnCount * 4
      guard rowByteCount < input.byteCount - offset else { return nil }
      var index = offset - bufferStart
      if index + WordVectorBinaryFormat.longestToken + rowByteCount > buffer.count,
        bufferStart + buffer.count < input.byteCount
      {
        let count = min(
          max(1 << 20, 2 * (WordVectorBinaryFormat.longestToken + rowByteCount)),
          input.byteCount - offset)
        buffer = try input.file.elements(UInt8.self, at: offset, count: count)
        bufferStart = offset
        index = 0
      }
      while index < buffer.count, buffer[index] == 0x0A { index += 1 }
      let start = index
      while index < buffer.count, buffer[index] != 0x20,
        index - start < WordVectorBinaryFormat.longestToken
      { index += 1 }
      guard index < buffer.count else { return nil }
      guard buffer[index] == 0x20, index > start else {
        throw input.error(
          .byte(bufferStart + start), expected: "a token and a space after it",
          found: index > start ? "a longer run of bytes" : "a space",
          remedy: "A token holds a space, or the counts are wrong: write the file again.")
      }
      guard rowByteCount <= buffer.count - index - 1 else { return nil }
      let name = buffer[start..<index]
      // After a token with a space the components are read two or three bytes too early, and the
      // rest of the last one ends up in the next token.
      guard !name.contains(where: { $0 < 0x20 }) else {
        throw input.error(
          .byte(bufferStart + start), expected: "a token without control characters",
          found: "its bytes are \(hex(name.prefix(12)))",
          remedy: "A token holds a space, or the counts are wrong: write the file again.")
      }
      if String(validating: name, as: UTF8.self) == nil { foreignTokenCount += 1 }
      let token = String(decoding: name, as: UTF8.self)
      var row = [Float](repeating: 0, count: columnCount)
      var byte = index + 1
      for column in 0..<columnCount {
        row[column] = Float(
          bitPattern: UInt32(truncatingIfNeeded: LittleEndian.uint32(buffer, at: byte)))
        byte += 4
      }
      offset = bufferStart + byte
      return (token, row)
    }
  }
}
