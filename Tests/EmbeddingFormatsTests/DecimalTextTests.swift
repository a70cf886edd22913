import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("Decimal text is read to the nearest Double, and how precise it was is kept")
struct DecimalTextTests {
  private static func number(_ text: String) -> DecimalNumber? {
    let bytes = Array(text.utf8)
    return DecimalText.number(bytes.span, filling: 0..<bytes.count)
  }

  private static func precision(_ texts: [String]) -> DecimalPrecision {
    var precision = DecimalPrecision()
    for text in texts { if let number = number(text) { precision.add(number) } }
    return precision
  }

  @Test(
    "both ways of reading agree with the standard library at their border",
    arguments: [
      "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740995", "1e22",
      "1e23",
      "123e22", "9007199254740991e22", "9007199254740991e-22", "0.000000000000000000000001",
      "0.30000000000000004", "1.00000000000000011102230246251565404", "999999999999999999e-18",
      "1e-22", "1e-23", "4.9e-324", "2.4e-324", "-0.0", "1e309", "-1e309", "0e999999999999",
      "1e-99999",
    ])
  func nearest(text: String) {
    #expect(Self.number(text)?.value.bitPattern == Double(text)?.bitPattern)
  }

  @Test(
    "digits count from the first that is not zero",
    arguments: [
      ("0", 0, true), ("7", 1, true), ("-12", 2, true), ("+12", 2, true), ("0012", 2, true),
      ("0.25", 2, false), ("0.0025", 2, false), ("1.000", 4, false), ("1e5", 1, false),
      ("5.", 1, false),
      (".5", 1, false), ("100", 3, true), ("12345678901234567890123", 23, true), ("nan", 0, true),
      ("-Infinity", 0, true),
    ])
  func digits(text: String, count: Int, isWhole: Bool) throws {
    let number = try #require(Self.number(text))
    #expect(number.significantDigits == count && number.isWhole == isWhole)
  }

  @Test(
    "what is no number, or not only one",
    arguments: [
      "", " ", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "1,5", "na", "infinit", "--1",
    ])
  func refused(text: String) { #expect(Self.number(text) == nil) }

  @Test("blanks around a number do not matter")
  func blanks() {
    for text in [" 1.5", "1.5\t", "\t 1.5 \r"] { #expect(Self.number(text)?.value == 1.5) }
  }

  @Test("a number ends where it ends, and is not read beyond its range")
  func position() {
    let bytes = Array("12.5,7".utf8)
    var position = 0
    #expect(DecimalText.number(bytes.span, at: &position, end: 6)?.value == 12.5)
    #expect(position == 4)
    position = 0
    #expect(DecimalText.number(bytes.span, at: &position, end: 2)?.value == 12)
    #expect(position == 2)
  }

  @Test("whole numbers stay whole until one is not; digits are the most of any")
  func together() {
    #expect(Self.precision(["1", "-250", "0"]).scalarType == .wholeDecimal)
    #expect(Self.precision([]).scalarType == .wholeDecimal)
    #expect(
      Self.precision(["1", "0.125", "12"]).scalarType == .decimal(significantDigits: 3))
    #expect(Self.precision(["1e2"]).scalarType == .decimal(significantDigits: 1))
    #expect(Self.precision(["0.0"]).scalarType == .decimal(significantDigits: 1))
  }

  @Test("parts taken together are as the whole, in any order")
  func merging() {
    let parts = [["1", "22"], ["0.5", "4"], ["1234.5"]]
    let whole = Self.precision(parts.flatMap { $0 })
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      var merged = DecimalPrecision()
      for index in order { merged.add(Self.precision(parts[index])) }
      #expect(merged == whole)
    }
  }
}
