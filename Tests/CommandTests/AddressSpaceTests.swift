import EmbeddingSets
import Testing

@Suite("A limit on address space")
struct AddressSpaceTests {
  @Test("512 MiB are enough for a diagnosis")
  func enough() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try EmbedscopeProcess(
        ["diagnose", "set.npy"], in: place.directory, addressSpaceKibibytes: 524_288)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("60 vectors x 8") && run.errors.isEmpty)
    }
  }

  @Test("less than linear algebra needs is said, before anything is written")
  func tooLittle() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try EmbedscopeProcess(
        ["diagnose", "set.npy"], in: place.directory, addressSpaceKibibytes: 300_000)
      #expect(run.exitCode == 2 && run.output.isEmpty)
      #expect(run.errors.contains("384 MiB") && run.errors.contains("ulimit -v"))
    }
  }
}
