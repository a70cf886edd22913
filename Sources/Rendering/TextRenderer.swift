public import Findings

/// The report for people: the answer first, then the numbers with their meaning, then what to do.
///
/// Never wider than 80 columns. Marks are words or signs, colour only repeats them.
public struct TextRenderer: Renderer {
  /// The text renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "text"
  /// The ending of its files.
  public let fileExtension = "txt"
  /// What it is for.
  public let summary = "the answer in words, 80 columns, for people (default)"

  /// One document, `report.txt`.
  public func render(_ report: Report, style: RenderingStyle) -> [RenderedFile] {
    let paint = Paint(isOn: style.isColored)
    let sections = [
      TextLayout.wrap(report.verdict, width: TextLayout.columns).map { paint.bold($0) },
      table(of: report.highlights.isEmpty ? report.metrics.map(row) : report.highlights),
      report.findings.flatMap { finding($0, paint) },
      closing(report),
    ]
    let text = sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
    return [RenderedFile(name: "report.txt", text: text.joined(separator: "\n"))]
  }

  /// A metric as a line of the table, for reports without highlights of their own.
  private func row(_ metric: Metric) -> Highlight {
    let value = metric.value.number.map { NumberText.rounded($0) } ?? metric.value.status
    let interval = metric.interval.map { " " + NumberText.rounded($0) } ?? ""
    return Highlight(
      label: metric.id.rawValue, value: value,
      remark: metric.value.reason ?? metric.unit.rawValue + interval)
  }

  /// Three aligned columns; each wraps inside its own width.
  private func table(of rows: [Highlight]) -> [String] {
    let gap = 3
    let room = TextLayout.columns - 2 - gap - gap
    let valueWidth = columnWidth(rows.map(\.value), limit: 26)
    // Labels may be ids; they get what leaves the remarks a readable width.
    let labelWidth = columnWidth(rows.map(\.label), limit: room - valueWidth - 17)
    let remarkWidth = room - labelWidth - valueWidth
    return rows.flatMap { row in
      let labels = TextLayout.wrap(row.label, width: labelWidth)
      let values = TextLayout.wrap(row.value, width: valueWidth)
      let remarks = TextLayout.wrap(row.remark, width: remarkWidth)
      return (0..<max(labels.count, values.count, remarks.count)).map { index in
        let label = index < labels.count ? labels[index] : ""
        let value = index < values.count ? values[index] : ""
        let remark = index < remarks.count ? remarks[index] : ""
        let line =
          "  " + TextLayout.padded(label, to: labelWidth + gap)
          + TextLayout.padded(value, to: valueWidth + gap) + remark
        return trimmed(line)
      }
    }
  }

  private func columnWidth(_ cells: [String], limit: Int) -> Int {
    let widest = cells.map { TextLayout.width(of: TextLayout.harmless($0)) }.max() ?? 0
    return min(max(widest, 2), limit)
  }

  private func trimmed(_ line: String) -> String {
    let end = line.lastIndex { $0 != " " }
    return end.map { String(line[...$0]) } ?? ""
  }

  private func finding(_ finding: Finding, _ paint: Paint) -> [String] {
    let mark = finding.severity == .note ? "." : "!"
    let word = finding.severity == .failure ? "failure: " : ""
    var lines = TextLayout.paragraph(word + finding.message, lead: "  \(mark) ")
    if !finding.advice.isEmpty {
      lines += TextLayout.paragraph(finding.advice, lead: "    ")
    }
    // Only the mark is coloured, after wrapping, so that colour never changes the layout.
    lines[0] = "  " + paint.mark(mark, finding.severity) + lines[0].dropFirst(3)
    return lines
  }

  /// How the numbers were made, and where to go from here.
  private func closing(_ report: Report) -> [String] {
    let explained =
      report.findings.lazy.compactMap(\.evidence.first).first
      ?? report.metrics.first { $0.value.number != nil }?.id
    let explain = TextLayout.unbroken("embedscope explain \(explained?.rawValue ?? "ID")")
    let notes = report.provenance.notes.flatMap {
      TextLayout.paragraph($0, lead: "  ", hanging: 4)
    }
    let stamp = report.provenance.stamp.map {
      TextLayout.paragraph($0, lead: "  ", hanging: 4)
    }
    let more = TextLayout.paragraph(
      "More: --report csv=DIR/ --report json=FILE, \(explain)", lead: "  ", hanging: 4)
    return notes + (stamp ?? []) + more
  }
}

/// Terminal colours (ECMA-48 SGR), or none.
private struct Paint {
  let isOn: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }

  func mark(_ text: String, _ severity: Severity) -> String {
    let codes: [Severity: String] = [.failure: "1;31", .warning: "1;33", .note: "2"]
    return codes[severity].map { wrap(text, $0) } ?? text
  }

  private func wrap(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
