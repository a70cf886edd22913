import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Tables are understood as people write them")
struct DelimitedTextFormatTests {
  struct Table: Sendable {
    let text: String
    let values: [Double]
    var identifiers: [String]?
    var file = "x.csv"
    var digits: Int?
  }

  @Test(
    "headers, identifiers, separators, quotes and arrays",
    arguments: [
      Table(text: "1,2\n3,4\n", values: [1, 2, 3, 4]),
      Table(text: "1,2\r\n3,4", values: [1, 2, 3, 4]),
      Table(text: "\u{FEFF}1,2\n\n3,4\n\n", values: [1, 2, 3, 4]),
      Table(text: "a,b\n1,2\n3,4\n", values: [1, 2, 3, 4]),
      Table(text: "x\n1\n3\n", values: [1, 3]),
      Table(text: "id,a,b\n7,1,2\n8,3,4\n", values: [1, 2, 3, 4], identifiers: ["7", "8"]),
      Table(text: "id,0,1\n7,1,2\n8,3,4\n", values: [1, 2, 3, 4], identifiers: ["7", "8"]),
      Table(text: ",0,1\n0,1.5,2\n", values: [1.5, 2], identifiers: ["0"], digits: 2),
      Table(text: "0,1\n1.5,2\n", values: [1.5, 2], digits: 2),
      Table(text: "0,1\n2,3\n", values: [0, 1, 2, 3]),
      Table(text: "p,1,2\nq,3,4\n", values: [1, 2, 3, 4], identifiers: ["p", "q"]),
      Table(text: "w,a,b\np,1,2\nq,3,4\n", values: [1, 2, 3, 4], identifiers: ["p", "q"]),
      Table(text: "1;2\n3;4\n", values: [1, 2, 3, 4]),
      Table(text: "1.50 2\n3 4\n", values: [1.5, 2, 3, 4], file: "x.txt", digits: 3),
      Table(text: "p\t1\nq\t2\n", values: [1, 2], identifiers: ["p", "q"], file: "x.tsv"),
      Table(text: "\"1\",\" 2 \"\n3,4\n", values: [1, 2, 3, 4]),
      Table(
        text: "\"a, \"\"b\"\"\nc\",1\nd,2\n", values: [1, 2], identifiers: ["a, \"b\"\nc", "d"]),
      Table(text: "\"[1, 2]\"\n\"[3, 4]\"\n", values: [1, 2, 3, 4]),
      Table(text: "k,\"[1 2]\"\nl,\"[3\n 4]\"\n", values: [1, 2, 3, 4], identifiers: ["k", "l"]),
      Table(
        text: "note,vector,id\nx,\"[1,2]\",k\ny,\"[3,4]\",l\n", values: [1, 2, 3, 4],
        identifiers: ["k", "l"]),
      Table(
        text: "0.25,inf\n-2.5e-1,-Infinity\n", values: [0.25, .infinity, -0.25, -.infinity],
        digits: 2),
    ])
  func understood(table: Table) throws {
    let workshop = try Workshop()
    let source = try EmbeddingSetReader.open(try workshop.write(table.file, table.text))
    #expect(try source.block(rows: 0..<source.shape.rowCount).doubles == table.values)
    #expect(try (source as? any IdentifiedSource)?.identifiers() == table.identifiers)
    #expect(
      source.shape.storedAs
        == table.digits.map { .decimal(significantDigits: $0) } ?? .wholeDecimal)
  }

  @Test("NaN is a value")
  func notANumber() throws {
    let workshop = try Workshop()
    let source = try EmbeddingSetReader.open(try workshop.write("x.csv", "nan,1\n2,NaN\n"))
    let values = try source.block(rows: 0..<2).doubles
    #expect(values[0].isNaN && values[1] == 1 && values[2] == 2 && values[3].isNaN)
  }

  @Test(
    "ragged, non-numeric and broken tables name the place",
    arguments: [
      ("1,2\n3,4\n5\n", FormatError.Place.line(3)), ("1,2\n3,4,5\n", .line(2)),
      ("1,2\n3,x\n", .cell(line: 2, column: 2)), ("1,2\n3,\n", .cell(line: 2, column: 2)),
      ("1,2\nx,4\n", .cell(line: 2, column: 1)), ("1,\"2\n3,4\n", .cell(line: 1, column: 2)),
      ("1,\"2\"3\n", .cell(line: 1, column: 2)), ("", .file), ("\n\n", .file), ("a,b\n", .file),
      ("\"[1,2]\"\n\"[3]\"\n", .cell(line: 2, column: 1)),
      ("\"[1,2]\"\n\"[3 ... 4]\"\n", .cell(line: 2, column: 1)),
      ("\"[1,2]\"\nx\n", .cell(line: 2, column: 1)), ("p\nq\n", .file),
    ])
  func broken(text: String, place: FormatError.Place) throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.csv", text)
    let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    if text != "p\nq\n" { #expect(error?.place == place) }
    #expect(error?.file == path)
  }

  @Test("a table longer than the buffers keeps its rows and lines in order")
  func long() throws {
    let workshop = try Workshop()
    let text = (0..<60_000).map { "row\($0),\($0),\(Double($0) / 8)\n" }.joined()
    let source = try EmbeddingSetReader.open(try workshop.write("x.csv", text))
    #expect(source.shape.rowCount == 60_000)
    #expect(try source.block(rows: 59_999..<60_000).doubles == [59_999, 7499.875])
    #expect(try (source as? any IdentifiedSource)?.identifiers()?[41_234] == "row41234")
    let error = #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(try workshop.write("y.csv", text + "bad,1\n"))
    }
    #expect(error?.place == .line(60_001))
  }
}
