import EmbeddingFormats
import EmbeddingSets
import Foundation
import Testing

@Suite("embedscope signrank and verify")
struct SignRankCommandTests {
  private let judgments = "q1 0 a 1\nq1 0 b 1\nq2 0 b 2\nq2 0 c 1\nq3 0 d 1\nq3 0 a 0\n"

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The values of the measured metrics of a report.
  private func metrics(_ text: String) throws -> [String: Double] {
    var values: [String: Double] = [:]
    for metric in try #require(try json(text)["metrics"] as? [[String: Any]]) {
      if let id = metric["id"] as? String, let value = metric["value"] as? Double {
        values[id] = value
      }
    }
    return values
  }

  @Test("The answer comes first, the certificate verifies, and the witness orders every query")
  func wholeRun() throws {
    try Workspace.use { workspace in
      try workspace.write(judgments, to: "qrels.trec")
      let run = try workspace.run(
        "signrank", "qrels.trec", "--documents", "6", "--certificate", "c.json", "--witness",
        "out", "--time-limit", "2")
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("3 queries x 6 documents, 1 to 2 relevant. Ordering rank is "))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let check = try workspace.run("verify", "c.json", "qrels.trec")
      #expect(check.exitCode == 0, "\(check.errors)")
      #expect(check.output.hasPrefix("Valid: c.json proves what it claims about qrels.trec."))
      func rows(_ name: String) throws -> [[Double]] {
        let source = try EmbeddingSetReader.open(
          workspace.directory.appendingPathComponent("out/\(name)").path)
        let count = source.shape.columnCount
        let values = try source.block(rows: 0..<source.shape.rowCount).doubles
        return stride(from: 0, to: values.count, by: count).map { Array(values[$0..<$0 + count]) }
      }
      let (documents, queries) = (try rows("documents.npy"), try rows("queries.npy"))
      #expect(documents.count == 6 && queries.count == 3)
      for (query, relevant) in zip(queries, [[0, 1], [1, 2], [3]]) {
        let scores = documents.map { zip(query, $0).reduce(0) { $0 + $1.0 * $1.1 } }
        let best = scores.indices.sorted { scores[$0] > scores[$1] }.prefix(relevant.count)
        #expect(Set(best) == Set(relevant))
      }
      let names = try String(
        contentsOf: workspace.directory.appendingPathComponent("out/query-ids.txt"),
        encoding: .utf8)
      #expect(names == "q1\nq2\nq3\n")
    }
  }

  @Test(
    "An installed solver proves what ours proves, and verify needs neither",
    arguments: ["cadical", "kissat", "minisat"])
  func installedSolver(program: String) throws {
    guard ExternalSolverTests.isInstalled(program) else {
      print("skipped: \(program) is not installed")
      return
    }
    // The lines of the Fano plane: only the oriented matroid says that rank 3 is too little.
    let lines = [
      [0, 1, 2], [0, 3, 4], [0, 5, 6], [1, 3, 5], [1, 4, 6], [2, 3, 6], [2, 4, 5],
    ]
    try Workspace.use { workspace in
      let table = lines.map { line in
        (0..<7).map { line.contains($0) ? "1" : "0" }.joined(separator: ",")
      }
      try workspace.write(table.joined(separator: "\n") + "\n", to: "fano.csv")
      let run = try workspace.run(
        "signrank", "fano.csv", "--rounds", "1", "--json", "--certificate", "c.json",
        "--sat-solver", program)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(try metrics(run.output)["signrank.lower"] == 4)
      let check = try workspace.run("verify", "c.json", "fano.csv")
      #expect(check.exitCode == 0, "\(check.errors)")
    }
  }

  @Test("What is no solver ends with 2 and what to do")
  func noSolver() throws {
    try Workspace.use { workspace in
      try workspace.write(judgments, to: "qrels.trec")
      for program in ["/bin/true", "nonexistent-solver"] {
        let run = try workspace.run("signrank", "qrels.trec", "--sat-solver", program)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains(program) && run.output.isEmpty)
      }
    }
  }

  @Test("One matrix in every form gives the same bounds, and bytes that do not depend on tasks")
  func forms() throws {
    try Workspace.use { workspace in
      try workspace.write(judgments, to: "qrels.trec")
      try workspace.write("1,1,0,0\n0,1,1,0\n0,0,0,1\n", to: "table.csv")
      try workspace.write(
        NumpyWriter.bytes([1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1] as [Double], columnCount: 4),
        to: "table.npy")
      var values: [[String: Double]] = []
      for name in ["qrels.trec", "table.csv", "table.npy"] {
        let one = try workspace.run("signrank", name, "--json", "--jobs", "1", "--rounds", "1")
        let two = try workspace.run("signrank", name, "--json", "--jobs", "2", "--rounds", "1")
        #expect(one.exitCode == 0 && one.output == two.output, "\(one.errors)")
        values.append(try metrics(one.output))
      }
      #expect(values[0] == values[1] && values[1] == values[2])
      #expect(values[0]["signrank.sparsity"] == 2)
      #expect(values[0]["margin.dimension@gap=0.1"] == 1)
    }
  }

  @Test(
    "A certificate of another matrix or with another value is invalid; one that is cut, unreadable")
  func verdicts() throws {
    try Workspace.use { workspace in
      try workspace.write("1,0,0\n0,1,0\n0,0,1\n", to: "a.csv")
      try workspace.write("1,0,0\n0,1,0\n0,1,1\n", to: "b.csv")
      #expect(
        try workspace.run("signrank", "a.csv", "--certificate", "c.json", "--rounds", "1")
          .exitCode == 0)
      let other = try workspace.run("verify", "c.json", "b.csv")
      #expect(other.exitCode == 1)
      #expect(other.output.hasPrefix("Invalid: "))
      let text = try String(
        contentsOf: workspace.directory.appendingPathComponent("c.json"), encoding: .utf8)
      for value in 0..<4 {
        let line = "\"value\": \(value),"
        guard text.contains(line) else { continue }
        try workspace.write(
          text.replacingOccurrences(of: line, with: "\"value\": \(value + 1),"), to: "wrong.json")
        let wrong = try workspace.run("verify", "wrong.json", "a.csv", "--json")
        #expect(wrong.exitCode == 1)
        #expect(wrong.output.contains("certificate.invalid"))
      }
      try workspace.write(String(text.dropLast(20)), to: "cut.json")
      for arguments in [["cut.json", "a.csv"], ["none.json", "a.csv"], ["c.json", "none.csv"]] {
        let run = try workspace.run(["verify"] + arguments)
        #expect(run.exitCode == 2 && run.output.isEmpty, "\(arguments)")
      }
    }
  }

  @Test("A certificate that says the file was read otherwise is about another matrix")
  func reading() throws {
    try Workspace.use { workspace in
      // Grades 0 to 2, all pairs judged but the last.
      try workspace.write(
        "q1 0 a 2\nq1 0 b 0\nq1 0 c 0\nq2 0 a 0\nq2 0 b 1\nq2 0 c 0\nq3 0 a 0\nq3 0 b 0\nq3 0 c 1\n"
          + "q4 0 a 1\nq4 0 b 1\n", to: "q.trec")
      let run = try workspace.run("signrank", "q.trec", "--certificate", "c.json", "--rounds", "2")
      #expect(run.exitCode == 0, "\(run.errors)")
      let text = try String(
        contentsOf: workspace.directory.appendingPathComponent("c.json"), encoding: .utf8)
      for (from, to, exitCode) in [
        ("\"threshold\": 1", "\"threshold\": 1", 0), ("\"threshold\": 1", "\"threshold\": 2", 1),
        ("\"threshold\": 1", "\"threshold\": 0", 1),
        ("\"threshold\": 1", "\"threshold\": \"1\"", 2),
        ("\"not-relevant\"", "\"hole\"", 1), ("\"not-relevant\"", "\"holes\"", 2),
      ] as [(String, String, Int32)] {
        #expect(text.contains(from))
        try workspace.write(text.replacingOccurrences(of: from, with: to), to: "other.json")
        let check = try workspace.run("verify", "other.json", "q.trec")
        #expect(check.exitCode == exitCode, "\(to): \(check.output)")
      }
    }
  }

  @Test("Your vectors: which queries they order, and why dimension is not the limit")
  func vectors() throws {
    try Workspace.use { workspace in
      try workspace.write("q1\ta\t1\nq2\tb\t1\nq3\tc\t1\n", to: "qrels.tsv")
      try workspace.write(
        NumpyWriter.bytes([1, 0, 0, 0, 1, 0, 0, 0, 1] as [Double], columnCount: 3), to: "docs.npy")
      try workspace.write(
        NumpyWriter.bytes([1, 0, 0, 0, 1, 0, 1, 0, 0] as [Double], columnCount: 3),
        to: "queries.npy")
      try workspace.write("c\nb\na\n", to: "docs.txt")
      try workspace.write("q3\nq2\nq1\n", to: "queries.txt")
      let run = try workspace.run(
        "signrank", "qrels.tsv", "--documents", "docs.npy", "--document-ids", "docs.txt",
        "--queries", "queries.npy", "--query-ids", "queries.txt", "--report", "json=r.json",
        "--report", "text", "--rounds", "2")
      #expect(run.exitCode == 0, "\(run.errors)")
      let words = run.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      #expect(words.contains("2 of 3 queries"))
      #expect(words.contains("query 'q1'"))
      let report = try String(
        contentsOf: workspace.directory.appendingPathComponent("r.json"), encoding: .utf8)
      #expect(try metrics(report)["vectors.ordered-share"] == 2.0 / 3)
      let unnamed = try workspace.run(
        "signrank", "qrels.tsv", "--documents", "docs.npy", "--queries", "queries.npy",
        "--query-ids", "queries.txt")
      #expect(unnamed.exitCode == 2)
      #expect(unnamed.errors.contains("--document-ids"))
    }
  }

  private static let faults: [(arguments: [String], code: Int32)] = [
    (["signrank", "m.csv", "--time-limit", "0"], 64), (["signrank", "m.csv", "--rounds", "0"], 64),
    (["signrank", "m.csv", "--queries", "q.npy"], 64),
    (["signrank", "m.csv", "--unjudged", "x"], 64), (["signrank", "none.csv"], 2),
    (["signrank", "bad.csv"], 2), (["signrank", "empty.csv"], 2),
    (["signrank", "m.csv", "--documents", "7"], 2),
    (["signrank", "m.csv", "--certificate", "no/such/place"], 2),
  ]

  @Test("Wrong usage is 64, unreadable input 2, and both say what to do", arguments: faults)
  func wrongUsage(arguments: [String], code: Int32) throws {
    try Workspace.use { workspace in
      try workspace.write("1,0\n0,1\n", to: "m.csv")
      try workspace.write("1,0\n0,\u{1}\n", to: "bad.csv")
      try workspace.write("", to: "empty.csv")
      let run = try workspace.run(arguments)
      #expect(run.exitCode == code, "\(run.errors)")
      #expect(run.output.isEmpty && run.errors.count > 40)
    }
  }
}
