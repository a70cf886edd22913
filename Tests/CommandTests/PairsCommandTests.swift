import EmbeddingFormats
import EmbeddingSets
import Foundation
import Testing

@Suite("embedscope pairs")
struct PairsCommandTests {
  /// Two views of 60 rows of 6 columns, the last two of which are noise, and what goes with them.
  private func write(_ workspace: Workspace) throws {
    let signal = PlantedSet(.whiteNoise, rowCount: 60, columnCount: 6, rank: 1, seed: 1).values()
    for (name, seed) in [("a.npy", 2), ("b.npy", 3)] {
      let noise = PlantedSet(
        .whiteNoise, rowCount: 60, columnCount: 6, rank: 1, seed: UInt64(seed)
      ).values()
      let values = signal.indices.map { signal[$0] + ($0 % 6 < 4 ? 0.1 : 3) * noise[$0] }
      try workspace.write(NumpyWriter.bytes(values, columnCount: 6), to: name)
    }
    try workspace.write(
      "first,second\n" + (0..<60).map { "\($0),\($0)\n" }.joined(), to: "pairs.csv")
    try workspace.write((0..<60).map { "a\($0)\n" }.joined(), to: "a.txt")
    try workspace.write((0..<60).map { "b\($0)\n" }.joined(), to: "b.txt")
    try workspace.write(
      "left,right\n" + (0..<60).map { "a\($0),b\($0)\n" }.joined(), to: "named.csv")
    try workspace.write((0..<60).map { "group \($0 / 3)\n" }.joined(), to: "groups.txt")
  }

  private func metrics(_ json: String) throws -> [String: Double] {
    let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let metrics = try #require(document?["metrics"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: metrics.compactMap { metric in
        guard let id = metric["id"] as? String, let value = metric["value"] as? Double else {
          return nil
        }
        return (id, value)
      })
  }

  @Test("aligned sets, row numbers and identifiers say the same")
  func ways() throws {
    try Workspace.use { workspace in
      try write(workspace)
      let runs = [
        ["pairs", "a.npy", "b.npy"], ["pairs", "a.npy", "--against", "b.npy"],
        ["pairs", "a.npy", "b.npy", "--pairs", "pairs.csv"],
        [
          "pairs", "a.npy", "--against", "b.npy", "--pairs", "named.csv", "--ids", "a.txt",
          "--against-ids", "b.txt",
        ],
      ]
      let found = try runs.map { arguments in
        let run = try workspace.run(arguments + ["--json"])
        #expect(run.exitCode == 0, "\(run.errors)")
        return try metrics(run.output)
      }
      #expect(found[0]["pairs.count"] == 60)
      #expect(found[0]["augmentation.dominated-directions"] == 2)
      for other in found.dropFirst() { #expect(other == found[0]) }
    }
  }

  @Test("the verdict comes first, within 80 columns, and names the noisy columns")
  func text() throws {
    try Workspace.use { workspace in
      try write(workspace)
      let run = try workspace.run("pairs", "a.npy", "b.npy", "--threshold", "pair-noise=0.2")
      #expect(run.exitCode == 0)
      let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines[0].hasPrefix("a.npy with b.npy: 60 pairs x 6, float32."))
      #expect(lines.allSatisfy { $0.count <= 80 })
      #expect(run.output.contains("columns 4, 5"))
      #expect(run.output.contains("lower bound"))
      #expect(!run.output.contains("mutual information"))
    }
  }

  @Test("diagnose includes the families of pairs where pairs are given, and only then")
  func diagnose() throws {
    try Workspace.use { workspace in
      try write(workspace)
      let with = try workspace.run("diagnose", "a.npy", "--against", "b.npy", "--json")
      #expect(with.exitCode == 0)
      let found = try metrics(with.output)
      #expect(found["spectrum.centered.rank"] == 6 && found["pairs.count"] == 60)
      let alone = try metrics(try workspace.run("pairs", "a.npy", "b.npy", "--json").output)
      for (id, value) in alone { #expect(found[id] == value, "\(id)") }
      let without = try metrics(try workspace.run("diagnose", "a.npy", "--json").output)
      #expect(without["pairs.count"] == nil)
      let some = try workspace.run(
        "diagnose", "a.npy", "--against", "b.npy", "--only", "alignment", "--json")
      #expect(try metrics(some.output).keys.allSatisfy { !$0.hasPrefix("spectrum") })
      let none = try workspace.run("diagnose", "a.npy", "--only", "alignment")
      #expect(none.exitCode == 64)
    }
  }

  @Test("groups alone give LiDAR, and pairs are skipped with the reason")
  func groups() throws {
    try Workspace.use { workspace in
      try write(workspace)
      let run = try workspace.run("pairs", "a.npy", "--groups", "groups.txt", "--json")
      #expect(run.exitCode == 0, "\(run.errors)")
      let found = try metrics(run.output)
      #expect(found["lidar.groups"] == 20 && found["lidar.views"] == 60)
      #expect(found["alignment@alpha=2"] == nil)
      #expect(run.output.contains("no pairs were given"))
    }
  }

  @Test("what cannot be paired is exit code 2 with the reason, and nothing on standard output")
  func errors() throws {
    try Workspace.use { workspace in
      try write(workspace)
      try workspace.plant(.whiteNoise, rows: 59, columns: 6, to: "short.npy")
      try workspace.plant(.whiteNoise, rows: 60, columns: 7, to: "wide.npy")
      try workspace.write("a0,b0\na1,nobody\n", to: "unmatched.csv")
      try workspace.write("0,0\n1,60\n", to: "beyond.csv")
      try workspace.write("x\n", to: "few.txt")
      let cases: [([String], String)] = [
        (["a.npy", "short.npy"], "60 rows"), (["a.npy", "wide.npy"], "6 columns"),
        (
          [
            "a.npy", "b.npy", "--pairs", "unmatched.csv", "--ids", "a.txt", "--against-ids",
            "b.txt",
          ], "nobody"
        ),
        (["a.npy", "b.npy", "--pairs", "beyond.csv"], "line 2"),
        (["a.npy", "b.npy", "--pairs", "missing.csv"], "missing.csv"),
        (["a.npy", "--pairs", "pairs.csv"], "different rows"),
        (["a.npy", "--groups", "few.txt"], "60 identifiers"),
      ]
      for (arguments, text) in cases {
        let run = try workspace.run(["pairs"] + arguments)
        #expect(run.exitCode == 2, "\(arguments)")
        #expect(run.errors.contains(text), "\(run.errors)")
        #expect(run.output.isEmpty)
      }
    }
  }

  @Test("wrong usage is exit code 64")
  func usage() throws {
    try Workspace.use { workspace in
      try write(workspace)
      for arguments in [
        ["a.npy"], ["a.npy", "b.npy", "--temperature", "0"], ["-", "-", "--format", "npy"],
        ["a.npy", "b.npy", "--temperature", "0.001"], ["a.npy", "b.npy", "--against", "b.npy"],
        ["a.npy", "--against-ids", "b.txt", "--pairs", "pairs.csv"],
        ["a.npy", "b.npy", "--only", "spectrum"],
        ["a.npy", "b.npy"] + (1...6).flatMap { ["--temperature", "0.0\($0 + 1)1"] },
      ] {
        #expect(try workspace.run(["pairs"] + arguments).exitCode == 64, "\(arguments)")
      }
    }
  }

  @Test("one more temperature is one more of each metric")
  func temperature() throws {
    try Workspace.use { workspace in
      try write(workspace)
      let found = try metrics(
        try workspace.run("pairs", "a.npy", "b.npy", "--temperature", "0.07", "--json").output)
      for id in ["loss", "loss-reverse", "loss-symmetric", "bound", "bound-bits", "bound-share"] {
        #expect(found["infonce-\(id)@tau=0.07"] != nil)
      }
    }
  }

  @Test(
    "zero and non-finite rows are left out, and said; without any pair left the verdict says so")
  func leftOut() throws {
    try Workspace.use { workspace in
      var values: [Float] = (0..<40).map { Float($0 % 7) + 1 }
      try workspace.write(NumpyWriter.bytes(values, columnCount: 4), to: "good.npy")
      for column in 0..<4 { values[4 + column] = 0 }
      values[9] = .nan
      try workspace.write(NumpyWriter.bytes(values, columnCount: 4), to: "bad.npy")
      let run = try workspace.run("pairs", "good.npy", "bad.npy", "--json")
      #expect(run.exitCode == 0, "\(run.errors)")
      let found = try metrics(run.output)
      #expect(found["pairs.count"] == 8 && found["pairs.left-out"] == 2)
      let zeros = [Float](repeating: 0, count: 40)
      try workspace.write(NumpyWriter.bytes(zeros, columnCount: 4), to: "zeros.npy")
      let none = try workspace.run("pairs", "good.npy", "zeros.npy")
      #expect(none.exitCode == 0)
      #expect(none.output.contains("Nothing can be said"))
    }
  }
}
