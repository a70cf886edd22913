import Findings
import Testing

@testable import Rendering

/// A page can be mailed, whatever it is about.
@Suite("The size of the page")
struct PageSizeTests {
  private static let limit = 2_000_000

  /// A report with tables of that many rows, in columns of long numbers.
  private static func report(
    _ name: String, rows: Int, dimensions: Int, tables: Int
  ) -> Report {
    let spectrum = Series(
      id: "spectrum.centered.singular-values",
      columns: ["index", "singular_value", "variance_share", "cumulative_share"],
      rows: (1...dimensions).map { index in
        let value = 1 / Double(index)
        return [
          .integer(index), .number(value), .number(value * value / 1.6449),
          .number(Double(index) / Double(dimensions)),
        ]
      })
    let columns = Series(
      id: "data.columns", columns: ["column", "standard_deviation"],
      rows: (0..<dimensions).map { [.integer($0), .number(1 + Double($0 % 97) / 300)] })
    let others = (0..<tables).map { table in
      Series(
        id: "table.\(table)", columns: ["a", "b", "c", "d", "e", "f"],
        rows: (0..<rows).map { row in
          (0..<6).map { .number(Double(row * 6 + $0) / 7) }
        })
    }
    let metrics = (0..<170).map {
      Metric(
        MetricID("family\($0 / 20).metric-number-\($0)@k=10"), .measured(Double($0) / 7),
        unit: .ratio, interval: Interval(low: 0, high: Double($0)))
    }
    return Report(
      command: "diagnose",
      subject: Subject(
        name: name, rows: rows, dimensions: dimensions, storedAs: "float32", digest: nil),
      verdict: "\(name): healthy.",
      highlights: (0..<12).map { Highlight(label: "label \($0)", value: "1.234", remark: "r") },
      metrics: metrics, series: [spectrum, columns] + others,
      findings: (0..<12).map {
        Finding(
          id: "f\($0)", severity: .warning, message: String(repeating: "many words ", count: 20),
          evidence: ["data.rows"], advice: String(repeating: "do this ", count: 15))
      }, provenance: SampleReports.empty.provenance)
  }

  private func size(_ reports: [Report]) -> Int {
    HTMLRenderer().render(reports, style: .plain)[0].text.utf8.count
  }

  @Test("does not depend on the number of rows of its tables")
  func manyRows() {
    let small = size([Self.report("a", rows: 300, dimensions: 384, tables: 20)])
    let large = size([Self.report("a", rows: 30_000, dimensions: 384, tables: 20)])
    #expect(large < Self.limit)
    // longer numbers, nothing else
    #expect(Double(large) < 1.3 * Double(small))
  }

  @Test("is below 2 MB for wide sets")
  func wide() {
    #expect(size([Self.report("a", rows: 500, dimensions: 30_000, tables: 30)]) < Self.limit)
  }

  @Test("is below 2 MB for many sets side by side, which it says")
  func manySets() {
    let reports = (0..<40).map {
      Self.report("set-\($0)", rows: 250, dimensions: 512, tables: 12)
    }
    let text = HTMLRenderer().render(reports, style: .plain)[0].text
    #expect(text.utf8.count < Self.limit)
    #expect(text.contains("The first 5 rows;"))
    #expect(text.contains("40 sets side by side"))
    #expect(text.contains("The first 12 of 40 sets are drawn."))
  }
}
