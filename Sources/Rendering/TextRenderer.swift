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

  /// One document, `report.txt`; several reports begin with a table of all.
  public func render(_ reports: [Report], style: RenderingStyle) -> [RenderedFile] {
    let paint = Paint(isOn: style.isColored)
    let together = SideBySide(reports)
    let answers = reports.count > 1 ? together.answers : reports.map(\.verdict)
    var sections = zip(reports, answers).flatMap { report, answer in
      [
        TextLayout.wrap(answer, width: TextLayout.columns).map { paint.bold($0) },
        reports.count > 1
          ? []
          : table(of: report.highlights.isEmpty ? report.metrics.map(row) : report.highlights),
        report.findings.flatMap { finding($0, paint) },
      ]
    }
    if reports.count > 1 {
      let headline = TextLayout.wrap(together.headline, width: TextLayout.columns)
      sections.insert(headline.map { paint.bold($0) }, at: 0)
      sections.insert(sideBySide(together), at: 1)
    }
    sections.append(closing(reports))
    let text = sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
    return [RenderedFile(name: "report.txt", text: text.joined(separator: "\n"))]
  }

  /// The first numbers of all sets, as many sets in a block as fit the width.
  private func sideBySide(_ table: SideBySide) -> [String] {
    let rows = table.highlights
    let labelWidth = min(columnWidth(rows.map(\.label), limit: 24), 24)
    // as wide as the longest word, so that a name is cut only where it is longer than that
    let words = (table.names + rows.flatMap(\.cells)).flatMap { $0.split(separator: " ") }
    let cellWidth = min(max(18, words.map { TextLayout.width(of: $0) }.max() ?? 18), 36)
    let perBlock = max(1, (TextLayout.columns - 2 - labelWidth) / (cellWidth + 2))
    var lines: [String] = []
    for start in stride(from: 0, to: table.names.count, by: perBlock) {
      let block = start..<min(start + perBlock, table.names.count)
      if start > 0 { lines.append("") }
      let cells =
        [("", block.map { table.names[$0] })]
        + rows.map { row in
          (row.label, block.map { row.cells[$0] })
        }
      for (label, texts) in cells {
        let labels = TextLayout.wrap(label, width: labelWidth)
        let columns = texts.map { TextLayout.wrap($0, width: cellWidth) }
        for index in 0..<max(labels.count, columns.map(\.count).max() ?? 1) {
          var line =
            "  " + TextLayout.padded(index < labels.count ? labels[index] : "", to: labelWidth)
          for column in columns {
            line +=
              "  " + TextLayout.padded(index < column.count ? column[index] : "", to: cellWidth)
          }
          lines.append(trimmed(line))
        }
      }
    }
    return lines
  }

  /// A metric as a line of the table, for reports without highlights of their own.
  private func row(_ metric: Metric) -> Highlight {
    let interval = metric.interval.map { " " + NumberText.rounded($0) } ?? ""
    return Highlight(
      label: metric.id.rawValue, value: metric.shown,
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
  private func closing(_ reports: [Report]) -> [String] {
    let explained =
      reports.lazy.flatMap(\.findings).compactMap(\.evidence.first).first
      ?? reports.lazy.flatMap(\.metrics).first { $0.value.number != nil }?.id
    // an id too long for a line is explained without its parameters too
    let room = TextLayout.columns - "    embedscope explain ".count
    let id = explained.map { $0.rawValue.count > room ? $0.base : $0.rawValue } ?? "ID"
    let explain = TextLayout.unbroken("embedscope explain \(id)")
    var said: Set<String> = []
    let notes = reports.flatMap(\.provenance.notes).filter { said.insert($0).inserted }.flatMap {
      TextLayout.paragraph($0, lead: "  ", hanging: 4)
    }
    let stamp = reports.first?.provenance.stamp.map {
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
