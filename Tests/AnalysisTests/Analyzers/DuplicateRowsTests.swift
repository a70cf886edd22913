import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Rows that are equal bit for bit, as metrics")
struct DuplicateRowsTests {
  static func report(
    _ values: [Double], columnCount: Int, budget: Int = 1 << 22
  ) async throws -> Report {
    try await Samples.report(values, columnCount: columnCount) {
      $0.families = [.data]
      $0.duplicateBudget = budget
    }
  }

  static func numbers(_ report: Report) -> [Double?] {
    [report.number("data.duplicate-groups"), report.number("data.duplicate-rows")]
  }

  @Test("groups, the rows beyond their first, and a list of all of them")
  func groups() async throws {
    // rows 0, 2 and 5; rows 1 and 4; row 3 alone
    let values: [Double] = [1, 2, 3, 4, 1, 2, 5, 6, 3, 4, 1, 2]
    let report = try await Self.report(values, columnCount: 2)
    #expect(Self.numbers(report) == [2, 3])
    let series = try #require(report.series.first { $0.id == "data.duplicates" })
    #expect(series.columns == ["group", "row"])
    let wanted = [(0, 0), (0, 2), (0, 5), (1, 1), (1, 4)]
    #expect(series.rows == wanted.map { [.integer($0.0), .integer($0.1)] })
  }

  @Test("different rows: none, and no series")
  func none() async throws {
    let report = try await Self.report([1, 2, 2, 1, 1, 2.0.nextUp], columnCount: 2)
    #expect(Self.numbers(report) == [0, 0])
    #expect(!report.series.contains { $0.id == "data.duplicates" })
  }

  @Test("n equal rows are one group", arguments: [2, 3, 300])
  func allEqual(rowCount: Int) async throws {
    let report = try await Self.report(Array(repeating: 7, count: rowCount), columnCount: 1)
    #expect(Self.numbers(report) == [1, Double(rowCount - 1)])
  }

  @Test("zeros of either sign are equal; rows with a NaN are left out")
  func special() async throws {
    #expect(Self.numbers(try await Self.report([0, 1, -0.0, 1], columnCount: 2)) == [1, 1])
    #expect(
      Self.numbers(try await Self.report([.nan, 1, .nan, 1, .infinity, .infinity], columnCount: 2))
        == [0, 0])
    #expect(
      Self.numbers(try await Self.report([.infinity, 0, .infinity, 0], columnCount: 2)) == [0, 0])
  }

  @Test("the list ends after 10,000 rows; the counts do not")
  func limit() async throws {
    // 3,400 groups of three
    let values = (0..<10_200).map { Double($0 / 3) }
    let report = try await Self.report(values, columnCount: 1)
    #expect(Self.numbers(report) == [3400, 6800])
    let series = try #require(report.series.first { $0.id == "data.duplicates" })
    #expect(series.rows.count == 10_000)
    #expect(series.rows.last == [.integer(3333), .integer(9999)])
  }

  @Test("beyond the budget they are skipped, and the option that helps is named")
  func budget() async throws {
    let values = [1.0, 1, 2]
    #expect(Self.numbers(try await Self.report(values, columnCount: 1, budget: 3)) == [1, 1])
    let report = try await Self.report(values, columnCount: 1, budget: 2)
    for id in ["groups", "rows"] {
      let metric = try #require(report[MetricID("data.duplicate-\(id)")])
      #expect(metric.value.status == "skipped")
      #expect(metric.value.reason?.contains("--duplicate-budget") == true)
    }
    #expect(!report.series.contains { $0.id == "data.duplicates" })
  }

  @Test("the laws: at most n/2 groups, and copies of a set double it", arguments: Seed.samples(4))
  func laws(seed: Seed) async throws {
    var seed = seed
    let values = (0..<60).map { _ in Double(seed.next() % 25) }
    let own = try #require(Self.numbers(try await Self.report(values, columnCount: 1))[1])
    let distinct = Set(values).count
    #expect(own == Double(60 - distinct))
    let twice = Self.numbers(try await Self.report(values + values, columnCount: 1))
    #expect(twice == [Double(distinct), Double(120 - distinct)])
  }
}
