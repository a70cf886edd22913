import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Rows with equal fingerprints are compared")
struct DuplicateSearchTests {
  static let values: [Double] = (0..<600).flatMap { row -> [Double] in
    [Double(row % 250), row == 500 ? .nan : 1]
  }
  static let search = DuplicateSearch(source: InMemorySource(values, columnCount: 2))

  @Test("candidates that differ are split into classes, across blocks of rows")
  func classes() throws {
    let groups = try Self.search.confirm([[0, 1, 250, 251, 599], [7, 257, 507]]) { _, _ in false }
    #expect(groups == [[0, 250], [1, 251], [7, 257, 507]])
  }

  @Test("rows that are left out belong to no group")
  func leftOut() throws {
    let groups = try Self.search.confirm([[0, 250, 500], [3, 253]]) { $0.isNonfinite($1) }
    #expect(groups == [[0, 250], [3, 253]])
    #expect(try Self.search.confirm([[0, 500]]) { $0.isNonfinite($1) }.isEmpty)
    #expect(try Self.search.confirm([]) { _, _ in false }.isEmpty)
  }

  @Test("a group is found wherever its rows lie", arguments: Seed.samples(4))
  func planted(seed: Seed) async throws {
    var generator = seed
    var rows = Samples.rows(
      Samples.gaussian(rowCount: 700, columnCount: 3, &generator), 3)
    let places = Array((0..<700).shuffled(using: &generator).prefix(6))
    for place in places { rows[place] = [1, -0.0, 3] }
    let report = try await Samples.report(rows.flatMap { $0 }, columnCount: 3) {
      $0.families = [.data]
    }
    let series = try #require(report.series.first { $0.id == "data.duplicates" })
    #expect(series.rows == places.sorted().map { [.integer(0), .integer($0)] })
  }
}
