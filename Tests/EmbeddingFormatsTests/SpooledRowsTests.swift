import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("Rows in a temporary file come back as they went in")
struct SpooledRowsTests {
  @Test("rows of Double and Float, more than are kept pending", arguments: [true, false])
  func rows(isFloat: Bool) throws {
    let spool = try RowSpool(for: "x")
    let rowCount = 50_000
    for row in 0..<rowCount {
      let values = (0..<3).map { Float(row) + Float($0) / 4 }
      if isFloat {
        try spool.append(values, identifier: "r\(row)")
      } else {
        try spool.append(values.map { Double($0) + 1e-12 }, identifier: "r\(row)")
      }
    }
    #expect(spool.rowCount == rowCount && spool.columnCount == 3)
    let type = isFloat ? ScalarType.float32 : .decimal(significantDigits: 17)
    let source = try spool.source(storedAs: type)
    #expect(source.shape == EmbeddingShape(rowCount: rowCount, columnCount: 3, storedAs: type))
    for range in [0..<2, 43_689..<43_692, 49_998..<50_000] {
      let expected = range.flatMap { row in
        (0..<3).map { Double(row) + Double($0) / 4 + (isFloat ? 0 : 1e-12) }
      }
      #expect(try source.block(rows: range).doubles == expected)
    }
    let names = try #require(try source.identifiers())
    #expect(names.count == rowCount && names[0] == "r0" && names[49_999] == "r49999")
  }

  @Test("names hold any text, the empty one too")
  func names() throws {
    let spool = try RowSpool(for: "x")
    let names = ["", "é😀", "a\nb", String(repeating: "n", count: 70_000), "\0", ""]
    for name in names { try spool.append([1.0], identifier: name) }
    #expect(try spool.source(storedAs: .float64).identifiers() == names)
  }

  @Test("names of some rows only are no names of the set")
  func someNames() throws {
    let spool = try RowSpool(for: "x")
    try spool.append([1.0], identifier: "a")
    try spool.append([2.0], identifier: nil)
    #expect(try spool.source(storedAs: .float64).identifiers() == nil)
  }

  @Test("warnings go with the set, and no rows are no set")
  func warnings() throws {
    let spool = try RowSpool(for: "x")
    #expect(throws: FormatError.noRows("x")) { try spool.source(storedAs: .float64) }
    let warned = try RowSpool(for: "x")
    try warned.append([1.0], identifier: nil)
    warned.warnings = ["beware"]
    #expect(try warned.source(storedAs: .float64).warnings == ["beware"])
  }
}
