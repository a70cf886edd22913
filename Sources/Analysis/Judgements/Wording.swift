import Findings

/// How findings put counts and lists.
enum Wording {
  /// `1 row`, `5,000 rows`.
  static func count(_ count: Int, _ noun: String) -> String {
    "\(NumberText.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `row 4`, `rows 4, 8, 15 and 12 more`.
  static func list(_ rows: [Int], of count: Int) -> String {
    let shown = rows.prefix(5).map(String.init).joined(separator: ", ")
    let rest = count - min(5, rows.count)
    return (count == 1 ? "row " : "rows ") + shown
      + (rest > 0 ? " and \(NumberText.grouped(rest)) more" : "")
  }
}
