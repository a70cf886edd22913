import EmbeddingSets
import Foundation
import Testing

@Suite("generate")
struct GenerateCommandTests {
  @Test("makes the same bytes of the same kind and seed", arguments: PlantedSet.Kind.allCases)
  func deterministic(kind: PlantedSet.Kind) throws {
    try Workspace.use { place in
      for (seed, name) in [("3", "a.npy"), ("3", "b.npy"), ("4", "c.npy")] {
        let run = try place.run(
          "generate", kind.rawValue, "--rows", "50", "--dimensions", "9", "--rank", "2", "--seed",
          seed, "--output", name)
        #expect(run.exitCode == 0)
        #expect(run.output.isEmpty && run.errors.isEmpty)
      }
      let files = try ["a.npy", "b.npy", "c.npy"].map {
        try Data(contentsOf: place.directory.appendingPathComponent($0))
      }
      #expect(files[0] == files[1])
      #expect(files[0] != files[2])
      #expect(files[0].count == 128 + 50 * 9 * 4)
    }
  }

  @Test("what it makes, diagnose finds")
  func found() throws {
    try Workspace.use { place in
      for (kind, words) in [("broken", "4 dead dimensions"), ("rogue", "a rogue dimension")] {
        _ = try place.run("generate", kind, "--rows", "300", "--output", "x.npy")
        let run = try place.run("diagnose", "x.npy")
        #expect(run.output.replacing("\n", with: " ").contains(words), "\(run.output)")
      }
    }
  }

  @Test(
    "refuses what it cannot make and leaves nothing",
    arguments: [
      (["brocken"], Int32(64), "Did you mean 'broken'?"), (["rogue", "--rows", "0"], 64, "--rows"),
      (["rogue", "--rows", "2000000000", "--dimensions", "2000000000"], 64, "2^30"),
      (["rogue", "--k", "3"], 64, "--k is for relevance matrices"),
      (["hadamard", "--documents", "12"], 64, "a power of two"),
      (["k-subset"], 64, "Did you mean 'k-subsets'?"),
      (["random", "--density", "nan"], 64, "--density"),
      (["random-sparse", "--documents", "2700000"], 64, "dense file"),
    ])
  func refused(arguments: [String], code: Int32, mentioned: String) throws {
    try Workspace.use { place in
      let run = try place.run(["generate"] + arguments + ["--output", "x.npy"])
      #expect(run.exitCode == code)
      #expect(run.errors.contains(mentioned))
      #expect(try place.names().isEmpty)
    }
  }

  @Test("an output that cannot be written ends with 2")
  func unwritable() throws {
    try Workspace.use { place in
      let run = try place.run("generate", "rogue", "--output", "missing/x.npy")
      #expect(run.exitCode == 2)
      #expect(run.errors.hasPrefix("embedscope: missing/x.npy: cannot be written"))
      #expect(try place.names().isEmpty)
    }
  }

  @Test(
    "makes relevance matrices of every kind, the same bytes each time",
    arguments: PlantedRelevanceKind.allCases)
  func relevance(kind: PlantedRelevanceKind) throws {
    try Workspace.use { place in
      for name in ["a.csv", "b.csv"] {
        let run = try place.run("generate", kind.rawValue, "--seed", "3", "--output", name)
        #expect(run.exitCode == 0, "\(run.errors)")
      }
      let text = try place.text("a.csv")
      #expect(try text == place.text("b.csv"))
      let lines = text.split(separator: "\n")
      let matrix = try kind.matrix(PlantedRelevanceKind.Sizes(seed: 3))
      #expect(lines.count == matrix.rowCount)
      for (line, columns) in zip(lines, matrix.relevant) {
        let cells = line.split(separator: ",")
        #expect(cells.count == matrix.columnCount)
        #expect(cells.indices.filter { cells[$0] == "1" } == columns)
      }
    }
  }

  @Test("sizes have the names of vectors and of retrieval")
  func names() throws {
    try Workspace.use { place in
      _ = try place.run(
        "generate", "random", "--queries", "3", "--documents", "5", "-o", "a.csv")
      _ = try place.run("generate", "random", "--rows", "3", "--dimensions", "5", "-o", "b.csv")
      #expect(try place.text("a.csv") == place.text("b.csv"))
      #expect(try place.text("a.csv").count == 3 * 10)
      let run = try place.run("generate", "limit", "-o", "limit.dat")
      #expect(run.exitCode == 64 && run.errors.contains(".qrels"))
    }
  }
}
