import Analysis
import EmbeddingSets
import Synchronization
import TestSupport
import Testing

/// A set that counts how often each of its rows is read.
private final class CountedSource: EmbeddingSource {
  let name = "counted"
  let shape: EmbeddingShape
  private let base: InMemorySource
  private let reads: Mutex<[Int]>

  init(_ base: InMemorySource) {
    self.base = base
    shape = base.shape
    reads = Mutex(Array(repeating: 0, count: base.shape.rowCount))
  }

  func block(rows: Range<Int>) throws -> RowBlock {
    reads.withLock { reads in
      for row in rows { reads[row] += 1 }
    }
    return base.block(rows: rows)
  }

  var counts: [Int] { reads.withLock { $0 } }
}

@Suite("A diagnosis reads the rows as often as it says and no more")
struct OnePassTests {
  /// Rows that the pilot looks at: 16 runs of 64.
  private static let pilotRows = 1024

  private static func counts(
    _ kind: PlantedSet.Kind, _ families: Set<MetricFamily>
  ) async throws -> [Int] {
    let planted = PlantedSet(kind, rowCount: 3000, columnCount: 8, rank: 2, seed: 3)
    let source = CountedSource(InMemorySource(planted.values(), columnCount: 8))
    var options = DiagnosisOptions()
    options.families = families
    options.jobs = 2
    _ = try await Diagnosis(of: source, options: options).run(version: "test", arguments: [])
    return source.counts
  }

  @Test(
    "data and all four spectra take one read of every row, and a pilot of 1,024 rows",
    arguments: [PlantedSet.Kind.whiteNoise, .longTail, .offset])
  func onePass(kind: PlantedSet.Kind) async throws {
    let counts = try await Self.counts(kind, [.data, .spectrum])
    #expect(counts.allSatisfy { $0 == 1 || $0 == 2 })
    #expect(counts.reduce(0, +) == 3000 + Self.pilotRows)
  }

  /// Rows of the sample that the histogram of cosines is made of.
  static let sampledRows = 2048

  @Test("isotropy needs the mean and the eigenvectors first: one read more and a sample of pairs")
  func isotropy() async throws {
    let counts = try await Self.counts(.whiteNoise, [.data, .spectrum, .isotropy])
    #expect(counts.reduce(0, +) == 2 * 3000 + Self.pilotRows + Self.sampledRows)
  }
}
