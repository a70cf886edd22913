import Foundation
import Rendering
import Testing

@Suite("A JSON document in memory")
struct JSONValueTests {
  @Test(
    "numbers read back to the same bits",
    arguments: [
      0, 1, -1, 0.1, 1.0 / 3, 1e21, 1e22, 1e-7, Double.leastNonzeroMagnitude,
      1.7976931348623157e308, 123_456_789.125,
      9_007_199_254_740_992, -2.5e-10,
    ])
  func numbers(value: Double) throws {
    let text = JSONValue.number(value).text
    #expect(text.last == "\n" && Double(text.dropLast())?.bitPattern == value.bitPattern)
    let document = try JSONSerialization.jsonObject(
      with: Data(JSONValue.array([.number(value)]).text.utf8))
    #expect((document as? [Double])?.first == value)
  }

  @Test("whole numbers have all their digits")
  func wholes() {
    #expect(JSONValue.integer(Int.min).text == "-9223372036854775808\n")
    #expect(JSONValue.unsigned(.max).text == "18446744073709551615\n")
    #expect(JSONValue.integer(0).text == "0\n")
  }

  @Test("what is not there is null")
  func optionals() {
    let values: [JSONValue] = [.optional(nil as String?), .optional(nil as Double?), .null]
    #expect(JSONValue.array(values).text == "[null, null, null]\n")
    #expect(JSONValue.array([.optional("a"), .optional(0.5)]).text == "[\"a\", 0.5]\n")
    #expect(JSONValue.strings(["a", "b"]).text == "[\"a\", \"b\"]\n")
  }

  @Test("a list breaks into lines as soon as it takes more than 100 columns", arguments: 90...105)
  func lines(length: Int) {
    let word = String(repeating: "a", count: length - 7)
    let text = JSONValue.array([.array([.string(word)])]).text
    let lines = text.split(separator: "\n")
    #expect(lines.count == 1 || lines.count == 3)
    #expect(lines.count == 3 || lines[0].utf8.count <= 100)
    #expect(length > 95 || lines.count == 1)
    #expect(length < 102 || lines.count == 3)
  }

  @Test("a list of scalars stands on one line whatever its length")
  func row() {
    let row = JSONValue.array((0..<500).map { .number(Double($0) + 0.123456789) })
    let text = JSONValue.object([("rows", .array([row, row]))]).text
    #expect(text.split(separator: "\n").count == 6)
  }

  @Test("every character of text survives, and none can break a line or a terminal")
  func text() throws {
    for value in UInt32(0)...0x2100 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = JSONValue.array([.string("a\(scalar)b")]).text
      #expect(!text.dropLast().unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
      let document = try JSONSerialization.jsonObject(with: Data(text.utf8))
      let found = try #require((document as? [String])?.first)
      #expect(Array(found.unicodeScalars) == Array("a\(scalar)b".unicodeScalars))
    }
  }

  @Test("keys keep their order")
  func order() {
    let value = JSONValue.object([("b", .integer(1)), ("a", .null), ("c\"", .array([]))])
    #expect(value.text == "{\"b\": 1, \"a\": null, \"c\\\"\": []}\n")
  }
}
