import Testing

@testable import LinearAlgebra

@Suite("The installed BLAS is named, kept to one thread and kept silent")
struct BLASLibraryTests {
  @Test("name, core and threads")
  func identity() {
    #expect(BLASLibrary.name.hasPrefix("OpenBLAS "))
    #expect(BLASLibrary.configuration.hasPrefix(BLASLibrary.name))
    #expect(!BLASLibrary.coreName.isEmpty)
    #expect(BLASLibrary.threadCount == 1)
  }

  @Test("a core older than AVX is replaced by the best the processor runs")
  func betterCore() {
    for core in ["Prescott", "Core2", "Nehalem", "Opteron_SSE3", "Generic"] {
      #expect(BLASLibrary.betterCoreType(than: core, on: .avx512) == "SkylakeX")
      #expect(BLASLibrary.betterCoreType(than: core, on: .avx512Halved) == "Haswell")
      #expect(BLASLibrary.betterCoreType(than: core, on: .avx2) == "Haswell")
      #expect(BLASLibrary.betterCoreType(than: core, on: .avx) == "Sandybridge")
      #expect(BLASLibrary.betterCoreType(than: core, on: .older) == nil)
    }
    for core in ["Sandybridge", "Haswell", "Zen", "SkylakeX", "Cooperlake", "SapphireRapids"] {
      #expect(BLASLibrary.betterCoreType(than: core, on: .avx512) == nil)
    }
  }

  @Test("kernels of long vectors are replaced where the processor halves them")
  func halvedVectors() {
    for core in ["SkylakeX", "Cooperlake", "SapphireRapids"] {
      #expect(BLASLibrary.betterCoreType(than: core, on: .avx512Halved) == "Haswell")
    }
    for core in ["Sandybridge", "Haswell", "Zen"] {
      #expect(BLASLibrary.betterCoreType(than: core, on: .avx512Halved) == nil)
    }
  }

  @Test("illegal arguments print nothing on standard output", arguments: [0, 1])
  func silence(kind: Int) async throws {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) { [kind] in
      let info =
        kind == 0 ? LAPACK.infoOfIllegalLayout() : LAPACK.infoOfIllegalLeadingDimension()
      #expect(info < 0)
    }
    let output = try #require(result).standardOutputContent
    #expect(!String(decoding: output, as: UTF8.self).contains("dsyevd"))
    #expect(!String(decoding: output, as: UTF8.self).contains("DSYEVD"))
  }
}
