public import Findings

/// The result of `check` as one tidy table: a row a check, numbers as shortest round-trip doubles.
public struct CheckCSVRenderer: CheckRenderer {
  /// The CSV renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "csv"
  /// What it is for.
  public let summary = "one table, a row a check"

  /// The document.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    var table = CSVTable([
      "check", "input", "metric", "verdict", "value", "low", "high", "unit", "status", "line",
      "preset", "demanded",
    ])
    for result in report.results {
      let metric = result.measured
      table.append([
        result.id, result.input, result.metric.rawValue, result.verdict.rawValue,
        number(metric?.value.number), number(metric?.interval?.low),
        number(metric?.interval?.high), metric?.unit.rawValue ?? "", metric?.value.status ?? "",
        result.line.map(String.init) ?? "", result.preset ?? "",
        result.outcomes.map { "\($0.verdict.rawValue): \($0.text)" }.joined(separator: "; "),
      ])
    }
    return table.text
  }

  private func number(_ value: Double?) -> String { value.map(NumberText.shortest) ?? "" }
}
