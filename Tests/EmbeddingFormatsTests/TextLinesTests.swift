import Testing

@testable import EmbeddingFormats

@Suite("Lines are the same wherever the buffer happens to end")
struct TextLinesTests {
  /// Bytes that are read at a time.
  private static let chunk = 1 << 20

  private static func lines(_ bytes: [UInt8]) throws -> [String] {
    let workshop = try Workshop()
    var lines = try TextLines(try workshop.open(bytes))
    var found: [String] = []
    while let line = try lines.next() {
      found.append(lines.text(line))
      #expect(lines.lineNumber == found.count)
    }
    #expect(try lines.next() == nil)
    return found
  }

  @Test(
    "ends of lines, and files without the last one",
    arguments: [
      ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]),
      ("a\r\nb\r\n", ["a", "b"]), ("a\r\nb\r", ["a", "b"]), ("\n\na", ["", "", "a"]),
      ("a\rb\n", ["a\rb"]), ("\r\n", [""]), ("\u{FEFF}a\n", ["a"]), ("\u{FEFF}", []),
      ("a\n\u{FEFF}b", ["a", "\u{FEFF}b"]),
    ])
  func ends(text: String, expected: [String]) throws {
    #expect(try Self.lines(Array(text.utf8)) == expected)
  }

  @Test("a line end on either side of the end of the buffer", arguments: -3...3)
  func boundary(offset: Int) throws {
    let first = [UInt8](repeating: 0x61, count: Self.chunk + offset)
    let bytes = first + [0x0D, 0x0A] + Array("next\r\n\r\nlast".utf8)
    let found = try Self.lines(bytes)
    #expect(found.count == 4 && found[0].utf8.count == first.count)
    #expect(Array(found.dropFirst()) == ["next", "", "last"])
  }

  @Test("a line over several buffers, between short ones")
  func long() throws {
    let middle = [UInt8](repeating: 0x62, count: 2 * Self.chunk + 12_345)
    let found = try Self.lines(Array("short\n".utf8) + middle + Array("\nend".utf8))
    #expect(found.map(\.utf8.count) == [5, middle.count, 3])
  }

  @Test("a file of exactly one buffer has no line after it")
  func exact() throws {
    let line = Array("1234567\n".utf8)
    let bytes = (0..<Self.chunk / 8).flatMap { _ in line }
    #expect(bytes.count == Self.chunk)
    #expect(try Self.lines(bytes).count == Self.chunk / 8)
  }
}
