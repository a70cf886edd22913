import EmbeddingFormats
import EmbeddingSets
import Findings
import Foundation
import Testing

@testable import Analysis

/// Values that numpy and scipy found, by `Tests/Reference/exports.py`.
@Suite("Independent tools find the same between two exports")
struct ExportReferenceTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func expected() throws -> [String: [String: Double]] {
    let path = root.appendingPathComponent("Tests/Reference/exports.json")
    return try JSONDecoder().decode([String: [String: Double]].self, from: Data(contentsOf: path))
  }

  static let names =
    [
      "anisotropic", "clusters", "gaussian", "lognormal-norms", "power-law", "wide",
      "wordnet-minilm",
    ]
    .flatMap { set in
      ["float16", "halves", "prefix"].filter { set != "wordnet-minilm" || $0 != "halves" }
        .map { "\(set)/\($0)" }
    }

  /// Rows of the second set by the rule of the script.
  static func derived(_ source: any EmbeddingSource, _ rule: String) throws -> any EmbeddingSource {
    let shape = source.shape
    let block = try source.block(rows: 0..<shape.rowCount)
    let values = block.doubles
    switch rule {
    case "halves":
      return InMemorySource(
        values.map { ($0 * 2).rounded(.toNearestOrEven) / 2 }, columnCount: shape.columnCount,
        name: "second")
    case "float16":
      return InMemorySource(
        values.map { Float(Float16($0)) }, columnCount: shape.columnCount, storedAs: .float16,
        name: "second")
    default:
      let width = shape.columnCount / 3
      return InMemorySource(
        (0..<shape.rowCount).flatMap { row in
          values[row * shape.columnCount..<row * shape.columnCount + width]
        }, columnCount: width, name: "second")
    }
  }

  /// What a value may differ by.
  ///
  /// Neighbours are exact in both, and lists that end between equally near rows have no reference: one place
  /// of one list. All else is a ratio of sums of n d products.
  static func tolerance(_ id: String, shape: EmbeddingShape) -> Double {
    if id.contains("neighbor-overlap@k=") {
      return 2.001 / Double(shape.rowCount) / (Double(id.split(separator: "=")[1]) ?? 1)
    }
    // scipy's disparity is a small difference of sums near 1, and angles come from arc cosines
    return 4 * Double(shape.rowCount * shape.columnCount) * 0x1p-52 + 1e-9
  }

  @Test("every pair with reference values is tested")
  func pairs() throws {
    #expect(try Self.expected().keys.sorted() == Self.names.sorted())
  }

  @Test("every value", arguments: Self.names)
  func pair(name: String) async throws {
    let expected = try #require(try Self.expected()[name])
    let parts = name.split(separator: "/").map(String.init)
    let path =
      parts[0] == "wordnet-minilm"
      ? "Notebooks-data/wordnet-minilm/docs.npy" : "Tests/Reference/sets/\(parts[0]).npy"
    let first = try EmbeddingSetReader.open(Self.root.appendingPathComponent(path).path)
    let second = try Self.derived(first, parts[1])
    var options = ExportComparisonOptions()
    options.jobs = 2
    // the change of diagnose metrics has references of its own
    options.families = [.data]
    let report = try await ExportComparison(
      of: first, with: second, matching: try .byPosition(first, second), options: options
    ).run(version: "test", arguments: [])
    for (id, value) in expected.sorted(by: { $0.key < $1.key }) {
      let found = try #require(report.number(MetricID(id)), "\(name) \(id) is not measured")
      #expect(
        (found - value).magnitude <= Self.tolerance(id, shape: first.shape),
        "\(name) \(id): \(found), not \(value)")
    }
  }
}
