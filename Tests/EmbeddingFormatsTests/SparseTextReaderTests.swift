import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("Sparse vectors are read from text")
struct SparseTextReaderTests {
  private func read(_ documents: String, _ queries: String) throws -> SparseTextReader.Export {
    let workshop = try Workshop()
    return try SparseTextReader.read(
      documents: try workshop.write("docs.jsonl", Array(documents.utf8)),
      queries: try workshop.write("queries.jsonl", Array(queries.utf8)))
  }

  private func rows(_ matrix: SparseMatrix) -> [[Int: Double]] {
    (0..<matrix.rowCount).map { row in
      Dictionary(
        uniqueKeysWithValues: matrix.entries(of: row).map {
          (Int(matrix.columns[$0]), matrix.values[$0])
        })
    }
  }

  private static let queries = #"{"id": "q", "vector": {"c": 2, "new": 1}}"#

  @Test(
    "the same vectors from every layout, one vocabulary for both sides",
    arguments: [
      #"{"id": "d1", "contents": "", "vector": {"a": 1, "b": 0.5}}"# + "\n"
        + #"{"id": "d2", "vector": {"b": 3, "c": 0.25, "a": 0}}"#,
      "\u{FEFF}" + #"{"_id": "d1", "vector": {"a": 1, "b": 0.5}}"# + "\r\n\r\n"
        + #"{"docid": "d2", "vector": {"b": 3, "c": 0.25}}"# + "\r\n",
      #"{"d1": {"a": 1, "b": 0.5}, "d2": {"b": 3, "c": 0.25}}"#,
      "{\n \"d1\": {\"a\": 1,\n \"b\": 0.5},\n \"d2\": {\"b\": 3, \"c\": 0.25}\n}\n",
    ])
  func layouts(documents: String) throws {
    let export = try read(documents, Self.queries)
    #expect(export.documentIDs == ["d1", "d2"] && export.queryIDs == ["q"])
    #expect(rows(export.documents) == [[0: 1, 1: 0.5], [1: 3, 2: 0.25]])
    #expect(rows(export.queries) == [[2: 2, 3: 1]])
    #expect(export.documents.columnCount == 4 && export.queries.columnCount == 4)
  }

  @Test("numbers of columns stay as they are; a row may be empty")
  func numbered() throws {
    let export = try read(
      #"{"id": 7, "indices": [30521, 5], "values": [0.5, 2]}"# + "\n"
        + #"{"id": 8, "indices": [], "values": []}"#,
      #"{"qid": "q", "indices": [5], "values": [1]}"#)
    #expect(export.documentIDs == ["7", "8"])
    #expect(rows(export.documents) == [[5: 2, 30521: 0.5], [:]])
    #expect(export.documents.columnCount == 30522 && export.queries.columnCount == 30522)
  }

  @Test(
    "what is wrong names its line",
    arguments: [
      (
        #"{"id": "a", "vector": {"t": 1}}"# + "\n" + #"{"id": "a", "vector": {}}"#, "line 2",
        "line 1"
      ),
      (#"{"id": "a", "vector": {"t": "x"}}"#, "line 1", "term 't'"),
      (#"{"id": "a", "vector": {"t": NaN}}"#, "line 1", "finite weight"),
      (#"{"id": "a", "vector": [1, 2]}"#, "line 1", "terms and weights"),
      (#"{"vector": {"t": 1}}"#, "line 1", "'id'"),
      (#"{"id": "a"}"#, "line 1", "'vector'"),
      (#"{"id": "a", "indices": [1], "values": [1, 2]}"#, "line 1", "as many"),
      (#"{"id": "a", "indices": [-1], "values": [1]}"#, "line 1", "columns from 0"),
      (#"{"id": "a", "indices": [1], "values": [1]}"#, "queries.jsonl", "'indices'"),
      (
        #"{"id": "a", "vector": {"t": 1}}"# + "\n" + #"{"id": "b", "vec"#, "line 2", "the text ends"
      ),
      (#"{"id": "a", "vector": {"t": 1"#, "docs.jsonl", "the text ends"),
      ("\n\n", "docs.jsonl", "none"),
      (
        #"{"id": "a", "vector": {"t": 1}}"# + "\n" + #"{"id": "b", "indices": [1], "values": [1]}"#,
        "line 2", "mixed"
      ),
    ])
  func faults(documents: String, place: String, what: String) throws {
    do {
      _ = try read(documents, Self.queries)
      Issue.record("'\(documents)' was read")
    } catch let error as FormatError {
      #expect(error.description.contains(place), "\(error)")
      #expect(error.description.contains(what), "\(error)")
    }
  }

  @Test("every truncation is read or refused, and never gives more vectors")
  func truncation() throws {
    let whole = Array(
      (#"{"id": "d1", "vector": {"a": 1}}"# + "\n" + #"{"id": "d2", "vector": {"b": 3}}"#).utf8)
    for count in 0..<whole.count {
      do {
        let export = try read(String(decoding: whole[..<count], as: UTF8.self), Self.queries)
        #expect(export.documentIDs.count <= 2)
      } catch let error as FormatError {
        #expect(!error.remedy.isEmpty)
      }
    }
  }

  @Test("an archive is no text, an object is")
  func recognised() throws {
    let workshop = try Workshop()
    #expect(try SparseTextReader.recognises(workshop.write("a", Array(" {\"id\"".utf8))))
    #expect(try !SparseTextReader.recognises(workshop.write("b", Array("PK\u{3}\u{4}{".utf8))))
    #expect(try !SparseTextReader.recognises(workshop.write("c", [])))
  }
}
