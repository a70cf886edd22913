public import Findings

/// The result of `check` for people: the verdict first, then what is wrong, with the line of the
/// policy that says so.
///
/// Never wider than 80 columns.
public struct CheckTextRenderer: CheckRenderer {
  /// The text renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "text"
  /// What it is for.
  public let summary = "the verdict in words, 80 columns, for people (default)"

  /// Columns before a metric: two, a verdict of at most seven letters, two.
  private static let indent = 11

  /// The document.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    let head = TextLayout.wrap(report.headline, width: TextLayout.columns)
    var lines = head.map { style.isColored ? "\u{1B}[1m\($0)\u{1B}[0m" : $0 }
    lines.append("")
    for input in report.inputs {
      guard let failure = input.failure else { continue }
      lines += TextLayout.paragraph(
        "input \(input.name): \(failure)", lead: "  ! ", hanging: 4)
    }
    let worst = report.worstFirst.filter { $0.verdict > .pass }
    // an input that could not be read has said so once for all its checks
    let broken = Set(report.inputs.filter { $0.failure != nil }.map(\.name))
    var unread: [String: Int] = [:]
    for result in worst {
      if result.verdict == .error, broken.contains(result.input) {
        unread[result.input, default: 0] += 1
      } else {
        lines += entry(result, style)
      }
    }
    for input in report.inputs {
      guard let count = unread[input.name] else { continue }
      lines.append(
        label(.error, style) + "\(checks(count)) of \(input.name) could not be evaluated")
    }
    let passed = report.count(.pass)
    if passed > 0 { lines.append(label(.pass, style) + checks(passed)) }
    lines += skipped(report, style)
    lines += report.provenance.notes.flatMap {
      TextLayout.paragraph($0, lead: "  . ", hanging: 4)
    }
    lines += more(worst, report)
    if lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where the worst check is explained, and what shows the rows behind it.
  private func more(_ worst: [CheckResult], _ report: CheckReport) -> [String] {
    guard let first = worst.first(where: { $0.measured?.value.number != nil }) else { return [] }
    var commands = ["embedscope explain \(first.metric)"]
    if let input = report.inputs.first(where: { $0.name == first.input }),
      input.kind == "embeddings"
    {
      commands.append("embedscope diagnose \(input.path)")
    }
    return [""]
      + TextLayout.paragraph(
        "More: "
          + commands.map(TextLayout.harmless).map(TextLayout.unbroken)
          .joined(separator: ", "), lead: "  ")
  }

  private func checks(_ count: Int) -> String {
    "\(NumberText.grouped(count)) check\(count == 1 ? "" : "s")"
  }

  private func label(_ verdict: CheckVerdict, _ style: RenderingStyle) -> String {
    let codes: [CheckVerdict: String] = [.fail: "1;31", .error: "1;35", .warn: "1;33", .pass: "32"]
    let word = TextLayout.padded(verdict.rawValue, to: Self.indent - 2)
    guard style.isColored, let code = codes[verdict] else { return "  " + word }
    return "  \u{1B}[\(code)m\(word)\u{1B}[0m"
  }

  /// The metric with its value, and below it what was demanded.
  private func entry(_ result: CheckResult, _ style: RenderingStyle) -> [String] {
    let room = TextLayout.columns - Self.indent
    let name = TextLayout.harmless(
      result.id == result.qualifiedMetric ? result.id : "\(result.id) (\(result.qualifiedMetric))")
    let shown = result.shownValue
    let indent = String(repeating: " ", count: Self.indent)
    var lines: [String] = []
    if TextLayout.width(of: name) + 2 + TextLayout.width(of: shown) <= room {
      lines.append(
        label(result.verdict, style)
          + (shown.isEmpty
            ? name : TextLayout.padded(name, to: max(44, TextLayout.width(of: name) + 2)))
          + shown)
      if TextLayout.width(of: lines[0]) > TextLayout.columns, !style.isColored {
        lines[0] = label(result.verdict, style) + name + "  " + shown
      }
    } else {
      let wrapped = TextLayout.wrap(name, width: room)
      lines = wrapped.enumerated().map { ($0 == 0 ? label(result.verdict, style) : indent) + $1 }
      if !shown.isEmpty { lines.append(indent + shown) }
    }
    let reasons = result.decisive
    for (offset, outcome) in reasons.enumerated() {
      let mark = outcome.verdict == result.verdict ? "" : "\(outcome.verdict.rawValue): "
      let origin = offset == reasons.count - 1 ? " (\(result.origin))" : ""
      lines += TextLayout.paragraph(mark + outcome.text + origin, lead: indent)
    }
    return lines
  }

  private func skipped(_ report: CheckReport, _ style: RenderingStyle) -> [String] {
    report.results.filter { $0.verdict == .skipped }.flatMap { result -> [String] in
      let text = "\(result.id): \(result.outcomes.first?.text ?? "")"
      var lines = TextLayout.paragraph(
        text, lead: String(repeating: " ", count: Self.indent), hanging: Self.indent)
      lines[0] = label(.skipped, style) + lines[0].dropFirst(Self.indent)
      return lines
    }
  }
}
