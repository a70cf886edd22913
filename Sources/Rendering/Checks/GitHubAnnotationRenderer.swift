public import Findings

/// The result of `check` as workflow commands that GitHub shows beside the line of the policy.
///
/// GitHub drops all annotations of a step beyond ten of a kind without a word, so at most nine are
/// written, the worst, and a tenth says how many more there are.
public struct GitHubAnnotationRenderer: CheckRenderer {
  /// The renderer of annotations.
  public init() {}

  /// The name that `--report` takes.
  public let id = "github"
  /// What it is for.
  public let summary = "annotations of GitHub Actions on the lines of the policy, at most 9"

  /// Annotations of single checks.
  static let most = 9

  /// The document; empty where nothing is wrong.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    let wrong = report.worstFirst.filter { $0.verdict > .pass }
    var lines = wrong.prefix(Self.most).map { annotation($0, report) }
    if wrong.isEmpty, report.outcome == .noVerdict {
      lines.append(
        "::error file=\(Self.property(report.policy))::\(Self.data(report.headline))")
    }
    if wrong.count > Self.most {
      let rest = wrong.count - Self.most
      let level = wrong.dropFirst(Self.most).contains { $0.verdict >= .fail } ? "error" : "warning"
      lines.append(
        "::\(level) file=\(Self.property(report.policy)),title=\(rest) more"
          + "::\(Self.data(report.headline))")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func annotation(_ result: CheckResult, _ report: CheckReport) -> String {
    let level = result.verdict == .warn && !report.failsOnWarning ? "warning" : "error"
    let value = result.measured?.value.number.map {
      NumberText.rounded($0, significantDigits: 5) + ": "
    }
    let line = result.line.map { ",line=\($0)" } ?? ""
    let text = (value ?? "") + result.decisive.map(\.text).joined(separator: "; ")
    return "::\(level) file=\(Self.property(report.policy))\(line)"
      + ",title=\(Self.property("\(result.verdict.rawValue) \(result.id)"))::\(Self.data(text))"
  }

  /// Text behind the second `::`.
  static func data(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Text of a property, in which a colon and a comma would end it.
  static func property(_ text: String) -> String {
    var result = ""
    for scalar in data(text).unicodeScalars {
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
