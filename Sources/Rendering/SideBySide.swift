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

  /// What heads the columns.
  var names: [String] { Report.shortNames(reports) }

  /// What matters first of all sets together: how many are well, and which are not.
  var headline: String {
    let worst = reports.map { $0.findings.map(\.severity).max() ?? .note }
    let names = names
    let groups = [(Severity.failure, "failures"), (.warning, "warnings")].compactMap {
      severity, word -> String? in
      let members = names.indices.filter { worst[$0] == severity }
      guard !members.isEmpty else { return nil }
      let shown = members.prefix(3).map { names[$0] }.joined(separator: ", ")
      let rest = members.count > 3 ? " and \(members.count - 3) more" : ""
      return "\(members.count) with \(word) (\(shown)\(rest))"
    }
    guard !groups.isEmpty else {
      return "\(reports.count) sets side by side, none with failures or warnings."
    }
    let well = worst.count { $0 == .note }
    let parts = groups + (well > 0 ? ["\(well) without"] : [])
    return "\(reports.count) sets side by side: \(parts.joined(separator: ", "))."
  }

  /// What each report says, with the name of its set in front where it does not say that itself.
  var answers: [String] {
    zip(reports, names).map { report, name in
      report.verdict.contains(report.subject.name) ? report.verdict : "\(name): \(report.verdict)"
    }
  }

  /// The findings of all reports with the names of their sets, what is worst first.
  var findings: [(name: String, finding: Finding)] {
    let all = zip(reports, names).flatMap { report, name in
      report.findings.map { (name: name, finding: $0) }
    }
    return Severity.allCases.sorted(by: >).flatMap { severity in
      all.filter { $0.finding.severity == severity }
    }
  }

  /// The command line that all reports come from; nil where they come from several.
  var arguments: [String]? {
    let all = Set(reports.map { [$0.command] + $0.provenance.arguments })
    return all.count == 1 ? reports.first?.provenance.arguments : nil
  }

  /// The numbers that people read first, in the order in which they first occur: those that half of the
  /// sets have at least, because a row for one set compares nothing.
  var highlights: [Row] {
    let cells = reports.map { report in
      Dictionary(report.highlights.map { ($0.label, $0.value) }) { first, _ in first }
    }
    return Self.union(reports.map { $0.highlights.map(\.label) }).compactMap { label in
      let row = Row(label: label, cells: cells.map { $0[label] ?? "" })
      return 2 * cells.count { $0[label] != nil } >= reports.count ? row : nil
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
