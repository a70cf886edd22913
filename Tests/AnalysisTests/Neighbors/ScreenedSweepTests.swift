import EmbeddingSets
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite(
  "A sweep that sorts pairs out by codes finds the neighbours of one that does not",
  .enabled(if: ScreeningKernels.isAvailable, "needs a processor with AVX-512 VNNI"))
struct ScreenedSweepTests {
  /// Sets of more than one panel.
  enum Kind: String, CaseIterable {
    case clusters, noise, copies, rogue, lengths, unusable

    func values(_ seed: inout Seed) -> [Float] {
      let (rowCount, depth) = (1150, 40)
      var values = Samples.gaussian(rowCount: rowCount, columnCount: depth, &seed)
      switch self {
      case .noise: break
      case .clusters:
        for row in 0..<rowCount {
          for column in 0..<depth {
            values[row * depth + column] =
              values[row % 50 * depth + column] + 0.1 * MatrixFactory.gaussian(&seed)
          }
        }
      case .copies:
        values = (0..<rowCount).flatMap { Array(values[$0 % 3 * depth..<($0 % 3 + 1) * depth]) }
      case .rogue: for row in 0..<rowCount { values[row * depth + 7] *= 200 }
      case .lengths:
        for row in 0..<rowCount where row % 3 == 0 {
          for column in 0..<depth { values[row * depth + column] *= row % 2 == 0 ? 1e4 : 1e-4 }
        }
      case .unusable:
        for row in stride(from: 0, to: rowCount, by: 9) { values[row * depth] = .nan }
        for index in 5 * depth..<6 * depth { values[index] = 0 }
      }
      return values.map { Float($0) }
    }
  }

  @Test("in every metric", arguments: Kind.allCases, NeighborMetric.allCases)
  func equal(kind: Kind, metric: NeighborMetric) async throws {
    var seed = Seed(17)
    let source = InMemorySource(kind.values(&seed), columnCount: 40)
    #expect(ScreenedSweep.isWorthIt(rowCount: source.shape.rowCount, columnCount: 40))
    let search = try await NearestNeighbors(in: source, metric: metric, jobs: 2)
    let screened = try await search.ofAllRows(k: 5)
    let searched = try await search.ofRows(Array(0..<source.shape.rowCount), k: 5)
    #expect(screened == searched)
  }
}
