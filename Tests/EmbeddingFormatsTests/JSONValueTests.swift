import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("JSON is parsed to the byte where it stops being JSON")
struct JSONValueTests {
  private static func parsed(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: Array(text.utf8))
  }

  private static func string(_ text: String) throws -> String? {
    guard case .string(let string) = try parsed(text) else { return nil }
    return string
  }

  @Test(
    "numbers are the nearest Double",
    arguments: [
      "0", "-0", "1", "-1", "1.5", "1e3", "1E+3", "1e-3", "0.1", "123456789012345678901234567890",
      "2.2250738585072011e-308", "5e-324", "1e-400", "1.7976931348623157e308", "1e400",
      "9007199254740993", "0.1000000000000000055511151231257827", "8.5e22", "1e23",
    ])
  func numbers(text: String) throws {
    guard case .number(let value) = try Self.parsed(" \(text)\n") else {
      Issue.record("no number")
      return
    }
    #expect(value.bitPattern == Double(text)?.bitPattern)
  }

  @Test("NaN and infinities are numbers, as Python writes them")
  func specials() throws {
    guard case .numbers(let values, _) = try Self.parsed("[NaN, Infinity, -Infinity]") else {
      Issue.record("no numbers")
      return
    }
    #expect(values[0].isNaN && values[1] == .infinity && values[2] == -.infinity)
  }

  @Test(
    "escapes and pairs of surrogates",
    arguments: [
      (#""""#, ""), (#""a\"b\\c\/d""#, #"a"b\c/d"#), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
      (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\ude00""#, "😀"),
      (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
      (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\n""#, "\u{FFFD}\n"),
      (#""\u0000""#, "\0"), ("\"é€😀\"", "é€😀"),
    ])
  func escapes(text: String, expected: String) throws {
    #expect(try Self.string(text)?.unicodeScalars.elementsEqual(expected.unicodeScalars) == true)
  }

  @Test("bytes that are no UTF-8 become replacement characters")
  func invalidText() throws {
    guard case .string(let text) = try JSONValue(parsing: [0x22, 0xFF, 0x61, 0x22]) else {
      Issue.record("no text")
      return
    }
    #expect(text == "\u{FFFD}a")
  }

  @Test(
    "each kind of value",
    arguments: [
      ("null", "null"), ("true", "a boolean"), ("false", "a boolean"), ("1", "a single number"),
      ("[1, 2]", "an array of numbers"), ("[]", "an array"), ("[1, \"2\"]", "an array"),
      ("[[1]]", "an array"), ("\"1\"", "text"), ("{}", "an object"),
      (" { \"a\" : 1 } ", "an object"),
    ])
  func kinds(text: String, kind: String) throws { #expect(try Self.parsed(text).kind == kind) }

  @Test("numbers before something else stay elements of the array")
  func mixed() throws {
    guard case .array(let elements) = try Self.parsed("[1, 2.5, null, 3]") else {
      Issue.record("no array")
      return
    }
    #expect(
      elements.map(\.kind) == ["a single number", "a single number", "null", "a single number"])
  }

  @Test("of keys that come twice the first one counts, in the order of the text")
  func duplicates() throws {
    let value = try Self.parsed(#"{"b": 1, "a": 2, "b": "x"}"#)
    guard case .object(let entries) = value else {
      Issue.record("no object")
      return
    }
    #expect(entries.map(\.key) == ["b", "a", "b"])
    #expect(value["b"]?.kind == "a single number")
    #expect(value["c"] == nil && value["a"]?["a"] == nil)
  }

  @Test(
    "numbers without a fraction or exponent are whole",
    arguments: [("[1, -20, 300]", true), ("[0.25, 1]", false), ("[1e2]", false), ("[1.0]", false)])
  func precision(text: String, isWhole: Bool) throws {
    guard case .numbers(_, let precision) = try Self.parsed(text) else {
      Issue.record("no numbers")
      return
    }
    #expect((precision.scalarType == .wholeDecimal) == isWhole)
  }

  @Test("nesting is read to 64 levels and refused beyond, however deep")
  func depth() throws {
    func nested(_ depth: Int, _ open: String, _ close: String) -> String {
      String(repeating: open, count: depth) + "null" + String(repeating: close, count: depth)
    }
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      #expect(throws: Never.self) { try Self.parsed(nested(63, open, close)) }
      for depth in [64, 65, 100_000] {
        let fault = #expect(throws: JSONFault.self) { try Self.parsed(nested(depth, open, close)) }
        #expect(fault?.offset == 64 * open.utf8.count && fault?.isEnd == false)
      }
    }
  }

  @Test(
    "what is no JSON, and where",
    arguments: [
      ("nul", 0), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":1,}", 7),
      ("{a:1}", 1), ("{'a':1}", 1), ("1 2", 2), ("[1]]", 3), ("{}x", 2), ("-", 0), ("1e", 0),
      ("\"\\x\"", 1), ("\"\\u12g4\"", 5), ("\"\\ud83d\\u0041\"", 1), ("True", 0), ("[1}", 2),
      ("{\"a\":1]", 6), ("// c\n1", 0),
    ])
  func faults(text: String, offset: Int) {
    let fault = #expect(throws: JSONFault.self) { try Self.parsed(text) }
    #expect(fault?.offset == offset && fault?.isEnd == false)
  }

  @Test("a text cut before its end says so")
  func ends() {
    let whole = Array(#"{"a": [[1], {"b": "c\u0041\\"}, null], "d": [2, 3]}"#.utf8)
    for count in 0..<whole.count {
      let fault = #expect(throws: JSONFault.self) { try JSONValue(parsing: Array(whole[..<count])) }
      // A word that is cut is reported where it starts.
      let isWord = fault.map { $0.offset < count } ?? false
      #expect(fault?.isEnd == !isWord)
      #expect(!isWord || whole[..<count].suffix(3).contains(0x6E))
    }
  }
}
