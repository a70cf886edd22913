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

  /// `metrics.csv` first, then `findings.csv`, then one file a series.
  public func render(_ report: Report, style: RenderingStyle) -> [RenderedFile] {
    var names = FileNames()
    return [
      RenderedFile(name: names.claim("metrics"), text: metrics(of: report)),
      RenderedFile(name: names.claim("findings"), text: findings(of: report)),
    ]
      + report.series.map { series in
        RenderedFile(name: names.claim(series.id), text: table(of: series))
      }
  }

  private func metrics(of report: Report) -> String {
    var table = CSVTable(["subject", "id", "value", "unit", "status", "reason", "low", "high"])
    for metric in report.metrics {
      table.append([
        report.subject.name, metric.id.rawValue, number(metric.value.number),
        metric.unit.rawValue, metric.value.status, metric.value.reason ?? "",
        number(metric.interval?.low), number(metric.interval?.high),
      ])
    }
    return table.text
  }

  private func findings(of report: Report) -> String {
    var table = CSVTable(["subject", "id", "severity", "message", "evidence", "advice"])
    for finding in report.findings {
      // Ids hold commas (`@dims=64,k=10`) but never a space.
      let evidence = finding.evidence.map(\.rawValue).joined(separator: " ")
      table.append([
        report.subject.name, finding.id, finding.severity.rawValue, finding.message, evidence,
        finding.advice,
      ])
    }
    return table.text
  }

  private func table(of series: Series) -> String {
    var table = CSVTable(series.columns)
    for row in series.rows {
      table.append(
        row.map { cell in
          switch cell {
          case .number(let value): NumberText.shortest(value)
          case .integer(let value): String(value)
          case .text(let text): text
          case .empty: ""
          }
        })
    }
    return table.text
  }

  private func number(_ value: Double?) -> String { value.map(NumberText.shortest) ?? "" }
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
  private static func quoted(_ field: String) -> String {
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
