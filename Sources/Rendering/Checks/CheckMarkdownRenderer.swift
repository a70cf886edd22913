public import Findings

/// The result of `check` for the summary of a step or a comment on a change.
///
/// Below 1 MiB, because a longer step summary is refused as a whole: the worst checks come first and
/// what no longer fits is counted.
public struct CheckMarkdownRenderer: CheckRenderer {
  /// The Markdown renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "markdown"
  /// What it is for.
  public let summary = "a table for a step summary or a comment, below 1 MiB"

  /// Bytes that a document may take.
  static let largest = (1 << 20) - 4096

  /// The document.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    var text = "### embedscope check: \(Self.escaped(report.headline))\n\n"
    for input in report.inputs {
      guard let failure = input.failure else { continue }
      text += "**\(Self.escaped(input.name)) could not be read:** \(Self.escaped(failure))\n\n"
    }
    let sorted = report.worstFirst
    text += "| verdict | check | value | what was demanded |\n| --- | --- | ---: | --- |\n"
    var size = text.utf8.count
    for (offset, result) in sorted.enumerated() {
      let row = row(result)
      guard size + row.utf8.count <= Self.largest else {
        text += "\n\(NumberText.grouped(sorted.count - offset)) more are left out here.\n"
        return text
      }
      text += row
      size += row.utf8.count
    }
    for note in report.provenance.notes {
      let line = "\n* \(Self.escaped(note))"
      size += line.utf8.count
      guard size <= Self.largest else { break }
      text += line
    }
    return report.provenance.notes.isEmpty ? text : text + "\n"
  }

  private func row(_ result: CheckResult) -> String {
    let cells = [
      Self.words[result.verdict] ?? result.verdict.rawValue, Self.escaped(result.id),
      result.shownValue, Self.escaped(result.shownDemands),
    ]
    return "| \(cells.joined(separator: " | ")) |\n"
  }

  private static let words: [CheckVerdict: String] = [
    .fail: "**fail**", .error: "**error**", .warn: "warn", .pass: "pass", .skipped: "skipped",
  ]

  /// Text that stays text: names come from the input and could hold markup, links or a table's bar.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TextLayout.harmless(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "!", "@":
        result += "\\"
        result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
