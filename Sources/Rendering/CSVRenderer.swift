public import Findings

/// The report as tidy tables: `metrics.csv`, `findings.csv` and one file a series, named after its id.
///
/// One observation a row, a header in every file, fields quoted as RFC 4180 says, lines ended by a
/// single line feed (every reader of RFC 4180 takes it, and `cut` and `awk` see no stray CR). Numbers
/// are shortest round-trip doubles; what is not measured is an empty field with its reason beside it.
public struct CSVRenderer: Renderer {
  /// The CSV renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "csv"
  /// The ending of its files.
  public let fileExtension = "csv"
  /// What it is for.
  public let summary = "tidy tables, one file each in a directory; alone, the metrics"

  /// A directory of tables.
  public let fillsDirectory = true

  /// `metrics.csv` first, then `findings.csv`, then one file a series; the series of several reports
  /// stand in one file, with the subject before their own columns.
  public func render(_ reports: [Report], style: RenderingStyle) -> [RenderedFile] {
    var names = FileNames()
    let tables =
      reports.count == 1 ? reports[0].series.map(table) : joinedTables(of: reports)
    return [
      RenderedFile(name: names.claim("metrics"), text: metrics(of: reports)),
      RenderedFile(name: names.claim("findings"), text: findings(of: reports)),
    ] + tables.map { RenderedFile(name: names.claim($0.id), text: $0.text) }
  }

  private func metrics(of reports: [Report]) -> String {
    var table = CSVTable(["subject", "id", "value", "unit", "status", "reason", "low", "high"])
    for report in reports {
      for metric in report.metrics {
        table.append([
          report.subject.name, metric.id.rawValue, number(metric.value.number),
          metric.unit.rawValue, metric.value.status, metric.value.reason ?? "",
          number(metric.interval?.low), number(metric.interval?.high),
        ])
      }
    }
    return table.text
  }

  private func findings(of reports: [Report]) -> String {
    var table = CSVTable(["subject", "id", "severity", "message", "evidence", "advice"])
    for report in reports {
      for finding in report.findings {
        // Ids hold commas (`@dims=64,k=10`) but never a space.
        let evidence = finding.evidence.map(\.rawValue).joined(separator: " ")
        table.append([
          report.subject.name, finding.id, finding.severity.rawValue, finding.message, evidence,
          finding.advice,
        ])
      }
    }
    return table.text
  }

  private func table(of series: Series) -> (id: String, text: String) {
    var table = CSVTable(series.columns)
    for row in series.rows { table.append(row.map(\.plainText)) }
    return (series.id, table.text)
  }

  /// One table for each set of series that have id and columns in common.
  private func joinedTables(of reports: [Report]) -> [(id: String, text: String)] {
    struct Key: Hashable {
      let id: String
      let columns: [String]
    }
    var order: [Key] = []
    var tables: [Key: CSVTable] = [:]
    for report in reports {
      for series in report.series {
        let key = Key(id: series.id, columns: series.columns)
        var table = tables[key] ?? CSVTable(["subject"] + series.columns)
        if tables[key] == nil { order.append(key) }
        for row in series.rows { table.append([report.subject.name] + row.map(\.plainText)) }
        tables[key] = table
      }
    }
    return order.compactMap { key in tables[key].map { (key.id, $0.text) } }
  }

  private func number(_ value: Double?) -> String { value.map(NumberText.shortest) ?? "" }

  /// A field as it stands in a table, in quotes where RFC 4180 wants them.
  public static func field(_ text: String) -> String { CSVTable.quoted(text) }
}

extension Cell {
  /// The cell as machines read it: shortest numbers, nothing where nothing is known.
  var plainText: String {
    switch self {
    case .number(let value): NumberText.shortest(value)
    case .integer(let value): String(value)
    case .text(let text): text
    case .empty: ""
    }
  }

  /// The cell as people read it: rounded.
  var shownText: String {
    switch self {
    case .number(let value): NumberText.rounded(value)
    case .integer(let value): NumberText.grouped(value)
    case .text(let text): text
    case .empty: ""
    }
  }
}

/// The text of one CSV file as it grows.
struct CSVTable {
  private(set) var text = ""

  init(_ header: [String]) { append(header) }

  mutating func append(_ fields: [String]) {
    // A row of one empty field would be a blank line, which readers skip.
    text += fields == [""] ? "\"\"" : fields.map(Self.quoted).joined(separator: ",")
    text += "\n"
  }

  /// A field as RFC 4180 wants it: in quotes if it holds a comma, a quote or a line break.
  static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return field }
    var result = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}

/// File names from ids: letters, digits and `.-_@=,+`, everything else an underscore, none twice.
///
/// An id may hold a name given by the user, which must not leave the report directory.
private struct FileNames {
  private var taken: Set<String> = []

  mutating func claim(_ id: String) -> String {
    var stem = ""
    for scalar in id.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "@", "=", ",", "+", ".":
        stem.unicodeScalars.append(scalar)
      default:
        stem.append("_")
      }
    }
    if stem.isEmpty || stem.hasPrefix(".") { stem = "_" + stem }
    var candidate = stem
    var number = 2
    // Compared without case, for file systems that do so.
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(stem)-\(number)"
      number += 1
    }
    return candidate + ".csv"
  }
}
