import EmbeddingFormats
import EmbeddingSets
import Findings
import Foundation
import Testing

@testable import Analysis

/// Values that scikit-learn and scikit-dimension found, by `Tests/Reference/neighbors.py`.
@Suite("Independent tools find the same neighbours, dimensions and overlaps")
struct NeighborReferenceTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func expected() throws -> [String: [String: Double]] {
    let path = root.appendingPathComponent("Tests/Reference/neighbors.json")
    return try JSONDecoder().decode([String: [String: Double]].self, from: Data(contentsOf: path))
  }

  static let names = [
    "anisotropic", "clusters", "duplicates", "float16", "gaussian", "int8", "lognormal-norms",
    "nonfinite", "power-law", "unit-norm", "wordnet-minilm", "zero-rows",
  ]

  /// Distances agree to ten digits, but reduced rows are kept in Float: a row whose tenth and eleventh
  /// neighbour are within its rounding may differ in one of ten places.
  static func tolerance(_ id: String, _ value: Double, rowCount: Double) -> Double {
    if id.hasPrefix("headroom.") { return 1.01 * max(0.1 / rowCount, 5e-5) }
    if id.hasPrefix("intrinsic-dimension.") { return 1e-6 * value }
    return 1e-9 * max(1, value.magnitude)
  }

  @Test("every set with reference values is tested")
  func sets() throws {
    #expect(try Self.expected().keys.sorted() == Self.names)
  }

  @Test("every value", arguments: Self.names)
  func set(name: String) async throws {
    let expected = try #require(try Self.expected()[name])
    let path =
      name == "wordnet-minilm"
      ? "Notebooks-data/wordnet-minilm/docs.npy" : "Tests/Reference/sets/\(name).npy"
    let source = try EmbeddingSetReader.open(Self.root.appendingPathComponent(path).path)
    let report = try await Samples.report(source) {
      $0.families = [.neighbors, .intrinsicDimension, .headroom]
      $0.jobs = 2
    }
    for (id, value) in expected.sorted(by: { $0.key < $1.key }) {
      let found = try #require(report.number(MetricID(id)), "\(name) \(id) is not measured")
      let allowed = Self.tolerance(id, value, rowCount: Double(source.shape.rowCount))
      #expect((found - value).magnitude <= allowed, "\(name) \(id): \(found), not \(value)")
    }
    if name == "wordnet-minilm" {
      // as the description of the set says
      #expect(report.number("neighbors.hub-max@k=10") == 54)
      #expect(
        isNear(report.number("neighbors.hub-skewness@k=10"), 1.1815, relative: 0, absolute: 5e-5))
    }
  }
}
