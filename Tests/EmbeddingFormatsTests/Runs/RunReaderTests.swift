import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("Runs are read from every layout in use")
struct RunReaderTests {
  private func read(
    _ text: String, partByteCount: Int = RunReader.partByteCount,
    _ change: (inout RunReadOptions) -> Void = { _ in }
  ) async throws -> RetrievalRun {
    var options = RunReadOptions()
    change(&options)
    let workshop = try Workshop()
    return try await RunReader.read(
      try workshop.open(text, named: "run"), name: "run", options: options,
      partByteCount: partByteCount)
  }

  /// `q: d=score …` for each query, in the order of the run.
  private func text(_ run: RetrievalRun) -> [String] {
    run.queries.indices.map { query in
      let entries = run.entries(of: query).map {
        "\(run.documents[Int(run.ranked[$0])])=\(run.scores[$0])"
      }
      return "\(run.queries[query]): " + entries.joined(separator: " ")
    }
  }

  private func error(
    _ text: String, _ change: (inout RunReadOptions) -> Void = { _ in }
  ) async throws -> String {
    let error = await #expect(throws: FormatError.self) { _ = try await read(text, change) }
    return try #require(error).description
  }

  @Test(
    "the same entries, however they are written",
    arguments: [
      "q1 Q0 a 1 2.5 tag\nq1 Q0 b 2 1 tag\nq2 Q0 a 1 -1e-300 tag\n",
      "q1\tQ0\ta\t1\t2.5\ttag\nq1\tQ0\tb\t9\t1\ttag\nq2\tQ0\ta\t1\t-1e-300\ttag",
      "\u{FEFF}q1 Q0 a 1 2.5 tag\r\nq1  Q0 b 2 1.0 tag\r\n\r\nq2 Q0 a 1 -1e-300 tag\r\n\r\n\r\n",
      "  q1 Q0 a 1 2.5 tag   \nq1 Q0 b 2 1 tag\t\nq2 Q0 a 1 -1e-300 tag \r\n",
      "# a comment\nq1 Q0 b 2 1 tag\n\n# another of six words or more\nq1 Q0 a 1 2.5 tag\n"
        + "q2 Q0 a 1 -1e-300 tag\n",
      "q1 Q0 b 2 1 t\nq2 Q0 a 1 -1e-300 t\nq1 Q0 a 1 2.5 t\n",
      "query-id\tcorpus-id\tscore\nq1\ta\t2.5\nq1\tb\t1\nq2\ta\t-1e-300\n",
      "score\tqid\tdocid\textra\r\n2.5\tq1\ta\tx\r\n1\tq1\tb\t\r\n-1e-300\tq2\ta\ty\r\n",
      #"{"query-id": "q1", "corpus-id": "a", "score": 2.5}"# + "\n"
        + #"{"query-id": "q1", "corpus-id": "b", "score": 1}"# + "\n\n"
        + #"{"score": -1e-300, "qid": "q2", "docid": "a"}"#,
      #"{"q1": {"b": 1, "a": 2.5}, "q2": {"a": -1e-300}}"#,
      "{\n  \"q1\": {\"a\": 2.5,\n \"b\": 1},\n \"q2\": {\"a\": -1e-300}\n}\n",
    ])
  func layouts(written: String) async throws {
    #expect(text(try await read(written)) == ["q1: a=2.5 b=1.0", "q2: a=-1e-300"])
  }

  @Test("ranks without scores count down")
  func ranks() async throws {
    #expect(text(try await read("q a 2\nq b 1\n")) == ["q: b=-1.0 a=-2.0"])
  }

  @Test("identifiers of a table may hold spaces and need not be ASCII")
  func spaces() async throws {
    let run = try await read("query-id\tcorpus-id\tscore\nq 1\tGeneva Durben\t1\nq 1\tÉvora\t1\n")
    #expect(text(run) == ["q 1: Évora=1.0 Geneva Durben=1.0"])
  }

  @Test("lines are the same wherever a part happens to end", arguments: [1, 2, 3, 7, 16, 64])
  func parts(byteCount: Int) async throws {
    let lines = (0..<40).map { "q\($0 % 7) Q0 d\($0 * 13 % 50) 1 \($0).5 tag" }
    for ending in ["\n", "\r\n"] {
      let written = lines.joined(separator: ending) + (byteCount % 2 == 0 ? ending : "")
      let whole = text(try await read(written))
      #expect(text(try await read(written, partByteCount: byteCount)) == whole)
      #expect(text(try await read(written, partByteCount: byteCount) { $0.jobs = 3 }) == whole)
    }
  }

  @Test("a line that cannot be read is named, in whatever part it stands")
  func places() async throws {
    let good = (0..<30).map { "q Q0 d\($0) 1 1 tag\n" }.joined()
    for byteCount in [8, 64, 1 << 20] {
      let error = await #expect(throws: FormatError.self) {
        _ = try await read(good + "q Q0 x 1 tag\nq Q0 y 1\n", partByteCount: byteCount) {
          $0.jobs = 2
        }
      }
      #expect(error?.place == .line(31))
    }
  }

  @Test(
    "what is wrong is said",
    arguments: [
      ("q Q0 Geneva Durben 1 2 tag\n", "line 1: six fields", "with a space in it"),
      ("q Q0 d 1 2\n", "found 5", "may be missing"),
      ("q Q0 d 1 2 t\nq Q0 Geneva Durben 1 2 tag\n", "line 2: ", "with a space in it"),
      ("q Q0 d 1 0,5 t\n", "line 1, column 5: a score, found '0,5'", "point, not a comma"),
      ("q Q0 d 1 high t\n", "found 'high'", "fifth field"),
      ("q Q0 d 1 nan t\n", "document 'd' of query 'q', it is nan", "find out what made it"),
      ("q Q0 d 1 -inf t\n", "document 'd' of query 'q', it is -inf", "find out what made it"),
      ("query-id\tcorpus-id\tscore\nq\td\t1e999\n", "document 'd' of query 'q'", "what made it"),
      ("query-id\tcorpus-id\tscore\nq\td\n", "line 2: 3 fields", "Check"),
      ("query-id\tcorpus-id\tgrade\n", "column 'score'", "header"),
      ("q d 0.5\n", "line 1, column 3", "header"),
      ("", "this one is empty", "Check"), ("\n# only\n\n", "this one is empty", "Check"),
      ("query-id\tcorpus-id\tscore\n", "names none", "Check"),
      ("{\"query-id\": \"q\", \"score\": 1}\n", "line 1: an object", "three keys"),
      ("{\"q\": {\"d\": \"x\"}}", "document 'd' of query 'q', found text", "TREC"),
      ("{\"q\": 3}", "query 'q' holds a single number", "TREC"),
      ("{\"q\": {\"d\": 1}", "the text ends", "no JSON"),
    ])
  func faults(written: String, what: String, remedy: String) async throws {
    let message = try await error(written)
    #expect(message.contains(what) || message.contains(what.replacingOccurrencesOfFound()))
    #expect(message.contains(remedy), "\(message)")
  }

  @Test("a document twice in a query is refused with both lines, or resolved as told")
  func duplicates() async throws {
    let written = "q Q0 a 1 1 t\nq Q0 b 2 2 t\np Q0 a 1 3 t\nq Q0 a 3 5 t\n"
    let message = try await error(written)
    #expect(message.contains("line 4: document 'a' once for query 'q', line 1 has it already"))
    #expect(
      text(try await read(written) { $0.duplicates = .first }) == ["q: b=2.0 a=1.0", "p: a=3.0"])
    #expect(
      text(try await read(written) { $0.duplicates = .max }) == ["q: a=5.0 b=2.0", "p: a=3.0"])
  }

  @Test("truncated at any byte, a run is read or refused, and never grows")
  func truncation() async throws {
    let whole = Array("q1 Q0 doc1 1 2.5 tag\nq1 Q0 doc2 2 1.25 tag\n".utf8)
    for count in 0..<whole.count {
      let part = String(decoding: whole[..<count], as: UTF8.self)
      do {
        #expect(try await read(part).scores.count <= 2)
      } catch let error as FormatError {
        #expect(!error.remedy.isEmpty)
      }
    }
  }
}

extension String {
  /// The same clause where a message says "there are".
  fileprivate func replacingOccurrencesOfFound() -> String {
    hasPrefix("found ") ? "there are " + dropFirst(6) : self
  }
}

@Suite("Groups of queries")
struct QueryGroupsReaderTests {
  private func read(_ text: String, column: String? = nil) throws -> [String: String] {
    let workshop = try Workshop()
    return try QueryGroupsReader.read(
      try workshop.write("groups", Array(text.utf8)), column: column)
  }

  @Test("are read from tables and JSON lines")
  func layouts() throws {
    let expected = ["q1": "a", "q2": "b c"]
    #expect(try read("q1\ta\nq2\tb c\n") == expected)
    #expect(try read("query-id,kind,group\nq1,x,a\nq2,y,\"b c\"\n") == expected)
    #expect(try read("kind\tquery-id\na\tq1\nb c\tq2\n", column: "kind") == expected)
    #expect(
      try read(
        #"{"_id": "q1", "metadata": {"kind": "a"}}"# + "\n"
          + #"{"_id": "q2", "metadata": {"kind": "b c"}}"#, column: "metadata.kind") == expected)
    #expect(try read("q1 3\nq2 4") == ["q1": "3", "q2": "4"])
  }

  @Test("that contradict themselves or are not there are refused")
  func faults() {
    #expect(throws: FormatError.self) { try read("q1\ta\nq1\tb\n") }
    #expect(throws: FormatError.self) { try read("q1\n") }
    #expect(throws: FormatError.self) { try read("") }
    #expect(throws: FormatError.self) { try read("query-id\ta\tb\nq\t1\t2\n") }
    #expect(throws: FormatError.self) { try read("q\ta\n", column: "kind") }
    #expect(throws: FormatError.self) { try read(#"{"_id": "q"}"#, column: "x.y") }
  }
}
