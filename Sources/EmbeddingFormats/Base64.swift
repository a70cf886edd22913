/// Vectors as base64 text.
enum Base64 {
  /// The little-endian float32 values of a text; nil if it is not base64 of whole values.
  ///
  /// Source: RFC 4648, section 4, and the alphabet of section 5.
  static func floats(_ text: String) -> [Float]? {
    var values: [Float] = []
    var bits: UInt32 = 0
    var bitCount = 0
    var word: UInt32 = 0
    var byteCount = 0
    var isPadded = false
    for character in text.utf8 {
      if character == 0x3D {
        isPadded = true
        continue
      }
      guard !isPadded, let sextet = sextet(character) else { return nil }
      bits = bits << 6 | sextet
      bitCount += 6
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      word |= (bits >> UInt32(bitCount) & 0xFF) << UInt32(8 * (byteCount % 4))
      byteCount += 1
      if byteCount.isMultiple(of: 4) {
        values.append(Float(bitPattern: word))
        word = 0
      }
    }
    return byteCount.isMultiple(of: 4) ? values : nil
  }

  private static func sextet(_ character: UInt8) -> UInt32? {
    switch character {
    case 0x41...0x5A: UInt32(character - 0x41)
    case 0x61...0x7A: UInt32(character - 0x61 + 26)
    case 0x30...0x39: UInt32(character - 0x30 + 52)
    case 0x2B, 0x2D: 62
    case 0x2F, 0x5F: 63
    default: nil
    }
  }
}
