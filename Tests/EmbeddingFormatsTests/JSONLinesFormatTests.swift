import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Vectors are found in JSON wherever services put them")
struct JSONLinesFormatTests {
  struct Document: Sendable {
    let text: String
    var identifiers: [String]?
    var path: String?
    var type = ScalarType.decimal(significantDigits: 2)
  }

  /// Base64 of the float32 values 1.5 and -2, and of 0.25 and 4.
  private static let encoded = ["AADAPwAAAMA=", "AACAPgAAgEA="]

  @Test(
    "the shapes in use",
    arguments: [
      Document(text: "[1.5,-2]\n[0.25,4]\n"),
      Document(text: "[[1.5,-2],[0.25,4]]"),
      Document(text: "\n {\"embedding\":[1.5,-2]}\r\n\n{\"embedding\":[0.25,4]}"),
      Document(
        text: "{\"id\":\"a\",\"vector\":[1.5,-2]}\n{\"id\":7,\"vector\":[0.25,4]}\n",
        identifiers: ["a", "7"]),
      Document(
        text: "{\n \"object\": \"list\",\n \"data\": [\n {\"index\":0, \"embedding\":[1.5,\n-2]},\n"
          + " {\"embedding\":[0.25,4.0]}],\n \"usage\": {\"tokens\": [1, 2.125]}\n}\n"),
      Document(
        text: "{\"embeddings\":{\"float\":[[1.5,-2],[0.25,4]]},\"texts\":[\"a]\",\"b\\\"{\"]}"),
      Document(
        text:
          "{\"custom_id\":\"r1\",\"response\":{\"status_code\":200,\"body\":{\"data\":[{\"embedding\":"
          + "[1.5,-2]}]}},\"error\":null}\n{\"custom_id\":\"r2\",\"response\":{\"body\":{\"data\":"
          + "[{\"embedding\":[0.25,4]}]}}}\n", identifiers: ["r1", "r2"]),
      Document(
        text: "{\"embedding\":\"\(encoded[0])\"}\n{\"embedding\":\"\(encoded[1])\"}\n",
        type: .float32),
      Document(
        text:
          "{\"rows\":[{\"id\":\"p\",\"v\":{\"x\":[1.5,-2]}},{\"id\":\"q\",\"v\":{\"x\":[0.25,4]}}]}",
        identifiers: ["p", "q"], path: "rows[].v.x"),
      Document(
        text: "{\"a\":[[9],[1.5,-2]]}\n{\"a\":[[9],[0.25,4]]}\n", path: "$.a[1]"),
    ])
  func found(document: Document) throws {
    let workshop = try Workshop()
    let source = try EmbeddingSetReader.open(
      try workshop.write("x.jsonl", document.text), options: ReadOptions(jsonPath: document.path))
    #expect(source.shape.storedAs == document.type)
    #expect(try source.block(rows: 0..<2).doubles == [1.5, -2, 0.25, 4])
    #expect(try (source as? any IdentifiedSource)?.identifiers() == document.identifiers)
  }

  @Test(
    "what is wrong, and on which line",
    arguments: [
      ("[1,2]\n[3]\n", 2), ("[1,2]\n[3,4\n[5,6]\n", 2),
      ("[1,2]\n\n{\"error\":{\"code\":429}}\n", 3),
      ("[1,null]\n", 1), ("[1,2]\n[1,\"2\"]\n", 2), ("{\"embedding\":\"AAAA\"}\n", 1),
      ("{\"embedding\":\"no base64!\"}\n", 1), ("[1,2]\n5\n", 2), ("[]\n", 1), ("{}\n", 1),
      ("[1,2]\n[3,4] [5,6]\n", 2), ("{\"embedding\":[1,2]}\n{\"embedding\":\"AADAPwAAAMA=\"}\n", 2),
      ("{\n\"a\": 1,\n\"b\": nothing\n}\n", 3), ("\"text\"\n", 1), ("[1,2", 1),
      (String(repeating: "[", count: 100_000), 1),
    ])
  func broken(text: String, line: Int) throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.jsonl", text)
    let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    switch error?.place {
    case .line(let found): #expect(found == line)
    case .cell(let found, _): #expect(found == line)
    default: Issue.record("no line in \(String(describing: error))")
    }
  }

  @Test("a path that leads nowhere or is none", arguments: ["b", "a.b", "a[x]", "a[-1]"])
  func path(path: String) throws {
    let workshop = try Workshop()
    let file = try workshop.write("x.jsonl", "{\"a\":[1,2]}\n")
    #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(file, options: ReadOptions(jsonPath: path))
    }
  }
}
