import Findings

/// A kind of picture that some reports hold the data for.
///
/// One more is one source file, one line in ``FigureCatalog`` and one test.
protocol Figure: Sendable {
  /// What the names of its charts start with: `spectrum`.
  static var id: String { get }
  /// Most sets that a chart of it can show; the first ones are drawn.
  static var mostSets: Int { get }
  /// The charts of one report, or of several sets side by side; none where they lack the data.
  static func charts(of reports: [Report]) -> [Chart]
}

extension Figure {
  /// As many as there are pens.
  static var mostSets: Int { ChartStyle.penCount }
}

/// A figure of one chart, which has its name.
protocol SingleFigure: Figure {
  /// The chart; nil where the reports lack the data.
  static func chart(of reports: [Report]) -> Chart?
}

extension SingleFigure {
  static func charts(of reports: [Report]) -> [Chart] { chart(of: reports).map { [$0] } ?? [] }
}

/// All figures, in the order of pages.
///
/// The only list of them.
enum FigureCatalog {
  static let all: [any Figure.Type] = [
    SpectrumFigure.self, VarianceFigure.self, CosineFigure.self, AlignmentFigure.self,
    ContrastiveFigure.self, AugmentationFigure.self, ColumnFigure.self, NormFigure.self,
    OccurrenceFigure.self, OverlapFigure.self, SignRankFigure.self, CapacityFigure.self,
    FunnelFigure.self, TrendFigure.self, CriticalSizeFigure.self, CollapseSpectraFigure.self,
    CollapseTrainingFigure.self, CollapseGrowthFigure.self, CollapseSweepFigure.self,
  ]

  /// The charts that the data of some reports allow.
  static func charts(of reports: [Report]) -> [Chart] {
    all.flatMap { figure -> [Chart] in
      var charts = figure.charts(of: Array(reports.prefix(figure.mostSets)))
      guard reports.count > figure.mostSets else { return charts }
      for index in charts.indices {
        charts[index].summary += " The first \(figure.mostSets) of \(reports.count) sets are drawn."
      }
      return charts
    }
  }
}

/// A report with its name and its pen, the same in every figure of a page.
struct NamedReport {
  let report: Report
  let name: String
  let pen: ChartStyle.Pen

  /// Names and pens by position, so that a set without some data leaves those of others alone.
  static func all(_ reports: [Report]) -> [NamedReport] {
    zip(reports, Report.shortNames(reports)).enumerated().map { index, report in
      NamedReport(report: report.0, name: report.1, pen: ChartStyle.pen(index))
    }
  }
}

extension Report {
  /// The table of an id.
  func series(_ id: String) -> Series? { series.first { $0.id == id } }

  /// What a report is called where it is alone: the last part of its path.
  var shortName: String { Report.shortNames([self])[0] }

  /// What legends and heads of columns call some sets: as many of the last parts of their paths as
  /// tell them apart, and numbers where nothing does.
  static func shortNames(_ reports: [Report]) -> [String] {
    let parts = reports.map { $0.subject.name.split(separator: "/") }
    let longest = parts.map(\.count).max() ?? 1
    for count in 1...max(1, longest) {
      let names = zip(parts, reports).map { part, report in
        part.isEmpty ? report.subject.name : part.suffix(count).joined(separator: "/")
      }.map { $0.count > 40 ? "…" + $0.suffix(39) : $0 }
      if Set(names).count == names.count { return names }
    }
    return zip(parts, reports).enumerated().map { index, set in
      "\(set.0.last.map(String.init) ?? set.1.subject.name) (\(index + 1))"
    }
  }
}

extension Report {
  /// The number of a metric.
  func number(_ id: MetricID) -> Double? { self[id]?.value.number }
}

extension Series {
  /// The numbers of a column; nil in a row that has none there, nil altogether without the column.
  func numbers(_ column: String) -> [Double?]? {
    guard let index = columns.firstIndex(of: column) else { return nil }
    return rows.map { row in
      switch row[index] {
      case .number(let value): value
      case .integer(let value): Double(value)
      case .text, .empty: nil
      }
    }
  }

  /// The texts of a column.
  func texts(_ column: String) -> [String]? {
    guard let index = columns.firstIndex(of: column) else { return nil }
    return rows.map { row in
      switch row[index] {
      case .text(let text): text
      case .integer(let value): String(value)
      case .number(let value): NumberText.rounded(value)
      case .empty: ""
      }
    }
  }

  /// The points of two columns, in rows that have both.
  func points(_ x: String, _ y: String) -> [Point]? {
    guard let xs = numbers(x), let ys = numbers(y) else { return nil }
    return zip(xs, ys).compactMap { x, y in
      guard let x, let y else { return nil }
      return Point(x: x, y: y)
    }
  }
}
