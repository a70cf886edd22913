import EmbeddingFormats
import EmbeddingSets
import Findings
import Foundation
import Testing

@testable import Analysis

/// Values that numpy and scipy found, by `Tests/Reference/transforms.py`.
@Suite("Independent tools find the same after a transform")
struct TransformReferenceTests {
  static func expected() throws -> [String: [String: Double]] {
    let path = ExportReferenceTests.root.appendingPathComponent("Tests/Reference/transforms.json")
    return try JSONDecoder().decode([String: [String: Double]].self, from: Data(contentsOf: path))
  }

  static let names = ["anisotropic", "gaussian", "lognormal-norms", "power-law", "unit-norm"]

  /// Axes that differ by the rounding of an eigenproblem move a row by 1e-12 of its length and rows come
  /// out as float32: two neighbours may change places where a list ends.
  static func tolerance(_ key: String, _ value: Double, rowCount: Int) -> Double {
    if key.hasSuffix("/overlap") { return 2.001 / Double(10 * rowCount) }
    if key.hasSuffix("/skewness") { return 60 / Double(10 * rowCount) }
    return 1e-6 * value
  }

  @Test("every set with reference values is tested")
  func sets() throws { #expect(try Self.expected().keys.sorted() == Self.names) }

  @Test("neighbours kept, hubs, effective rank and shrinkage", arguments: Self.names)
  func set(name: String) async throws {
    let expected = try #require(try Self.expected()[name])
    let source = try EmbeddingSetReader.open(
      ExportReferenceTests.root.appendingPathComponent("Tests/Reference/sets/\(name).npy").path)
    let recipes = Set(expected.keys.filter { $0.contains("/") }.map { $0.split(separator: "/")[0] })
    #expect(recipes.count == 8)
    for recipe in recipes.sorted() {
      let fit = try await FittedTransform(
        fitting: try TransformRecipe(parsing: String(recipe)), to: source, jobs: 2)
      let report = try await TransformComparison(
        of: source, by: fit, isFittedHere: true, options: TransformOptions()
      ).run(version: "test", arguments: [])
      for (key, id) in [
        ("overlap", "transform.neighbor-overlap@k=10"),
        ("skewness", "transform.after.hub-skewness@k=10"),
        ("effective-rank", "transform.after.effective-rank"),
      ] {
        let value = try #require(expected["\(recipe)/\(key)"])
        let found = try #require(report.number(MetricID(id)), "\(recipe) \(id)")
        let allowed = Self.tolerance("/" + key, value, rowCount: source.shape.rowCount)
        #expect(
          (found - value).magnitude <= allowed, "\(name) \(recipe) \(key): \(found), not \(value)")
      }
      if recipe == "whiten=auto" {
        let shrinkage = try #require(expected["shrinkage"])
        #expect(isNear(fit.whitened?.shrinkage, shrinkage, relative: 1e-9))
      }
    }
  }
}
