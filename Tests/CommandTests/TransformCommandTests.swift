import EmbeddingFormats
import EmbeddingSets
import Foundation
import Testing

@Suite("embedscope transform")
struct TransformCommandTests {
  private static func rows(_ place: Workspace, _ name: String) throws -> RowBlock {
    let source = try EmbeddingSetReader.open(place.directory.appendingPathComponent(name).path)
    return try source.block(rows: 0..<source.shape.rowCount)
  }

  @Test("fits, keeps the fit, writes the rows, and another set goes through the same fit")
  func fitAndApply() throws {
    try Workspace.use { place in
      try place.plant(.powerLaw, rows: 90, to: "docs.npy")
      let fitted = try place.run([
        "transform", "docs.npy", "--steps", "pca=3,int8", "--fit", "docs.fit", "--output",
        "out.npy",
        "--queries", "docs.npy", "--queries-output", "queries.npy",
      ])
      #expect(fitted.exitCode == 0, "\(fitted.errors)")
      #expect(
        fitted.output.hasPrefix("docs.npy: 90 rows x 8 float32 to 3 int8 by pca=3,int8: 3 of 32"))
      #expect(fitted.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(try place.names() == ["docs.fit", "docs.npy", "out.npy", "queries.npy"])
      let applied = try place.run([
        "transform", "docs.npy", "--apply", "docs.fit", "-o", "again.npy", "--json", "--jobs", "1",
      ])
      #expect(applied.exitCode == 0, "\(applied.errors)")
      let (one, two) = (try Self.rows(place, "out.npy"), try Self.rows(place, "again.npy"))
      let queries = try Self.rows(place, "queries.npy")
      #expect(one == two && one == queries && one.columnCount == 3)
      let parallel = try place.run([
        "transform", "docs.npy", "--apply", "docs.fit", "-o", "again.npy", "--json", "--jobs", "3",
      ])
      #expect(parallel.output == applied.output)
      // in the place of what is read
      let inPlace = try place.run([
        "transform", "docs.npy", "--steps", "normalize", "-o", "docs.npy", "--quiet",
      ])
      #expect(inPlace.exitCode == 0, "\(inPlace.errors)")
      #expect(try place.names() == ["again.npy", "docs.fit", "docs.npy", "out.npy", "queries.npy"])
    }
  }

  @Test("what does not fit together is no verdict, and nothing is written")
  func refused() throws {
    try Workspace.use { place in
      try place.plant(.powerLaw, to: "docs.npy")
      try place.plant(.powerLaw, columns: 5, to: "narrow.npy")
      let run = try place.run([
        "transform", "docs.npy", "--steps", "whiten", "--fit", "docs.fit", "--quiet",
      ])
      #expect(run.exitCode == 0, "\(run.errors)")
      let wrong = try place.run([
        "transform", "narrow.npy", "--apply", "docs.fit", "--output", "out.npy",
      ])
      #expect(wrong.exitCode == 2 && wrong.output.isEmpty)
      #expect(
        wrong.errors.contains(
          "narrow.npy: rows of 8 components, as docs.npy, which the steps whiten were fitted to, "
            + "these have 5."), "\(wrong.errors)")
      let queries = try place.run([
        "transform", "docs.npy", "--apply", "docs.fit", "--queries", "narrow.npy",
      ])
      #expect(queries.exitCode == 2 && queries.errors.contains("narrow.npy"))
      let cut = Array(try Data(contentsOf: place.directory.appendingPathComponent("docs.fit")))
      try place.write(Array(cut.dropLast()), to: "cut.fit")
      let truncated = try place.run([
        "transform", "docs.npy", "--apply", "cut.fit", "-o", "out.npy",
      ])
      #expect(truncated.exitCode == 2 && truncated.errors.contains("cut.fit: byte"))
      let notAFit = try place.run(["transform", "docs.npy", "--apply", "docs.npy"])
      #expect(notAFit.exitCode == 2 && notAFit.errors.contains("docs.npy: byte 0"))
      // a row that int8 cannot hold
      var bytes = NumpyWriter.bytes([1, 2, 3, 4, 5, 6] as [Float], columnCount: 2)
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
      try place.write(bytes, to: "nan.npy")
      let nan = try place.run(["transform", "nan.npy", "--steps", "int8", "-o", "out.npy"])
      #expect(nan.exitCode == 2 && nan.errors.contains("nan.npy: row 2 is not finite"))
      let pipe = try place.run(["transform", "docs.npy", "--steps", "center", "-o", "/dev/null"])
      #expect(pipe.exitCode == 2 && pipe.errors.contains("whole or not at all"))
      #expect(try place.names() == ["cut.fit", "docs.fit", "docs.npy", "nan.npy", "narrow.npy"])
    }
  }

  @Test(
    "wrong usage is wrong usage",
    arguments: [
      [], ["--steps", "center", "--apply", "x"], ["--apply", "x", "--fit", "y"],
      ["--steps", "centre"], ["--steps", "pca"], ["--steps", "center", "--queries-output", "x"],
      ["--steps", "center", "--fit", "x", "--output", "x"],
    ])
  func usage(arguments: [String]) throws {
    let run = try EmbedscopeProcess(["transform", "docs.npy"] + arguments)
    #expect(run.exitCode == 64, "\(run.errors)")
    if arguments.contains("centre") { #expect(run.errors.contains("center")) }
  }
}
