import EmbeddingSets
import Foundation
import Testing

@Suite("embedscope trend")
struct TrendCommandTests {
  /// Versions a month apart, each with four tasks about its score.
  private static let table = """
    date,id,score,A,B,C,D
    2025-01-01,a,50,49,51,50,50
    2025-02-01,b,60,59,61,60,60
    2025-03-01,c,60.5,62,58,61,61
    2025-04-01,d,55,54,56,55,55

    """

  @Test("says first how the latest version compares, and gives series as tables")
  func table() throws {
    try Workspace.use { place in
      try place.write(Self.table, to: "h.csv")
      let run = try place.run("trend", "h.csv", "--draws", "500")
      #expect(run.exitCode == 0, "\(run.errors)")
      let sentence = run.output.replacing("\n", with: " ")
      #expect(sentence.contains("The latest, d, is worse than the best before it: -5.5"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(
        try place.run("trend", "h.csv", "--draws", "500", "--report", "csv=out/").exitCode == 0)
      let names = try place.names("out")
      #expect(names.contains("trend.frontier.csv") && names.contains("trend.all-windows.csv"))
      let frontier = try place.text("out/trend.frontier.csv")
      #expect(
        frontier
          == "date,id,score,gain\n2025-01-01,a,50,\n2025-02-01,b,60,10\n2025-03-01,c,60.5,0.5\n")
    }
  }

  @Test("gives the same bytes for the same seed")
  func repeatable() throws {
    try Workspace.use { place in
      try place.write(Self.table, to: "h.csv")
      let arguments = ["trend", "h.csv", "--draws", "500", "--json", "--seed", "3"]
      #expect(try place.run(arguments).output == place.run(arguments).output)
    }
  }

  @Test("fails where it is asked to, and has no verdict where significance is not known")
  func exitCodes() throws {
    try Workspace.use { place in
      try place.write(Self.table, to: "h.csv")
      try place.write("date,id,score\n2025-01-01,a,50\n2025-02-01,b,40\n", to: "bare.csv")
      func code(_ arguments: String...) throws -> Int32 {
        try place.run(["trend"] + arguments + ["--draws", "500"]).exitCode
      }
      #expect(try code("h.csv", "--fail-if-worse") == 1)
      #expect(try code("h.csv", "--fail-if-worse", "--as-of", "2025-02-15") == 0)
      #expect(try code("h.csv", "--fail-after", "2") == 1)
      #expect(try code("h.csv", "--fail-after", "3") == 0)
      #expect(try code("bare.csv") == 0)
      #expect(try code("bare.csv", "--fail-if-worse") == 2)
      #expect(try code("bare.csv", "--fail-after", "1") == 2)
    }
  }

  @Test("reads the history that check keeps")
  func history() throws {
    try Workspace.use { place in
      try place.write(
        "schema: 1\ninputs: {corpus: set.npy}\nchecks:\n- {metric: corpus.spectrum.centered.effective-rank, fail: \"< 1\"}\n",
        to: "p.yml")
      for (kind, id) in [(PlantedSet.Kind.whiteNoise, "good"), (.lowRank, "bad")] {
        try place.plant(kind)
        #expect(
          try place.run("check", "--policy", "p.yml", "--history", "runs", "--id", id).exitCode == 0
        )
      }
      let run = try place.run(
        "trend", "runs", "--metric", "corpus.spectrum.centered.effective-rank")
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("2 versions"))
      let wrong = try place.run(
        "trend", "runs", "--metric", "corpus.spectrum.centered.efective-rank")
      #expect(wrong.exitCode == 2)
      #expect(wrong.errors.contains("Did you mean 'corpus.spectrum.centered.effective-rank'?"))
    }
  }

  @Test("refuses what is no history with 2, and wrong words with 64")
  func refusals() throws {
    try Workspace.use { place in
      try place.write(Self.table, to: "h.csv")
      try place.write("date,id,score\n2025-02-30,a,1\n", to: "date.csv")
      try place.write("", to: "empty.csv")
      try FileManager.default.createDirectory(
        at: place.directory.appendingPathComponent("none"), withIntermediateDirectories: false)
      for (arguments, code, words) in [
        (["gone.csv"], 2, "gone.csv"), (["empty.csv"], 2, "no versions"),
        (["date.csv"], 2, "line 2"), (["none", "--metric", "x"], 2, "no report"),
        (["none"], 64, "--metric"), (["h.csv", "--metric", "x"], 64, "folders"),
        (["h.csv", "--as-of", "2020-01-01"], 2, "no version up to"),
        (["h.csv", "--as-of", "soon"], 64, "no date"),
        (["h.csv", "--window", "2025-02-01..2025-01-01"], 64, "earlier"),
        (["h.csv", "--score-column", "scroe"], 2, "Did you mean 'score'?"),
        (["h.csv", "--top", "1"], 64, "--top"),
      ] as [([String], Int32, String)] {
        let run = try place.run(["trend"] + arguments)
        #expect(run.exitCode == code, "\(arguments) \(run.errors)")
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.output.isEmpty)
      }
    }
  }
}
