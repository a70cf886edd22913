import EmbeddingSets
import Foundation
import Testing

@testable import EmbeddingFormats

/// A set of rows with identifiers.
private struct NamedSource: IdentifiedSource {
  let name: String
  let names: [String]?
  let rowCount: Int
  var shape: EmbeddingShape {
    EmbeddingShape(rowCount: rowCount, columnCount: 1, storedAs: .float32)
  }
  func block(rows: Range<Int>) -> RowBlock {
    RowBlock(
      firstRow: rows.lowerBound, rowCount: rows.count, columnCount: 1,
      values: .float(rows.map { Float($0) }))
  }
  func identifiers() -> [String]? { names }
}

@Suite("Files of pairs")
struct PairFileTests {
  private let queries = NamedSource(name: "queries", names: ["q0", "q1", "q2"], rowCount: 3)
  private let docs = NamedSource(name: "docs", names: ["a b", "d1", "7", "d3"], rowCount: 4)
  private let plain = NamedSource(name: "plain", names: nil, rowCount: 4)

  private func read(
    _ text: String, _ first: NamedSource, _ second: NamedSource, areOneSet: Bool = false
  ) throws -> PairFile {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("pairs-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: path)
    defer {
      do { try FileManager.default.removeItem(at: path) } catch { Issue.record(error) }
    }
    return try PairFile(path.path, first: first, second: second, areOneSet: areOneSet)
  }

  private func message(
    _ text: String, _ first: NamedSource, _ second: NamedSource, areOneSet: Bool = false
  ) -> String {
    do {
      _ = try read(text, first, second, areOneSet: areOneSet)
      return "no error"
    } catch { return String(describing: error) }
  }

  @Test(
    "row numbers, with or without a header, whatever separates them",
    arguments: [
      "0,3\n2,1\n", "query_row,doc_row\n0,3\n2,1\n", "0\t3\n2\t1", "0;3\r\n2;1\r\n", "0 3\n2  1\n",
      "\n0,3,0.5\n\n2,1,0.9\n", "x,y\n0,3\n2,1\n", "\"0\",\"3\"\n\"2\",\"1\"\n",
    ])
  func numbers(text: String) throws {
    let file = try read(text, queries, plain)
    #expect(file.first == [0, 2])
    #expect(file.second == [3, 1])
    #expect(file.warnings.isEmpty)
    #expect(file.note.contains("row numbers"))
  }

  @Test("identifiers where every cell is one, mixed with numbers column by column")
  func identifiers() throws {
    let both = try read("query_id,doc_id\nq2,\"a b\"\nq0,7\n", queries, docs)
    #expect(both.first == [2, 0])
    #expect(both.second == [0, 2])
    #expect(both.note.contains("header 'query_id,doc_id'"))
    let mixed = try read("q1,3\nq2,0\n", queries, plain)
    #expect(mixed.first == [1, 2] && mixed.second == [3, 0])
    // 7 is an identifier of docs and no row number of it; 1 is a row number and no identifier
    #expect(try read("0,7\n", plain, docs).second == [2])
    #expect(try read("0,1\n", plain, docs).second == [1])
  }

  @Test("a pair that is there twice counts once, and is said")
  func repeated() throws {
    let file = try read("0,1\n0,1\n1,1\n", queries, docs)
    #expect(file.first == [0, 1])
    #expect(file.warnings.count == 1)
  }

  @Test("what is no row is an error with its line and the names")
  func unmatched() {
    #expect(message("q0,d1\nq9,d1\nq8,d3\n", queries, docs).contains("line 2"))
    #expect(message("q0,d1\nq9,d1\nq8,d3\n", queries, docs).contains("q9, q8"))
    // a first line of unknown identifiers is no header
    #expect(message("q77,d77\nq0,d1\n", queries, docs).contains("q77"))
    #expect(message("0,1\n0,4\n", queries, docs).contains("line 2"))
    #expect(message("0,1\n0,4\n", queries, docs).contains("0 to 3"))
    #expect(message("0,-1\n", queries, plain).contains("'-1'"))
    #expect(message("0,x1\n0,2\n", queries, plain).contains("--ids"))
    #expect(message("0\n1\n", queries, docs).contains("two cells"))
    #expect(message("", queries, docs).contains("empty"))
    #expect(message("query,doc\n", queries, docs).contains("header only"))
    #expect(message("0,1\n2,2\n", plain, plain, areOneSet: true).contains("line 2"))
    #expect(message("0,99999999999999999999\n", queries, plain).contains("99999999999999999999"))
  }

  @Test("identifiers that two rows share cannot name a row")
  func ambiguous() {
    let twice = NamedSource(name: "twice", names: ["a", "b", "a"], rowCount: 3)
    #expect(message("a,d1\n", twice, docs).contains("'a'"))
  }
}
