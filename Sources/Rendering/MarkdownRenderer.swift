public import Findings

/// The report in GitHub's Markdown: for pull requests, issues and step summaries.
///
/// Tables of GitHub Flavored Markdown; every text is escaped, so that a name with a bar or an angle
/// bracket stays a name.
public struct MarkdownRenderer: Renderer {
  /// The Markdown renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "markdown"
  /// The ending of its files.
  public let fileExtension = "md"
  /// What it is for.
  public let summary = "tables for a pull request or an issue"

  /// One document, `report.md`.
  public func render(_ reports: [Report], style: RenderingStyle) -> [RenderedFile] {
    let together = SideBySide(reports)
    var blocks = reports.map { "**\(Self.escaped($0.verdict))**" }
    if reports.count > 1 {
      blocks = ["**\(Self.escaped(together.headline))**"]
      blocks.append(together.answers.map { "- \(Self.escaped($0))" }.joined(separator: "\n"))
    }
    if reports.count == 1 {
      let rows = reports[0].highlights.map { [$0.label, $0.value, $0.remark] }
      if !rows.isEmpty { blocks.append(Self.table(["", "value", "meaning"], rows)) }
    } else if !together.highlights.isEmpty {
      blocks.append(
        Self.table([""] + together.names, together.highlights.map { [$0.label] + $0.cells }))
    }
    let findings = together.findings.map { name, finding in
      let set = reports.count == 1 ? "" : Self.escaped(name) + ": "
      let advice = finding.advice.isEmpty ? "" : " " + Self.escaped(finding.advice)
      return "- **\(finding.severity.rawValue)** \(set)\(Self.escaped(finding.message))\(advice)"
    }
    if !findings.isEmpty { blocks.append(findings.joined(separator: "\n")) }
    blocks.append(Self.metrics(together))
    return [
      RenderedFile(
        name: "report.md",
        text: blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n")
    ]
  }

  /// Every metric, folded away.
  private static func metrics(_ together: SideBySide) -> String {
    guard !together.metrics.isEmpty else { return "" }
    let isSingle = together.reports.count == 1
    let head =
      ["metric"] + (isSingle ? ["value", "95 % interval, or reason"] : together.names) + ["unit"]
    let rows = together.metrics.map { row in
      let cells =
        isSingle
        ? row.metrics.flatMap { metric in
          [
            metric?.shown ?? "",
            metric?.value.reason ?? metric?.interval.map { NumberText.rounded($0) } ?? "",
          ]
        } : row.metrics.map { $0?.shown ?? "" }
      return [row.id.rawValue] + cells + [row.unit.rawValue]
    }
    let count = NumberText.grouped(rows.count)
    return "<details><summary>All \(count) metrics</summary>\n\n\(table(head, rows))\n\n</details>"
  }

  /// A table of GitHub Flavored Markdown.
  static func table(_ head: [String], _ rows: [[String]]) -> String {
    let lines =
      [head] + [head.map { _ in "---" }]
      + rows.map { row in row + Array(repeating: "", count: max(0, head.count - row.count)) }
    return lines.enumerated().map { index, cells in
      "| " + cells.map { index == 1 ? $0 : escaped($0) }.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }

  /// A text on one line with everything that Markdown or HTML acts on made plain.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TextLayout.harmless(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "|", "\\", "`", "*", "_", "~", "[", "]", "#", "!":
        result += "\\"
        result.unicodeScalars.append(scalar)
      // a mention would notify somebody, a bare address would become a link
      case "@": result += "&#64;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
