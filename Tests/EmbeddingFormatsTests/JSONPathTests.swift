import Testing

@testable import EmbeddingFormats

@Suite("A path leads through keys, elements and all elements")
struct JSONPathTests {
  private static func found(_ path: String, _ text: String) throws -> [[Double]] {
    let root = try JSONValue(parsing: Array(text.utf8))
    return try JSONPath(path, file: "x").values(in: root).map { entry in
      guard case .numbers(let numbers, _) = entry.value else { return [] }
      return numbers
    }
  }

  @Test(
    "every kind of step",
    arguments: [
      ("", "[1,2]", [[1, 2]]), ("$", "[1,2]", [[1, 2]]), ("a", "{\"a\":[1,2]}", [[1, 2]]),
      ("$.a", "{\"a\":[1,2]}", [[1, 2]]), ("a.b", "{\"a\":{\"b\":[3]}}", [[3]]),
      ("[]", "[[1],[2]]", [[1], [2]]), ("$[]", "[[1],[2]]", [[1], [2]]),
      ("[*]", "[[1],[2]]", [[1], [2]]), ("[1]", "[[1],[2]]", [[2]]),
      ("$[0]", "[[1],[2]]", [[1]]), ("a[].b", "{\"a\":[{\"b\":[1]},{\"b\":[2]}]}", [[1], [2]]),
      ("a[1].b", "{\"a\":[{\"b\":[1]},{\"b\":[2]}]}", [[2]]),
      ("[][1]", "[[[1],[2]],[[3],[4]]]", [[2], [4]]), ("[0][1]", "[[[1],[2]]]", [[2]]),
      // An array of numbers is one vector, so all of its elements are it.
      ("a[]", "{\"a\":[1,2]}", [[1, 2]]),
    ])
  func steps(path: String, text: String, expected: [[Double]]) throws {
    #expect(try Self.found(path, text) == expected)
  }

  @Test(
    "a path that does not fit leads nowhere",
    arguments: [
      ("b", "{\"a\":[1]}"), ("a.b", "{\"a\":[1]}"), ("[]", "{\"a\":[1]}"), ("[2]", "[[1],[2]]"),
      ("[9223372036854775807]", "[[1],[2]]"), ("a", "[[1]]"), ("a", "null"), ("[]", "\"a\""),
      ("[0]", "5"), ("[]", "[]"),
    ])
  func nowhere(path: String, text: String) throws {
    #expect(try Self.found(path, text).isEmpty)
  }

  @Test(
    "what is no path is refused",
    arguments: ["a[", "a]b[", "a[x]", "a[-1]", "a[0", "a[]b", "a[1.5]", "a[99999999999999999999]"])
  func refused(path: String) {
    let error = #expect(throws: FormatError.self) { try JSONPath(path, file: "x") }
    #expect(error?.found.contains("--json-path") == true)
  }

  @Test("each vector has the identifier of the nearest object around it")
  func identifiers() throws {
    let text = #"{"id":"outer","rows":[{"id":"p","v":{"x":[1]}},{"v":{"x":[2]}}]}"#
    let root = try JSONValue(parsing: Array(text.utf8))
    let found = try JSONPath("rows[].v.x", file: "x").values(in: root)
    #expect(found.map(\.identifier) == ["p", nil])
  }
}
