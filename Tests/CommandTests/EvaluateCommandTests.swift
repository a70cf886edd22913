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
