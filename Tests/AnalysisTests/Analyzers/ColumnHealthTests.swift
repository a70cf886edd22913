import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Columns that carry nothing are counted")
struct ColumnHealthTests {
  /// Five live columns and one of the given kind.
  static func report(_ special: @escaping (Int, Double) -> Double, float: Bool = false) async throws
    -> Report
  {
    var seed = Seed(96)
    var values = Samples.gaussian(rowCount: 200, columnCount: 6, &seed)
    for row in 0..<200 { values[row * 6 + 2] = special(row, values[row * 6 + 2]) }
    if float {
      return try await Samples.report(InMemorySource(values.map { Float($0) }, columnCount: 6))
    }
    return try await Samples.report(values, columnCount: 6)
  }

  @Test("constant, nearly constant, or below its own storage rounding: dead")
  func dead() async throws {
    let cases: [(name: String, constant: Double, dead: Double, report: Report)] = [
      ("live", 0, 0, try await Self.report { _, value in value }),
      ("constant", 1, 1, try await Self.report { _, _ in 0.1 }),
      ("zero of both signs", 1, 1, try await Self.report { row, _ in row % 2 == 0 ? 0 : -0.0 }),
      ("a thousandth", 0, 1, try await Self.report { _, value in 0.0009 * value }),
      ("two thousandths", 0, 0, try await Self.report { _, value in 0.002 * value }),
      ("1e-33", 0, 1, try await Self.report({ _, value in 1e-33 * value }, float: true)),
      (
        "rounding of 1e6", 0, 1,
        try await Self.report({ _, value in 1e6 + 0.05 * value }, float: true)
      ),
    ]
    for one in cases {
      #expect(one.report.number("data.columns-constant") == one.constant, "\(one.name)")
      #expect(one.report.number("data.columns-dead") == one.dead, "\(one.name)")
    }
  }

  @Test("the table has each column's mean, spread and extremes in units of the input")
  func series() async throws {
    let values: [Double] = [1e200, 1, 3e200, 2, 5e200, 3]
    let report = try await Samples.report(values, columnCount: 2)
    let series = try #require(report.series.first { $0.id == "data.columns" })
    let first = series.rows[0].compactMap { cell -> Double? in
      if case .number(let value) = cell { value } else { nil }
    }
    for (value, wanted) in zip(first, [3e200, 2e200, 1e200, 5e200]) {
      #expect(isNear(value, wanted))
    }
  }

  @Test("one row has no dead columns to speak of")
  func oneRow() async throws {
    let report = try await Samples.report([1, 2], columnCount: 2)
    #expect(report.isUndefined("data.columns-dead") && report.isUndefined("data.columns-constant"))
  }
}
