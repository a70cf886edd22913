import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("Judgments are read whatever they are written in")
struct JudgmentsReaderTests {
  private static func read(_ text: String) throws -> JudgmentsInput {
    let workshop = try Workshop()
    return try JudgmentsReader.read(try workshop.open(text))
  }

  /// The same three judgments in every layout.
  private static let layouts = [
    "q1 0 a 1\nq1 0 b 0\nq2 0 a 2\n",
    "q1\t0\ta\t1\nq1\t0\tb\t0\nq2\t0\ta\t2",
    "  q1   Q0 a   1 \r\n\r\nq1 Q0 b 0\r\nq2 Q0 a 2\r\n",
    "query-id\tcorpus-id\tscore\nq1\ta\t1\nq1\tb\t0\nq2\ta\t2\n",
    "\u{FEFF}# made by hand\nquery-id\tcorpus-id\tscore\r\nq1\ta\t1\r\n# and more\nq1\tb\t0\nq2\ta\t2.0\n",
    "q1\ta\t1\nq1\tb\t0\nq2\ta\t2\n",
    "score,docid,qid\n1,a,q1\n0,b,\"q1\"\n2,a,q2\n",
    "{\"query-id\": \"q1\", \"corpus-id\": \"a\", \"score\": 1}\n"
      + "{\"query-id\": \"q1\", \"corpus-id\": \"b\", \"score\": 0}\n\n"
      + "{\"score\": 2.0, \"corpus-id\": \"a\", \"query-id\": \"q2\"}\n",
    "{\"q1\": {\"a\": 1, \"b\": 0}, \"q2\": {\"a\": 2}}",
    "{\n  \"q1\": {\n \"a\": 1, \"b\": 0},\n \"q2\": {\"a\": 2.0}\n}\n",
  ]

  @Test("One set of judgments in every layout", arguments: layouts)
  func layout(text: String) throws {
    let expected = Judgments(
      queryIDs: ["q1", "q2"], documentIDs: ["a", "b"], starts: [0, 2, 3], documents: [0, 1, 0],
      grades: [1, 0, 2])
    let input = try Self.read(text)
    #expect(input.judgments == expected)
    #expect(input.cautions == [])
  }

  @Test(
    "Identifiers may hold spaces in tables and JSON lines",
    arguments: [
      "query-id\tcorpus-id\tscore\nwho likes it?\tOlinda Posso\t1\n",
      "{\"query-id\": \"who likes it?\", \"corpus-id\": \"Olinda Posso\", \"score\": 1}",
    ])
  func spaces(text: String) throws {
    let judgments = try Self.read(text).judgments
    #expect(judgments.queryIDs == ["who likes it?"])
    #expect(judgments.documentIDs == ["Olinda Posso"])
  }

  @Test("Lines of a query may be apart, and documents ascend within it")
  func apart() throws {
    let judgments = try Self.read("q1 0 a 1\nq2 0 b 1\nq1 0 c 1\nq2 0 a -1\n").judgments
    #expect(judgments.starts == [0, 2, 4])
    #expect(judgments.documents == [0, 2, 0, 1])
    #expect(judgments.grades == [1, 1, -1, 1])
  }

  @Test("A line that starts with # is a judgment where it reads as one")
  func hashes() throws {
    let judgments = try Self.read("q\ta\t1\n#q\tb\t1\n# q b\n").judgments
    #expect(judgments.queryIDs == ["q", "#q"])
  }

  @Test("A judgment that is repeated is counted once, and said")
  func repeated() throws {
    let input = try Self.read("q 0 a 1\nq 0 b 1\nq 0 a 1\nq 0 a 1\n")
    #expect(input.judgments.documents == [0, 1])
    #expect(
      input.cautions == [
        "2 judgments repeat an earlier line with the same grade (first: line 3 repeats line 1); "
          + "counted once"
      ])
  }

  @Test(
    "What cannot be read names its line",
    arguments: [
      ("q 0 a 1\nq 0 a 2\n", 2, "one grade for a query and a document"),
      ("q 0 a 1\nq 0 b\n", 2, "four fields"),
      ("q 0 a x\n", 1, "a whole number"),
      ("q\ta\t0.5\n", 1, "a whole number"),
      ("query-id\tcorpus-id\tscore\nq\ta\n", 2, "3 columns separated by tabs"),
      ("{\"query-id\": \"q\", \"corpus-id\": \"a\"}\n", 1, "'score' should be a whole number"),
      ("{\"query-id\": \"q\", \"score\": 1}\n", 1, "'corpus-id' should be text"),
      ("0.1 0.2\n", 1, "judgments: "),
    ])
  func faults(text: String, line: Int, expected: String) throws {
    do {
      _ = try Self.read(text)
      Issue.record("'\(text)' was read")
    } catch let error as FormatError {
      #expect(error.place == .line(line))
      #expect(error.expected.contains(expected), "\(error)")
    }
  }

  @Test("Broken JSON and empty cells name their column")
  func cells() throws {
    for (text, place) in [
      ("{\"query-id\": \"q\", \"corpus-id\": }\n", FormatError.Place.cell(line: 1, column: 32)),
      ("q\ta\t1\nq\t\t1\n", .cell(line: 2, column: 2)),
    ] {
      do {
        _ = try Self.read(text)
        Issue.record("'\(text)' was read")
      } catch let error as FormatError {
        #expect(error.place == place)
      }
    }
  }

  @Test(
    "An object of objects says what is wrong with it",
    arguments: [
      ("{\"q\": {\"a\": 0.5}}", "a whole grade of document 'a' for query 'q'"),
      ("{\"q\": {\"a\": \"x\"}}", "a whole grade of document 'a' for query 'q'"),
      ("{\"q\": {\"a\": 1},\n \"p\": 3}", "an object of documents and grades for query 'p'"),
      ("{\"q\": {\"a\": 1}, \"q\": {\"a\": 2}}", "one grade for a query and a document"),
    ])
  func objectFaults(text: String, expected: String) throws {
    let error = #expect(throws: FormatError.self) { try Self.read(text) }
    #expect(error?.expected.contains(expected) ?? false, "\(String(describing: error))")
  }

  @Test("A file without judgments is an error", arguments: ["", "\n\n", "# nothing\n"])
  func empty(text: String) {
    #expect(throws: FormatError.self) { try Self.read(text) }
  }

  @Test("Every truncation is read or refused, and never gives more judgments", arguments: layouts)
  func truncations(text: String) throws {
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count {
      let workshop = try Workshop()
      do {
        let file = try workshop.open(Array(bytes[..<length]))
        #expect(try JudgmentsReader.read(file).judgments.grades.count <= 3)
      } catch is FormatError {
        continue
      }
    }
  }
}
