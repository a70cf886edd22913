import Testing

@testable import EmbeddingFormats

@Suite("Records end where their quotes allow it")
struct DelimitedRecordsTests {
  private static func records(
    _ text: String, separator: Character = ","
  ) throws -> (cells: [[String]], lines: [Int]) {
    let workshop = try Workshop()
    var records = try DelimitedRecords(
      try workshop.open(text), separator: try #require(separator.asciiValue))
    var cells: [[String]] = []
    var lines: [Int] = []
    while try records.next() {
      cells.append(records.cells.indices.map { records.text($0) })
      lines.append(records.lineNumber)
    }
    return (cells, lines)
  }

  @Test(
    "cells, quotes and line ends",
    arguments: [
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
      ("a,b\nc,d", [["a", "b"], ["c", "d"]]), ("a,,b\n,\n", [["a", "", "b"], ["", ""]]),
      ("\"a,b\",c\n", [["a,b", "c"]]), ("\"a\"\"b\",c\n", [["a\"b", "c"]]),
      ("\"\",\"\"\n", [["", ""]]), ("\"\"\"\"\n", [["\""]]),
      ("\"a\nb\",c\nd,e\n", [["a\nb", "c"], ["d", "e"]]),
      ("\"a\n\nb\",c\n", [["a\n\nb", "c"]]), ("\"a\",\"b\nc\"", [["a", "b\nc"]]),
      ("\n\na,b\n \n", [["a", "b"]]), ("a\"b,c\n", [["a\"b", "c"]]),
      ("  \"a\" , b \n", [["a", "b"]]),
    ])
  func grammar(text: String, expected: [[String]]) throws {
    #expect(try Self.records(text).cells == expected)
  }

  @Test("any separator, spaces several at a time")
  func separators() throws {
    #expect(try Self.records("a\tb,c\n", separator: "\t").cells == [["a", "b,c"]])
    #expect(try Self.records("a;b\n", separator: ";").cells == [["a", "b"]])
    #expect(try Self.records("  a   b c \n", separator: " ").cells == [["a", "b", "c"]])
  }

  @Test("a record has the number of the line it starts on")
  func lines() throws {
    #expect(try Self.records("a\n\n\"b\n\n\",c\nd\n\"e\"\n").lines == [1, 3, 6, 7])
  }

  @Test(
    "a quote that is not closed, and text behind a closing one",
    arguments: [("a\n\"b,c\n", 2), ("a\n\"b\nc\n\n", 2), ("\"a\"b,c\n", 1), ("a,b\n1,\"2\"x\n", 2)])
  func damage(text: String, line: Int) {
    let error = #expect(throws: FormatError.self) { try Self.records(text) }
    switch error?.place {
    case .cell(let found, _), .line(let found): #expect(found == line)
    default: Issue.record("no line in \(String(describing: error))")
    }
  }

  @Test("a quoted cell with line ends around the end of the buffer", arguments: -2...2)
  func boundary(offset: Int) throws {
    let filler = String(repeating: "x", count: (1 << 20) - 1 + offset)
    let found = try Self.records("\"\(filler)\n\"\"y\",2\r\nz,3\n").cells
    #expect(found.map { $0[0].utf8.count } == [filler.utf8.count + 3, 1])
    #expect(found.map { $0[1] } == ["2", "3"])
  }

  @Test("a record longer than the buffer without quotes")
  func long() throws {
    let cells = (0..<200_000).map { "\($0 % 1000).25" }
    let found = try Self.records(cells.joined(separator: ",") + "\n1,2\n").cells
    #expect(found == [cells, ["1", "2"]])
  }

  @Test("numbers and arrays in cells are told from text")
  func kinds() throws {
    let workshop = try Workshop()
    var records = try DelimitedRecords(
      try workshop.open(" 1.5 ,x,\" [1, 2] \",[],[1,\"\"\n"), separator: 0x2C)
    #expect(try records.next())
    #expect(records.number(0)?.value == 1.5)
    #expect(records.number(1) == nil && records.number(5) == nil)
    #expect(
      records.cells.indices.map { records.isArray($0) } == [false, false, true, true, false, false])
  }
}
