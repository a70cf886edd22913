import Findings

/// Several reports as tables of rows that they share: labels down, sets across.
struct SideBySide {
  /// One line of a table: what it is, and a cell a report.
  struct Row {
    let label: String
    let cells: [String]
  }

  /// One metric of all reports; nil where a report does not have it.
  struct MetricRow {
    let id: MetricID
    let unit: Unit
    let metrics: [Metric?]
  }

  let reports: [Report]

  init(_ reports: [Report]) { self.reports = reports }

  /// What heads the columns: short names, or whole ones where short ones repeat.
  var names: [String] {
    let short = reports.map(\.shortName)
    return Set(short).count == short.count ? short : reports.map(\.subject.name)
  }

  /// The numbers that people read first, in the order in which they first occur.
  var highlights: [Row] {
    let cells = reports.map { report in
      Dictionary(report.highlights.map { ($0.label, $0.value) }) { first, _ in first }
    }
    return Self.union(reports.map { $0.highlights.map(\.label) }).map { label in
      Row(label: label, cells: cells.map { $0[label] ?? "" })
    }
  }

  /// Every metric that any report has.
  var metrics: [MetricRow] {
    let byID = reports.map { report in
      Dictionary(report.metrics.map { ($0.id, $0) }) { first, _ in first }
    }
    return Self.union(reports.map { $0.metrics.map(\.id) }).compactMap { id in
      let found = byID.map { $0[id] }
      guard let unit = found.lazy.compactMap({ $0?.unit }).first else { return nil }
      return MetricRow(id: id, unit: unit, metrics: found)
    }
  }

  private static func union<Element: Hashable>(_ lists: [[Element]]) -> [Element] {
    var seen: Set<Element> = []
    return lists.flatMap { $0 }.filter { seen.insert($0).inserted }
  }
}

extension Metric {
  /// The number for reading, or what stands in its place: `undefined`, `skipped`.
  var shown: String { value.number.map { NumberText.rounded($0) } ?? value.status }
}
