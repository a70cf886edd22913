import EmbeddingFormats
import EmbeddingSets
import Findings
import Foundation
import Testing

@testable import Analysis

/// Values that numpy and scipy found, by `Tests/Reference/neighbor_search.py`.
@Suite("Independent tools find the same neighbours under every metric")
struct NeighborSearchReferenceTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Reference")

  private static func set(_ name: some StringProtocol) throws -> any EmbeddingSource {
    try EmbeddingSetReader.open(folder.appendingPathComponent("sets/\(name).npy").path)
  }

  @Test("every value", arguments: NeighborMetric.allCases, [3, 10])
  func values(metric: NeighborMetric, k: Int) async throws {
    let path = Self.folder.appendingPathComponent("neighbor_search.json")
    let all = try JSONDecoder().decode(
      [String: [String: Double]].self, from: Data(contentsOf: path))
    let ending = " k=\(k) \(metric.rawValue)"
    let chosen = all.filter { $0.key.hasSuffix(ending) }
    #expect(chosen.count == 11)
    for (key, expected) in chosen.sorted(by: { $0.key < $1.key }) {
      let names = key.dropLast(ending.count).split(separator: " ")
      var options = NeighborSearchOptions()
      options.metric = metric
      options.neighborCount = k
      let report = try await NeighborSearch(
        in: try Self.set(names.last ?? ""), of: names.count == 3 ? try Self.set(names[0]) : nil,
        options: options
      ).run(version: "test", arguments: []).report
      for (id, value) in expected.sorted(by: { $0.key < $1.key }) {
        let found = try #require(report.number(MetricID(id)), "\(key): \(id) is not measured")
        // sums of hundreds of numbers in float64
        #expect(isNear(found, value, relative: 1e-11, absolute: 1e-12), "\(key): \(id)")
      }
    }
  }
}
