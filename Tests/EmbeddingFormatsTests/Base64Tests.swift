import Testing

@testable import EmbeddingFormats

@Suite("Base64 holds whole float32 values or nothing")
struct Base64Tests {
  /// Encodes by the definition of RFC 4648, section 4.
  private static func encoded(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place > group.count ? "=" : alphabet[word >> (18 - 6 * place) & 63])
      }
    }
    return text
  }

  @Test("every count of values, so every kind of padding", arguments: 0...7)
  func roundTrip(count: Int) throws {
    let values = (0..<count).map { Float($0) * 0.37 - 1e-30 }
    let text = Self.encoded(little(values))
    #expect(text.utf8.count.isMultiple(of: 4))
    #expect(Base64.floats(text) == values)
    #expect(Base64.floats(String(text.prefix { $0 != "=" })) == values)
  }

  @Test("every bit of a value arrives, not-a-number and the sign of zero included")
  func bits() {
    let patterns: [UInt32] = [0, 1 << 31, 0x7F80_0000, 0x7FC0_0001, .max, 0x1234_5678, 1]
    let values = Base64.floats(Self.encoded(little(patterns)))
    #expect(values?.map(\.bitPattern) == patterns)
  }

  @Test("the alphabet of addresses gives the same bytes")
  func addressAlphabet() {
    let patterns: [UInt32] = [0xFBFF_FEFB, 0xFFFF_FFFF, 0xBFEF_FBFE]
    let text = Self.encoded(little(patterns))
    #expect(text.contains("/") && text.contains("+"))
    let other = String(text.map { $0 == "/" ? "_" : $0 == "+" ? "-" : $0 })
    #expect(Base64.floats(other)?.map(\.bitPattern) == patterns)
  }

  @Test("bytes that are no multiple of four are refused", arguments: [1, 2, 3, 5, 6, 7, 9, 11])
  func count(byteCount: Int) {
    #expect(Base64.floats(Self.encoded([UInt8](repeating: 0x55, count: byteCount))) == nil)
  }

  @Test(
    "bad characters are refused",
    arguments: [
      "AADAPw =", "AADA Pw==", "AADAPw==AADAPw==", "AADA=Pw=", "AADAP?==", "AADAPw==\n", "é",
      "[1,2]",
      "AADAPw==x", "\0", "AADAPw==\u{0}",
    ])
  func characters(text: String) { #expect(Base64.floats(text) == nil) }
}
