import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Relevance matrices are written as their file endings say")
struct RelevanceWriterTests {
  private static let matrix = RelevanceMatrix(columnCount: 4, relevant: [[1], [], [1, 3]])

  private func text(_ path: String, _ matrix: RelevanceMatrix = matrix) throws -> String {
    String(decoding: try #require(RelevanceWriter.forPath(path)).bytes(matrix), as: UTF8.self)
  }

  @Test("dense text is a line a query")
  func csv() throws { #expect(try text("a/b.CSV") == "0,1,0,0\n0,0,0,0\n0,1,0,1\n") }

  @Test("judgments name every query and document, those without a relevant pair with grade 0")
  func judgments() throws {
    #expect(try text("x.qrels") == "q0 0 d1 1\nq1 0 d0 0\nq2 0 d1 1\nq2 0 d3 1\nq0 0 d2 0\n")
    #expect(
      try text("x.tsv")
        == "query-id\tcorpus-id\tscore\nq0\td1\t1\nq1\td0\t0\nq2\td1\t1\nq2\td3\t1\nq0\td2\t0\n")
    let lines = try text("x.jsonl").split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0] == "{\"query-id\": \"q0\", \"corpus-id\": \"d1\", \"score\": 1}")
  }

  @Test("an npy file holds the entries as bytes after a header of whole 64 bytes")
  func numpy() throws {
    let bytes = try #require(RelevanceWriter.forPath("x.npy")).bytes(Self.matrix)
    #expect(bytes.count == 128 + 12)
    #expect(Array(bytes.suffix(12)) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1])
    #expect(String(decoding: bytes[10..<128], as: UTF8.self).contains("'|u1'"))
    #expect(String(decoding: bytes[10..<128], as: UTF8.self).contains("(3, 4)"))
  }

  @Test("an unknown ending has no writer", arguments: ["x", "x.dat", "a.csv/x", ".", ""])
  func unknown(path: String) { #expect(RelevanceWriter.forPath(path) == nil) }
}
