import Foundation
import Testing

@testable import embedscope

@Suite("funnel, fuse and route")
struct HybridCommandTests {
  /// Sixty queries; `lexical` is right for even ones, `dense` for odd ones.
  private func use(_ body: (Workspace) throws -> Void) throws {
    try Workspace.use { workspace in
      var files = ["qrels": "", "lexical": "", "dense": ""]
      for query in 0..<60 {
        files["qrels", default: ""] += "q\(query) 0 r 1\n"
        for (name, isRight) in [("lexical", query % 2 == 0), ("dense", query % 2 == 1)] {
          let order = isRight ? ["r", "x", "y"] : ["a", "b", "c"]
          for (rank, document) in order.enumerated() {
            files[name, default: ""] +=
              "q\(query) Q0 \(document) \(rank + 1) \(isRight ? 9 - rank : 4 - rank) \(name)\n"
          }
        }
      }
      for (name, text) in files { try workspace.write(text, to: "\(name).trec") }
      try body(workspace)
    }
  }

  private let systems = ["--qrels", "qrels.trec", "--run", "lexical.trec", "--run", "dense.trec"]

  @Test("a funnel names the stage that loses most, and writes what comes out")
  func funnel() throws {
    try use { workspace in
      let run = try workspace.run(
        ["funnel", "lexical:3>lexical:1", "--output", "out.trec"] + systems)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("The first stage (lexical:3) loses 50.0 %"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let check = try workspace.run("evaluate", "--qrels", "qrels.trec", "--run", "out.trec")
      #expect(check.exitCode == 0, "\(check.errors)")
      let union = try workspace.run(["funnel", "lexical:3+dense:3>lexical:1"] + systems)
      #expect(union.output.contains("lexical:3+dense:3"))
    }
  }

  @Test("fuse says what fusion does to the best single system")
  func fuse() throws {
    try use { workspace in
      let run = try workspace.run(["fuse", "--output", "fused.trec"] + systems)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("Fusion helps: +"))
      #expect(run.output.contains("both list 0"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(try workspace.text("fused.trec").contains(" fusion\n"))
    }
  }

  @Test("route finds the pattern and explains its rule")
  func route() throws {
    try use { workspace in
      let run = try workspace.run(["route"] + systems)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("Routing helps: "))
      #expect(run.output.contains("top score"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }

  @Test("every metric has an explanation, and bytes do not depend on the number of tasks")
  func explained() throws {
    try use { workspace in
      for command in [["funnel", "lexical:3>dense:1"], ["fuse"], ["route"]] {
        let one = try workspace.run(command + systems + ["--report", "csv", "--jobs", "1"])
        let three = try workspace.run(command + systems + ["--report", "csv", "--jobs", "3"])
        #expect(one.output == three.output)
        for line in one.output.split(separator: "\n").dropFirst() {
          let rest = line.drop { $0 != "," }.dropFirst()
          let id =
            rest.first == "\""
            ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { $0 != "," }
          #expect(throws: Never.self) {
            try ExplainCommand.descriptors(of: String(id), in: MetricIndex.all)
          }
        }
      }
    }
  }

  @Test(
    "wrong usage is 64 and says what is wrong",
    arguments: [
      (["funnel", "lexical>dense:1"], "no stage"), (["funnel", "lexcal:3"], "Did you mean"),
      (["funnel", "lexical:3", "--target", "2"], "at most 1"),
      (["fuse", "--method", "rff"], "Did you mean"), (["fuse", "--weights", "1"], "2 numbers"),
      (["fuse", "--folds", "1"], "from 2 to 100"),
    ])
  func faults(arguments: [String], message: String) throws {
    try use { workspace in
      let run = try workspace.run(arguments + systems)
      #expect(run.exitCode == 64 && run.output.isEmpty)
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }
}
