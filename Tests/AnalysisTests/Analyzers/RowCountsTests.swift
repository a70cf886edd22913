import EmbeddingSets
import Findings
import Testing

@testable import Analysis

@Suite("Rows that are counted, and rows that cannot be used")
struct RowCountsTests {
  static let names = ["rows", "dimensions", "rows-nonfinite", "rows-zero"]

  static func counts(_ source: any EmbeddingSource) async throws -> [Double?] {
    let report = try await Samples.report(source) { $0.families = [.data] }
    return names.map { report.number(MetricID("data.\($0)")) }
  }

  static func counts(_ values: [Double], columnCount: Int) async throws -> [Double?] {
    try await counts(InMemorySource(values, columnCount: columnCount))
  }

  @Test("good rows are counted and nothing else is")
  func good() async throws {
    #expect(try await Self.counts([1, 2, 3, 4, 5, 6], columnCount: 2) == [3, 2, 0, 0])
    #expect(try await Self.counts([1, 2, 3, 4, 5, 6], columnCount: 6) == [1, 6, 0, 0])
  }

  @Test(
    "NaN and infinity, wherever they stand, count a row once",
    arguments: [Double.nan, .infinity, -.infinity, .signalingNaN], [0, 1, 2])
  func nonfinite(value: Double, column: Int) async throws {
    var values = [1.0, 2, 3, 4, 5, 6, 7, 8, 9]
    values[3 + column] = value
    #expect(try await Self.counts(values, columnCount: 3) == [3, 3, 1, 0])
    values[3...5] = [value, value, value]
    #expect(try await Self.counts(values, columnCount: 3) == [3, 3, 1, 0])
  }

  @Test("zero rows have either sign of zero; a NaN among zeros is no zero row")
  func zero() async throws {
    #expect(try await Self.counts([0, 0, 0, -0.0, 1, 0], columnCount: 2) == [3, 2, 0, 2])
    #expect(try await Self.counts([0, .nan, 0, 0], columnCount: 2) == [2, 2, 1, 1])
  }

  @Test("a row whose norm has no inverse is a zero row, one as small as that may be is none")
  func tiny() async throws {
    #expect(
      try await Self.counts([.leastNonzeroMagnitude, 0, 1e-300, 0], columnCount: 2)
        == [2, 2, 0, 1])
    let floats = InMemorySource([Float.leastNonzeroMagnitude, 0, 0, 0], columnCount: 2)
    #expect(try await Self.counts(floats) == [2, 2, 0, 1])
  }

  @Test("squares beyond the range of Double make no row infinite")
  func huge() async throws {
    #expect(
      try await Self.counts([1e300, -1e300, 1, 1, .greatestFiniteMagnitude, 1], columnCount: 2)
        == [3, 2, 0, 0])
  }

  @Test("a set of no rows", arguments: [1, 5])
  func empty(columnCount: Int) async throws {
    #expect(try await Self.counts([], columnCount: columnCount) == [0, Double(columnCount), 0, 0])
  }
}
