import Testing

@Suite("capacity answers what limits retrieval")
struct CapacityCommandTests {
  /// Unit vectors along four axes and their negatives, ten of each; query i asks for document i.
  private static func prepare(_ workspace: Workspace) throws -> [String] {
    let rows = (0..<40).map { row in
      (0..<4).map { column in
        column == row % 4 ? (row % 8 < 4 ? "\(row + 1)" : "-\(row + 1)") : "0"
      }.joined(separator: ",") + "\n"
    }
    try workspace.write(rows.joined(), to: "docs.csv")
    try workspace.write(rows[36..<40].joined(), to: "queries.csv")
    try workspace.write(
      "query-id\tcorpus-id\tscore\n0\t36\t1\n1\t37\t1\n2\t38\t1\n3\t39\t1\n", to: "qrels.tsv")
    return [
      "capacity", "--documents", "docs.csv", "--queries", "queries.csv", "--random-sets", "2",
    ]
  }

  @Test("numbers of rows serve as identifiers; the answer comes first, within 80 columns")
  func answer() throws {
    try Workspace.use { workspace in
      let arguments = try Self.prepare(workspace)
      let result = try workspace.run(
        arguments + ["--qrels", "qrels.tsv", "--report", "text", "--report", "csv=out/"])
      #expect(result.exitCode == 0 && result.errors.isEmpty)
      #expect(result.output.contains("recall@1"))
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(try workspace.text("out/capacity.verdict.csv").contains("verdict"))
      #expect(try workspace.text("out/capacity.curve.csv").contains("judged,,all,4,"))
    }
  }

  @Test("identifiers that are missing are asked for, repeated ones refused")
  func identifiers() throws {
    try Workspace.use { workspace in
      let arguments = try Self.prepare(workspace) + ["--qrels", "named.tsv"]
      try workspace.write("query-id\tcorpus-id\tscore\na\tb\t1\n", to: "named.tsv")
      let missing = try workspace.run(arguments)
      #expect(missing.exitCode == 2 && missing.output.isEmpty)
      #expect(missing.errors.contains("--document-ids"))
      try workspace.write((0..<40).map { "d\($0 % 39)\n" }.joined(), to: "ids.txt")
      let repeated = try workspace.run(arguments + ["--document-ids", "ids.txt"])
      #expect(repeated.exitCode == 2 && repeated.errors.contains("rows 0 and 39"))
      try workspace.write("a\n", to: "ids.txt")
      #expect(try workspace.run(arguments + ["--document-ids", "ids.txt"]).exitCode == 2)
    }
  }

  @Test("judgments of other documents give no verdict")
  func unmatched() throws {
    try Workspace.use { workspace in
      let arguments = try Self.prepare(workspace) + ["--qrels", "qrels.tsv"]
      try workspace.write((0..<40).map { "d\($0)\n" }.joined(), to: "ids.txt")
      let result = try workspace.run(arguments + ["--document-ids", "ids.txt"])
      #expect(result.exitCode == 2 && result.errors.contains("no judged query"))
    }
  }

  @Test(
    "wrong options end with 64",
    arguments: [["--ridge", "0"], ["--dims", "a"], ["--random-sets", "x"]])
  func usage(extra: [String]) throws {
    try Workspace.use { workspace in
      let arguments = try Self.prepare(workspace) + ["--qrels", "qrels.tsv"]
      #expect(try workspace.run(arguments + extra).exitCode == 64)
    }
  }
}
