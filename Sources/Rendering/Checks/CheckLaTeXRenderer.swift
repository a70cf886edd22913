public import Findings

/// The result of `check` as a `booktabs` table for a report or an appendix, the worst check first.
///
/// A fragment to `\input`: it needs `\usepackage{booktabs}` and `\usepackage{longtable}`.
public struct CheckLaTeXRenderer: CheckRenderer {
  /// The LaTeX renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "latex"
  /// What it is for.
  public let summary = "a booktabs table to input into a paper"

  /// The document.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    let rows = report.worstFirst.map { result in
      [result.verdict.rawValue, result.id, result.shownValue, result.shownDemands]
    }
    return "% embedscope \(TextLayout.harmless(report.provenance.version))\n"
      + "% \(TextLayout.harmless(report.headline))\n"
      + "% \\usepackage{booktabs} \\usepackage{longtable}\n"
      + LaTeXRenderer.table(
        ["verdict", "check", "value", "what was demanded"], rows,
        columns: "lp{0.34\\linewidth}rp{0.3\\linewidth}", environment: "longtable"
      ) { cell in
        // an id may break behind a dot; it is wider than its column
        LaTeXRenderer.escaped(cell).replacing(".", with: ".\\allowbreak{}")
      }
  }
}
