import Findings

/// A picture that some reports hold the data for.
///
/// One more is one source file, one line in ``FigureCatalog`` and one test.
protocol Figure: Sendable {
  /// Its name in files and links: `spectrum`.
  static var id: String { get }
  /// The chart of one report, or of several sets side by side; nil where they lack the data.
  static func chart(of reports: [Report]) -> Chart?
}

/// All figures, in the order of pages.
///
/// The only list of them.
enum FigureCatalog {
  static let all: [any Figure.Type] = [
    SpectrumFigure.self, VarianceFigure.self, ColumnFigure.self, NormFigure.self,
    OverlapFigure.self, SignRankFigure.self,
  ]

  /// The charts that the data of some reports allow.
  static func charts(of reports: [Report]) -> [Chart] {
    all.compactMap { $0.chart(of: reports) }
  }
}

extension Report {
  /// The table of an id.
  func series(_ id: String) -> Series? { series.first { $0.id == id } }

  /// What a legend calls the set: the last part of its path.
  var shortName: String {
    let parts = subject.name.split(separator: "/")
    let name = parts.last.map(String.init) ?? subject.name
    return name.count > 32 ? name.prefix(31) + "…" : name
  }
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
