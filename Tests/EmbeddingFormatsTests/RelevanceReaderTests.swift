import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("Relevance matrices from tables, arrays and judgments")
struct RelevanceReaderTests {
  private static func read(
    _ bytes: [UInt8], _ options: RelevanceOptions = RelevanceOptions()
  ) throws -> RelevanceInput {
    let workshop = try Workshop()
    return try RelevanceReader.read(try workshop.open(bytes), options)
  }

  private static func read(
    _ text: String, _ options: RelevanceOptions = RelevanceOptions()
  ) throws -> RelevanceInput {
    try read(Array(text.utf8), options)
  }

  private static let expected = RelevanceMatrix(columnCount: 3, relevant: [[0], [1, 2]])

  @Test(
    "A table of 0 and 1, in the ways it is written",
    arguments: [
      "1,0,0\n0,1,1\n", "\u{FEFF}1, 0, 0\r\n\r\n# second\r\n0,1,1", "1.0,0.0,0\n0,2,1\n",
      "1,-1,-1\n-1,1,1\n", "1,?,nan\n,1,1\n",
    ])
  func table(text: String) throws {
    let input = try Self.read(text)
    #expect(input.matrix == Self.expected)
    #expect(input.queryIDs == nil)
    #expect(input.queryName(1) == "1" && input.documentName(2) == "2")
  }

  @Test("Thresholds and holes of a table")
  func thresholds() throws {
    let text = "2,1,?\n0,,3\n"
    #expect(
      try Self.read(text, RelevanceOptions(threshold: 2)).matrix
        == RelevanceMatrix(columnCount: 3, relevant: [[0], [2]]))
    #expect(
      try Self.read(text, RelevanceOptions(threshold: 2, unjudgedAreHoles: true)).matrix
        == RelevanceMatrix(
          columnCount: 3, relevant: [[0], [2]], judgedNotRelevant: [[1], [0]]))
  }

  private static func array(
    _ descr: String, _ shape: String, _ elements: [UInt8], fortran: Bool = false
  ) -> [UInt8] {
    npy(
      descr: "'\(descr)'", fortran: fortran ? "True" : "False", shape: shape, payload: elements)
  }

  @Test("Arrays of booleans, integers and floats in both orders")
  func arrays() throws {
    let entries: [Int] = [1, 0, 0, 0, 1, 1]
    let columnMajor: [UInt8] = [1, 0, 0, 1, 0, 1]
    let big = little(entries.map { Int16($0).bigEndian })
    let halves = little(entries.map { UInt16($0 == 1 ? 0x3C00 : 0) })
    for bytes in [
      Self.array("|b1", "(2, 3)", entries.map { UInt8($0) }),
      Self.array("|u1", "(2, 3)", columnMajor, fortran: true),
      Self.array("|i1", "(2, 3)", entries.map { $0 == 1 ? 1 : 0xFF }),
      Self.array("<i8", "(2, 3)", little(entries)), Self.array(">i2", "(2, 3)", big),
      Self.array("<f4", "(2, 3)", little(entries.map { Float($0) })),
      Self.array("<f2", "(2, 3)", halves),
    ] {
      #expect(try Self.read(bytes).matrix == Self.expected)
    }
  }

  @Test("Arrays that are no matrix of grades are refused")
  func notGrades() {
    for bytes in [
      Self.array("|u1", "(6,)", [1, 0, 0, 0, 1, 1]), Self.array("|u1", "(2, 3)", [1, 0, 0, 0, 1]),
      Self.array("<U1", "(1, 1)", [0, 0, 0, 0]), Self.array("|u1", "(0, 3)", []),
      Self.array("<f4", "(1, 1)", little([Float(0.5)])),
      Self.array("|u1", "(9223372036854775807, 3)", [1]),
    ] {
      #expect(throws: FormatError.self) { try Self.read(bytes) }
    }
  }

  @Test("Judgments give rows and columns in order of first appearance, and others on request")
  func judgments() throws {
    let text = "q1 0 b 1\nq1 0 a 0\nq2 0 a 2\n"
    let plain = try Self.read(text)
    #expect(plain.matrix == RelevanceMatrix(columnCount: 2, relevant: [[0], [1]]))
    #expect(plain.documentName(0) == "b" && plain.queryName(1) == "q2")
    let counted = try Self.read(text, RelevanceOptions(documents: .count(50_000)))
    #expect(counted.matrix == RelevanceMatrix(columnCount: 50_000, relevant: [[0], [1]]))
    #expect(counted.documentName(49_999) == "49999")
    let named = try Self.read(text, RelevanceOptions(documents: .identifiers(["c", "a", "d"])))
    #expect(named.documentIDs == ["b", "a", "c", "d"])
    #expect(named.cautions.count == 1 && named.cautions[0].contains("'b'"))
    #expect(throws: FormatError.self) {
      try Self.read(text, RelevanceOptions(documents: .count(1)))
    }
    let holes = try Self.read(text, RelevanceOptions(threshold: 2, unjudgedAreHoles: true))
    #expect(
      holes.matrix
        == RelevanceMatrix(columnCount: 2, relevant: [[], [1]], judgedNotRelevant: [[0, 1], []]))
  }

  @Test(
    "What is no matrix names its place",
    arguments: [
      ("1,0\n1\n", FormatError.Place.line(2)), ("1,0\n1,x\n", .cell(line: 2, column: 2)),
      ("a,b\n1,0\n", .line(1)), ("", .file),
    ])
  func faults(text: String, place: FormatError.Place) throws {
    do {
      _ = try Self.read(text)
      Issue.record("'\(text)' was read")
    } catch let error as FormatError {
      #expect(error.place == place)
    }
  }

  @Test("The documents of a collection by number, corpus, lines of text and vectors")
  func documents() throws {
    let workshop = try Workshop()
    #expect(try DocumentList.read("50000") == .count(50_000))
    let corpus = try workshop.write(
      "corpus.jsonl", Array("{\"_id\": \"a b\", \"text\": \"x\"}\n{\"_id\": 7}\n".utf8))
    #expect(try DocumentList.read(corpus) == .identifiers(["a b", "7"]))
    let lines = try workshop.write("ids.txt", Array("a b\nc\n".utf8))
    #expect(try DocumentList.read(lines) == .identifiers(["a b", "c"]))
    let vectors = try workshop.write(
      "docs.npy", NumpyWriter.bytes([1, 2, 3, 4], columnCount: 2))
    #expect(try DocumentList.read(vectors) == .count(2))
    #expect(
      try DocumentList.read(vectors, identifiers: lines) == .identifiers(["a b", "c"]))
    let repeated = try workshop.write("twice.txt", Array("a\na\n".utf8))
    #expect(throws: FormatError.self) { try DocumentList.read(repeated) }
    #expect(throws: FormatError.self) { try DocumentList.read("0") }
    #expect(
      try DocumentList.read(vectors, identifiers: corpus) == .identifiers(["a b", "7"]))
    let three = try workshop.write("three.txt", Array("a\nb\nc\n".utf8))
    #expect(throws: FormatError.self) { try DocumentList.read(vectors, identifiers: three) }
  }
}
