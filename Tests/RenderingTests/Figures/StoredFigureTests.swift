import Findings
import Foundation
import Testing

@testable import Rendering

/// The figures of the reports in the repository: real data, every kind of chart.
@Suite("The figures of the stored reports")
struct StoredFigureTests {
  private static let reports = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Reports")

  static let documents: [String] = {
    let names = FileManager.default.enumerator(atPath: reports.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix("report.json") }.sorted()
  }()

  private func charts(_ name: String) throws -> [Chart] {
    let data = try Data(contentsOf: Self.reports.appendingPathComponent(name))
    return FigureCatalog.charts(of: try JSONReportReader.reports(in: Array(data)))
  }

  @Test("are there, with names of their own", arguments: documents)
  func names(document: String) throws {
    let charts = try charts(document)
    #expect(!charts.isEmpty)
    #expect(Set(charts.map(\.id)).count == charts.count)
    for chart in charts {
      #expect(chart.id.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }, "\(chart.id)")
      #expect(!chart.title.isEmpty && chart.summary.count > 20 && chart.summary.hasSuffix("."))
    }
  }

  @Test("no text covers another, and the file is small", arguments: documents)
  func legible(document: String) throws {
    for chart in try charts(document) {
      let element = ChartDrawing(chart).element
      guard case .children(let parts) = element.content else { continue }
      // the label of the vertical axis is turned and has no place of its own
      #expect(LayerTests.overlaps(parts) == 0, "\(document) \(chart.id)")
      #expect(element.text.utf8.count < 120_000, "\(document) \(chart.id)")
    }
  }
}
