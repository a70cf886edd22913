import EmbeddingSets
import Findings
import Foundation
import Testing

@testable import embedscope

@Suite("evaluate")
struct EvaluateCommandTests {
  /// Eight queries; `good` has the relevant document first, `bad` third.
  private func use(_ body: (Workspace) throws -> Void) throws {
    try Workspace.use { workspace in
      var qrels = ""
      var good = ""
      var bad = ""
      for query in 1...8 {
        qrels += "q\(query) 0 r 1\n"
        for (rank, document) in ["r", "x", "y"].enumerated() {
          good += "q\(query) Q0 \(document) \(rank + 1) \(3 - rank) good\n"
        }
        let order = query < 8 ? ["x", "y", "r"] : ["x", "r", "y"]
        for (rank, document) in order.enumerated() {
          bad += "q\(query) Q0 \(document) \(rank + 1) \(3 - rank) bad\n"
        }
      }
      try workspace.write(qrels, to: "qrels.trec")
      try workspace.write(good, to: "good.trec")
      try workspace.write(bad, to: "bad.trec")
      try body(workspace)
    }
  }

  @Test("says first who leads and that it is more than noise, in 80 columns")
  func verdict() throws {
    try use { workspace in
      let run = try workspace.run(
        "evaluate", "--qrels", "qrels.trec", "--run", "bad.trec", "--run", "better=good.trec")
      #expect(run.exitCode == 0, "\(run.errors)")
      let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(
        lines[0].hasPrefix("better leads: nDCG@10 1.000 against 0.516 of bad over 8 queries"))
      #expect(lines.allSatisfy { $0.count <= 80 })
      #expect(run.output.contains("better beats bad by 0.484"))
      #expect(
        run.output.contains("8 wins, 0 ties, 0\n    losses.") || run.output.contains("8 wins"))
    }
  }

  /// Twelve documents in three dimensions; the queries are other vectors than those of their documents.
  private func useExports(_ body: (Workspace, [String]) throws -> Void) throws {
    try use { workspace in
      try workspace.plant(.whiteNoise, rows: 12, columns: 3, to: "docs.npy")
      try workspace.plant(.whiteNoise, rows: 24, columns: 3, to: "queries.npy")
      let weights = (0..<12).map {
        "{\"id\": \"d\(11 - $0)\", \"vector\": {\"t\(11 - $0)\": 2, \"all\": 1}}\n"
      }
      try workspace.write(weights.joined(), to: "docs.jsonl")
      let asked = (0..<24).map {
        "{\"id\": \"q\($0)\", \"vector\": {\"t\($0 % 12)\": 1, \"all\": 1}}\n"
      }
      try workspace.write(asked.joined(), to: "queries.jsonl")
      try workspace.write((0..<24).map { "q\($0) 0 d\($0 % 12) 1\n" }.joined(), to: "own.trec")
      try workspace.write((0..<12).map { "d\($0)\n" }.joined(), to: "docs.txt")
      try workspace.write((0..<24).map { "q\($0)\n" }.joined(), to: "queries.txt")
      try workspace.write(
        (0..<24).map { "q\($0) Q0 d\(($0 + 1) % 12) 1 1 t\n" }.joined(), to: "late.trec")
      try body(
        workspace,
        [
          "evaluate", "--qrels", "own.trec", "--dense", "minilm=docs.npy,queries.npy",
          "--sparse", "splade=docs.jsonl,queries.jsonl", "--run", "late.trec",
          "--document-ids", "docs.txt", "--query-ids", "queries.txt", "--measure", "recall@1",
        ])
    }
  }

  @Test("each representation gets a verdict, with the reason where nothing can be said")
  func verdicts() throws {
    try useExports { workspace, arguments in
      let run = try workspace.run(arguments + ["--report", "text", "--report", "csv=out/"])
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("splade leads: recall@1 1.000"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let summary = try workspace.text("out/retrieval.summary.csv").split(separator: "\n")
      let header = summary[0].split(separator: ",").map(String.init)
      #expect(header.suffix(2) == ["limit", "verdict"] && header.contains("scores_effective_rank"))
      // in the order given: runs first
      #expect(summary[1].hasPrefix("late,run,") && summary[1].contains("first stage loses 100 %"))
      #expect(summary[2].hasPrefix("minilm,dense,") && summary[2].contains("limited"))
      #expect(summary[3].hasPrefix("splade,sparse,") && summary[3].contains("nothing in the way"))
      #expect(run.output.contains("a finished run has no vectors"))
      #expect(run.output.contains("as many columns as documents"))
      #expect(run.output.contains("fusion"))
    }
  }

  @Test("exports without probes, in the order of the identifiers, and their runs as TREC text")
  func exports() throws {
    try useExports { workspace, arguments in
      let run = try workspace.run(arguments + ["--no-capacity", "--output", "runs/", "--json"])
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("not asked for"))
      // rows of the text are in another order than the identifiers: each query finds its document
      let lines = try workspace.text("runs/splade.trec").split(separator: "\n")
      #expect(lines.first?.hasPrefix("q0 Q0 d0 1 3 splade") == true)
      try workspace.write("d0\nd1\n", to: "docs.txt")
      let short = try workspace.run(arguments)
      #expect(short.exitCode == 2 && short.errors.contains("12 rows, the others have 2"))
    }
  }

  @Test("identical runs are called identical, and their t does not exist")
  func identical() throws {
    try use { workspace in
      let run = try workspace.run(
        "evaluate", "--qrels", "qrels.trec", "--run", "a=good.trec", "--run", "b=good.trec",
        "--json")
      #expect(run.exitCode == 0)
      #expect(run.output.contains("differ inside noise") || run.output.contains("identical"))
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let metrics = try #require(report["metrics"] as? [[String: Any]])
      let t = try #require(
        metrics.first { $0["id"] as? String == "significance.a-b.t@measure=ndcg,k=10" })
      #expect(t["status"] as? String == "undefined")
      #expect(t["value"] is NSNull)
    }
  }

  @Test("every metric has an explanation")
  func explained() throws {
    try use { workspace in
      let run = try workspace.run(
        "evaluate", "--qrels", "qrels.trec", "--run", "a-1=good.trec", "--run", "b=bad.trec",
        "--report", "csv", "--cutoffs", "1,3,7", "--measure", "recall@3")
      #expect(run.exitCode == 0)
      let ids = run.output.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",")[1]
      }
      #expect(ids.count > 60)
      for id in run.output.split(separator: "\n").dropFirst().map(Self.id) {
        #expect(throws: Never.self) {
          try ExplainCommand.descriptors(of: id, in: MetricIndex.all)
        }
      }
    }
  }

  /// The second cell of a CSV line, which is quoted where it holds a comma.
  private static func id(_ line: Substring) -> String {
    let rest = line.drop { $0 != "," }.dropFirst()
    if rest.first == "\"" { return String(rest.dropFirst().prefix { $0 != "\"" }) }
    return String(rest.prefix { $0 != "," })
  }

  @Test("missing queries count 0 and are warned of, or are left out")
  func missing() throws {
    try use { workspace in
      try workspace.write("q1 Q0 r 1 1 t\n", to: "short.trec")
      let zero = try workspace.run("evaluate", "--qrels", "qrels.trec", "--run", "short.trec")
      #expect(zero.output.hasPrefix("short: nDCG@10 0.125"))
      #expect(zero.output.contains("lacks 7 of 8 judged queries"))
      let skip = try workspace.run(
        "evaluate", "--qrels", "qrels.trec", "--run", "short.trec", "--missing", "skip")
      #expect(skip.output.hasPrefix("short: nDCG@10 1.000 over 1 queries"))
      #expect(skip.output.contains("there are no intervals and no tests"))
    }
  }

  @Test("groups get rows of their own, and can be resampled whole")
  func groups() throws {
    try use { workspace in
      let lines = (1...8).map { "q\($0)\t\($0 < 5 ? "easy" : "hard")\n" }.joined()
      try workspace.write(lines, to: "groups.tsv")
      let run = try workspace.run(
        "evaluate", "--qrels", "qrels.trec", "--run", "bad.trec", "--groups", "groups.tsv",
        "--cluster", "--report", "csv=out/")
      #expect(run.exitCode == 0, "\(run.errors)")
      let table = try workspace.text("out/retrieval.groups.csv")
      #expect(table.contains("\nbad,easy,4,") && table.contains("\nbad,hard,4,"))
      try workspace.write("q1\teasy\n", to: "groups.tsv")
      let short = try workspace.run(
        "evaluate", "--qrels", "qrels.trec", "--run", "bad.trec", "--groups", "groups.tsv")
      #expect(short.exitCode == 2 && short.errors.contains("'q2' has no group"))
    }
  }

  @Test("the same bytes for every number of tasks")
  func jobs() throws {
    try use { workspace in
      func run(_ jobs: String) throws -> String {
        try workspace.run(
          "evaluate", "--qrels", "qrels.trec", "--run", "bad.trec", "--run", "good.trec",
          "--json", "--jobs", jobs
        ).output
      }
      let one = try run("1")
      #expect(try run("3") == one)
      #expect(!one.isEmpty)
    }
  }

  @Test(
    "wrong usage is 64, unreadable input 2, with a reason",
    arguments: [
      (["--qrels", "qrels.trec"], 64, "at least one --run"),
      (["--run", "good.trec"], 64, "--qrels"),
      (["--qrels", "qrels.trec", "--run", "a.b=good.trec"], 64, "no name"),
      (
        ["--qrels", "qrels.trec", "--run", "good.trec", "--run", "good=bad.trec"], 64, "two systems"
      ),
      (
        ["--qrels", "qrels.trec", "--run", "good.trec", "--measure", "ndgc@k=10"], 64,
        "Did you mean"
      ),
      (["--qrels", "qrels.trec", "--run", "good.trec", "--cutoffs", "0"], 64, "above 0"),
      (["--qrels", "qrels.trec", "--run", "good.trec", "--missing", "none"], 64, "there is no"),
      (["--qrels", "qrels.trec", "--run", "good.trec", "--cluster"], 64, "--groups"),
      (["--qrels", "absent", "--run", "good.trec"], 2, "no such file"),
      (["--qrels", "qrels.trec", "--run", "absent"], 2, "no such file"),
      (["--qrels", "qrels.trec", "--run", "qrels.trec"], 2, "six fields"),
    ])
  func faults(arguments: [String], code: Int32, message: String) throws {
    try use { workspace in
      let run = try workspace.run(["evaluate"] + arguments)
      #expect(run.exitCode == code, "\(run.errors)")
      #expect(run.output.isEmpty)
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }
}
