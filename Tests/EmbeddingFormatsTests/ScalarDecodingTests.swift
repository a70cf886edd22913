import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("Every bit pattern of the narrow types is widened exactly")
struct ScalarDecodingTests {
  private static let all = Array(UInt16.min...UInt16.max)

  private static func number(_ text: String) -> DecimalNumber? {
    let bytes = Array(text.utf8)
    return DecimalText.number(bytes.span, filling: 0..<bytes.count)
  }

  @Test("binary16, subnormals, infinities and NaN included")
  func float16() {
    let values = ScalarEncoding.float16(Self.all)
    var wrong = 0
    for bits in Self.all {
      let value = values[Int(bits)]
      let expected = halfValue(bits)
      let isRight =
        expected.isNaN
        ? value.isNaN && (value.sign == .minus) == (bits >> 15 == 1)
        : Double(value) == expected && (value.sign == .minus) == (bits >> 15 == 1)
      if !isRight { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test("bfloat16, against the formula of its fields")
  func bfloat16() {
    let values = ScalarEncoding.bfloat16(Self.all)
    var wrong = 0
    for bits in Self.all {
      let sign: Double = bits >> 15 == 1 ? -1 : 1
      let exponent = Int(bits >> 7 & 255)
      let fraction = Double(bits & 127) / 128
      let value = values[Int(bits)]
      if exponent == 255 {
        if fraction == 0 ? Double(value) != sign * .infinity : !value.isNaN { wrong += 1 }
        continue
      }
      let scale = Double(
        sign: .plus, exponent: exponent == 0 ? -126 : exponent - 127, significand: 1)
      let expected = sign * (exponent == 0 ? fraction : 1 + fraction) * scale
      if Double(value) != expected { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test(
    "decimal text is rounded as the standard library rounds it, and its digits are counted",
    arguments: [
      ("0", 0), ("-0.0", 0), ("1", 1), ("0.00120", 3), ("123456789.123456789", 18),
      ("9007199254740993", 16), ("0.1", 1), ("1e22", 1), ("1e23", 1),
      ("-1.7976931348623157e308", 17),
      ("4.9e-324", 2), ("2.2250738585072011e-308", 17), ("1e400", 1), ("1e-400", 1), (".5", 1),
      ("5.", 1), ("0.30000000000000004", 17), ("12345678901234567890123", 23),
      ("+3E-2", 1), ("1e99999999999999999999", 1),
    ])
  func decimal(text: String, digits: Int) throws {
    let number = try #require(Self.number(text))
    let expected = text.hasPrefix("1e9999") ? Double.infinity : Double(text) ?? Double("0\(text)0")
    #expect(number.value.bitPattern == expected?.bitPattern)
    #expect(number.significantDigits == digits)
  }

  @Test(
    "what is no decimal number",
    arguments: ["", "-", ".", "e5", "1e", "1e+", "0x10", "1,5", "1 2", "nana"])
  func noNumber(text: String) {
    #expect(Self.number(text) == nil)
  }

  @Test(
    "spelled infinities and NaN", arguments: ["nan", "NaN", "-nan", "inf", "-Infinity", "+INF"])
  func special(text: String) throws {
    let number = try #require(Self.number(text))
    #expect(!number.value.isFinite)
    #expect((number.value.sign == .minus) == text.hasPrefix("-"))
  }
}
