public import Findings

/// The report as `booktabs` tables for a paper, and every series as a table of its own.
///
/// Fragments to `\input`, not a document: they need `\usepackage{booktabs}` and, for long series,
/// `\usepackage{longtable}`. pdfLaTeX, XeLaTeX and LuaLaTeX take them.
public struct LaTeXRenderer: Renderer {
  /// The LaTeX renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "latex"
  /// The ending of its files.
  public let fileExtension = "tex"
  /// What it is for.
  public let summary = "booktabs tables to input into a paper"

  /// `report.tex`: the first numbers, then every metric that was measured.
  public func render(_ reports: [Report], style: RenderingStyle) -> [RenderedFile] {
    let together = SideBySide(reports)
    var text = "% embedscope \(Self.comment(reports[0].provenance.version))\n"
    for report in reports { text += "% \(Self.comment(report.verdict))\n" }
    text += "% \\usepackage{booktabs} \\usepackage{longtable}\n"
    if reports.count == 1 {
      text += Self.table(
        ["", "value", "meaning"], reports[0].highlights.map { [$0.label, $0.value, $0.remark] },
        columns: "lrp{0.45\\linewidth}")
    } else {
      text += Self.table(
        [""] + together.names, together.highlights.map { [$0.label] + $0.cells },
        columns: "l" + String(repeating: "r", count: reports.count))
    }
    text += metrics(together)
    return [RenderedFile(name: "report.tex", text: text)]
  }

  private func metrics(_ together: SideBySide) -> String {
    let isSingle = together.reports.count == 1
    let rows = together.metrics.filter { row in row.metrics.contains { $0?.value.number != nil } }
      .map { row -> [String] in
        let cells =
          isSingle
          ? row.metrics.flatMap { metric in
            [metric?.shown ?? "", metric?.interval.map { NumberText.rounded($0) } ?? ""]
          } : row.metrics.map { $0?.shown ?? "" }
        return [row.id.rawValue] + cells + [row.unit.rawValue]
      }
    guard !rows.isEmpty else { return "" }
    let head = ["metric"] + (isSingle ? ["value", "95 % interval"] : together.names) + ["unit"]
    let columns = "l" + String(repeating: "r", count: head.count - 2) + "l"
    return Self.table(head, rows, columns: columns, environment: "longtable")
  }

  /// A table; `longtable` may break over pages.
  static func table(
    _ head: [String], _ rows: [[String]], columns: String, environment: String = "tabular",
    escape: @escaping (String) -> String = escaped
  ) -> String {
    guard !rows.isEmpty else { return "" }
    let line = { (cells: [String]) in cells.map(escape).joined(separator: " & ") + " \\\\\n" }
    let headEnd = environment == "longtable" ? "\\midrule\n\\endhead\n" : "\\midrule\n"
    return "\n\\begin{\(environment)}{\(columns)}\n\\toprule\n" + line(head) + headEnd
      + rows.map(line).joined() + "\\bottomrule\n\\end{\(environment)}\n"
  }

  /// A text for a comment: on one line.
  private static func comment(_ text: String) -> String { TextLayout.harmless(text) }

  /// A text with the ten special characters of TeX made plain.
  ///
  /// What pdfLaTeX's standard fonts do not have shows as its code point, so that a paper compiles
  /// whatever a file is called.
  static func escaped(_ text: String) -> String {
    var result = ""
    var last: Unicode.Scalar?
    for scalar in TextLayout.harmless(text).unicodeScalars {
      // two of these in a row would become a dash or a quotation mark
      if scalar == last, scalar == "-" || scalar == "'" || scalar == "`" { result += "{}" }
      last = scalar
      switch scalar {
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "&", "%", "$", "#", "_", "{", "}":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "<": result += "\\textless{}"
      case ">": result += "\\textgreater{}"
      case "|": result += "\\textbar{}"
      case "\"": result += "{\\char34}"
      // \\[ would be read as an optional length
      case "[", "]": result += "{\(scalar)}"
      case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
      // letters of Latin 1, which inputenc's utf8 knows in every font encoding
      case "\u{C0}"..."\u{D6}", "\u{D8}"..."\u{F6}", "\u{F8}"..."\u{FF}":
        result.unicodeScalars.append(scalar)
      case "²": result += "\\textsuperscript{2}"
      default: result += "\\texttt{U+" + String(scalar.value, radix: 16, uppercase: true) + "}"
      }
    }
    return result
  }
}
