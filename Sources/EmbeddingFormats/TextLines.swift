/// The bytes of a file in order, with look-ahead of one line.
struct TextLines {
  /// What has been read and not yet given out, from ``start`` on.
  private(set) var buffer: [UInt8] = []
  /// Number of the line that was given out last, counted from 1.
  private(set) var lineNumber = 0
  private let file: MappedFile
  private var start = 0
  private var nextByte: Int
  private let chunkByteCount = 1 << 20

  /// Longest line that is read; more means that this is no text of vectors.
  private static let longestLine = 1 << 28

  /// The lines of a file, a byte-order mark left out.
  init(_ file: MappedFile) throws {
    self.file = file
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let leading = try file.elements(UInt8.self, at: 0, count: min(3, file.byteCount))
    nextByte = leading == mark ? 3 : 0
  }

  /// The next line as a range of ``buffer``, without its end (LF or CR LF); nil after the last.
  ///
  /// The range holds until the next call.
  ///
  /// - Throws: ``FormatError`` if the file cannot be read or a line is too long to be one.
  mutating func next() throws -> Range<Int>? {
    var searched = start
    while true {
      if let newline = Self.newline(in: buffer.span, from: searched) {
        let line = start..<newline
        start = newline + 1
        lineNumber += 1
        return withoutReturn(line)
      }
      searched = buffer.count - start
      guard try fill() else { break }
    }
    guard start < buffer.count else { return nil }
    let line = start..<buffer.count
    start = buffer.count
    lineNumber += 1
    return withoutReturn(line)
  }

  /// The text of a range.
  func text(_ range: Range<Int>) -> String { DecimalText.text(buffer.span, range) }

  private func withoutReturn(_ line: Range<Int>) -> Range<Int> {
    !line.isEmpty && buffer[line.upperBound - 1] == 0x0D
      ? line.lowerBound..<line.upperBound - 1 : line
  }

  private static func newline(in bytes: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if bytes[index] == 0x0A { return index }
      index += 1
    }
    return nil
  }

  /// Drops what was given out and reads on; false at the end of the file.
  private mutating func fill() throws -> Bool {
    buffer.removeSubrange(..<start)
    start = 0
    guard nextByte < file.byteCount else { return false }
    guard buffer.count <= Self.longestLine else {
      throw FormatError(
        file.name, .line(lineNumber + 1),
        expected: "a line of at most \(grouped(Self.longestLine)) bytes", found: "it goes on",
        remedy: "Check that this is text with one vector to a line.")
    }
    let count = min(chunkByteCount, file.byteCount - nextByte)
    buffer.append(contentsOf: try file.elements(UInt8.self, at: nextByte, count: count))
    nextByte += count
    return true
  }
}
