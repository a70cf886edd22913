public import Findings

/// The result of `check` as OpenMetrics text, which Prometheus scrapes and GitLab compares between
/// branches.
///
/// Source: OpenMetrics 1.0 (RFC draft): families with TYPE and HELP, label values escaped, `# EOF` at
/// the end.
public struct OpenMetricsRenderer: CheckRenderer {
  /// The OpenMetrics renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "openmetrics"
  /// What it is for.
  public let summary = "OpenMetrics text: values, verdicts, counts"

  /// The document.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    var lines = family("embedscope_metric", "gauge", "Value of a metric that a check looked at.")
    for value in report.values {
      guard let number = value.metric.value.number else { continue }
      let labels = labels([("input", value.input), ("metric", value.metric.id.rawValue)])
      lines.append("embedscope_metric\(labels) \(NumberText.shortest(number))")
    }
    lines += family("embedscope_check", "stateset", "Verdict of a check of the policy.")
    for result in report.results {
      for verdict in CheckVerdict.allCases {
        let labels = labels([("check", result.id), ("embedscope_check", verdict.rawValue)])
        lines.append("embedscope_check\(labels) \(result.verdict == verdict ? 1 : 0)")
      }
    }
    lines += family("embedscope_checks", "gauge", "Number of checks that came to a verdict.")
    for verdict in CheckVerdict.allCases {
      lines.append(
        "embedscope_checks\(labels([("verdict", verdict.rawValue)])) \(report.count(verdict))")
    }
    lines += family(
      "embedscope_check_exit_code", "gauge", "Exit code: 0 passed, 1 failed, 2 no verdict.")
    lines.append("embedscope_check_exit_code \(report.exitCode)")
    return (lines + ["# EOF"]).joined(separator: "\n") + "\n"
  }

  private func family(_ name: String, _ type: String, _ help: String) -> [String] {
    ["# TYPE \(name) \(type)", "# HELP \(name) \(help)"]
  }

  private func labels(_ pairs: [(String, String)]) -> String {
    "{" + pairs.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",") + "}"
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
