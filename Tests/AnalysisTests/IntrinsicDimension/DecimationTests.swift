import EmbeddingSets
import TestSupport
import Testing

@testable import Analysis

@Suite("Halves, quarters and eighths of a set")
struct DecimationTests {
  @Test(
    "the lists of the whole set lead to what a search of each part finds", arguments: [2, 5, 20])
  func fromLists(listCount: Int) async throws {
    var seed = Seed(61)
    var values = Samples.gaussian(rowCount: 900, columnCount: 3, &seed)
    // a copy, which takes no part, and a row that cannot
    for column in 0..<3 { values[700 * 3 + column] = values[20 * 3 + column] }
    values[33 * 3] = .nan
    let source = InMemorySource(values, columnCount: 3)
    let whole = try await NearestNeighbors(in: source, metric: .euclidean)
      .ofAllRows(k: listCount)
    func levels(_ table: NeighborTable?) async throws -> [IntrinsicDimensionEstimates.Level] {
      try await Decimation(
        source: source, metric: .euclidean, repeats: [700], jobs: 2, seed: 3, budget: 1e12,
        whole: table
      ).levels()
    }
    let searched = try await levels(nil)
    let listed = try await levels(whole)
    #expect(searched.count == 3 && searched[0].rowCount >= 448)
    #expect(searched.map(\.rowCount) == listed.map(\.rowCount))
    #expect(searched.map(\.queryCount) == listed.map(\.queryCount))
    for (one, other) in zip(searched, listed) {
      // equal distances, summed up in the same order
      #expect(one == other)
    }
  }
}
