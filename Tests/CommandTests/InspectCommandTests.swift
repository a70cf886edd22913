import EmbeddingSets
import Foundation
import Testing

@Suite("inspect")
struct InspectCommandTests {
  @Test("tells shape, type and order of an array")
  func numpy() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try place.run("inspect", "set.npy")
      #expect(run.exitCode == 0)
      #expect(run.output.hasPrefix("set.npy: npy, 2,048 bytes. 60 vectors x 8, float32."))
      #expect(run.output.contains("60 x 8  float32  row-major") || run.output.contains("60 x 8"))
    }
  }

  @Test("lists the tensors of a file that holds several, which diagnose asks to choose among")
  func safetensors() throws {
    try Workspace.use { place in
      let header =
        #"{"docs":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"#
        + #""other":{"dtype":"F32","shape":[1,2],"data_offsets":[24,32]}}"#
      let count = UInt64(header.utf8.count)
      let bytes =
        (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8)
        + Workspace.floats([1, 2, 3, 4, 5, 7, 8, 9])
      try place.write(bytes, to: "set.safetensors")
      let run = try place.run("inspect", "set.safetensors")
      #expect(run.exitCode == 0)
      #expect(run.output.contains("docs") && run.output.contains("other"))
      let unchosen = try place.run("diagnose", "set.safetensors")
      #expect(unchosen.exitCode == 2)
      #expect(unchosen.errors.contains("--tensor"))
      let chosen = try place.run("diagnose", "set.safetensors", "--tensor", "docs")
      #expect(chosen.exitCode == 0)
      #expect(chosen.output.contains("3 vectors x 2"))
    }
  }

  @Test("tells the files of a directory")
  func directory() throws {
    try Workspace.use { place in
      try FileManager.default.createDirectory(
        at: place.directory.appendingPathComponent("shards"), withIntermediateDirectories: false)
      for name in ["a", "b"] { try place.plant(.whiteNoise, to: "shards/\(name).npy") }
      let run = try place.run("inspect", "shards")
      #expect(run.output.hasPrefix("shards: npy, 4,096 bytes in 2 files. 120 vectors x 8"))
      #expect(run.output.contains("shards/a.npy") && run.output.contains("shards/b.npy"))
    }
  }

  @Test("speaks JSON with the rows that diagnose would read")
  func json() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try place.run("inspect", "set.npy", "--json")
      let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      let object = try #require(document as? [String: Any])
      #expect(object["schema"] as? String == "embedscope.inspection/1")
      #expect(object["rows"] as? Int == 60 && object["dimensions"] as? Int == 8)
    }
  }

  @Test("opens the members of numpy archives, stored and deflated")
  func archives() throws {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("EmbeddingFormatsTests/Fixtures")
    let archives = try FileManager.default.contentsOfDirectory(atPath: fixtures.path)
      .filter { $0.hasSuffix(".npz") }
    #expect(!archives.isEmpty)
    for archive in archives {
      let run = try EmbedscopeProcess(["inspect", archive], in: fixtures)
      #expect(run.exitCode == 0)
      #expect(run.output.hasPrefix("\(archive): npz, "))
    }
  }
}
