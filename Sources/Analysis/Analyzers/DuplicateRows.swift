import Findings

/// Rows that are equal bit for bit.
enum DuplicateRows: Analyzer {
  static let family = MetricFamily.data
  /// Most rows that the series lists.
  private static let listLimit = 10_000

  private static let groups = MetricDescriptor(
    id: "data.duplicate-groups", family: "data", title: "groups of equal rows",
    definition: "Groups of two or more finite rows that are equal bit for bit, with -0 = +0. Found "
      + "by a 64-bit fingerprint, confirmed by comparing the rows.",
    formula: "number of classes of size >= 2", unit: .groups, range: "[0, n/2]",
    reading: "A few are normal (equal texts). Many at once point to a batch written twice.",
    edgeCases:
      "Skipped above a number of rows (--duplicate-budget), because it needs 16 bytes a "
      + "row. Series data.duplicates lists the first 10,000 of them.", source: "exact comparison")
  private static let rows = MetricDescriptor(
    id: "data.duplicate-rows", family: "data", title: "repeated rows",
    definition: "Rows beyond the first of each group of equal rows.",
    formula: "sum over groups of (size - 1)", unit: .rows, range: "[0, n - 1]",
    reading: "What could be dropped without losing a vector.",
    edgeCases: "As data.duplicate-groups.", source: "exact comparison")

  static let descriptors = [groups, rows]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    switch statistics.duplicates {
    case .skipped(let reason): descriptors.map { $0.metric(.skipped(reason: reason)) }
    case .groups(let found):
      [groups.measured(found.count), rows.measured(found.reduce(0) { $0 + $1.count - 1 })]
    }
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard case .groups(let found) = statistics.duplicates, !found.isEmpty else { return [] }
    var rows: [[Cell]] = []
    for (index, group) in found.enumerated() {
      rows += group.prefix(listLimit - rows.count).map { [.integer(index), .integer($0)] }
      if rows.count == listLimit { break }
    }
    return [Series(id: "data.duplicates", columns: ["group", "row"], rows: rows)]
  }
}
