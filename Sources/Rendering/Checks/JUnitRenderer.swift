public import Findings

/// The result of `check` as JUnit XML, which every CI system shows: a test suite an input, a test case
/// a check.
///
/// Source: the schema that Jenkins and GitLab read (testsuites, testsuite, testcase, failure, error,
/// skipped, system-out). Warnings pass, unless they fail the run, and say so in `system-out`.
public struct JUnitRenderer: CheckRenderer {
  /// The JUnit renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "junit"
  /// What it is for.
  public let summary = "JUnit XML: a suite an input, a case a check"

  /// The document.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    var names: [String] = report.inputs.map(\.name)
    for result in report.results where !names.contains(result.input) { names.append(result.input) }
    let suites = names.map { name in
      suite(name, report.results.filter { $0.input == name }, report)
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="embedscope check"\(counts(report.results, report))>
      \(suites.joined())</testsuites>

      """
  }

  private func counts(_ results: [CheckResult], _ report: CheckReport) -> String {
    let failures = results.count { isFailure($0, report) }
    let errors = results.count { $0.verdict == .error }
    let skipped = results.count { $0.verdict == .skipped }
    return " tests=\"\(results.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
      + " skipped=\"\(skipped)\""
  }

  private func isFailure(_ result: CheckResult, _ report: CheckReport) -> Bool {
    result.verdict == .fail || (report.failsOnWarning && result.verdict == .warn)
  }

  private func suite(_ name: String, _ results: [CheckResult], _ report: CheckReport) -> String {
    let cases = results.map { testCase($0, report) }.joined()
    let notes = report.provenance.notes.filter { $0.hasPrefix(name + ": ") }
    let output =
      notes.isEmpty
      ? ""
      : "    <system-out>\(Self.escaped(notes.joined(separator: "\n")))</system-out>\n"
    return "  <testsuite name=\"\(Self.escaped(name))\"\(counts(results, report))>\n\(cases)"
      + "\(output)  </testsuite>\n"
  }

  private func testCase(_ result: CheckResult, _ report: CheckReport) -> String {
    let message = result.decisive.map(\.text).joined(separator: "; ")
    let value = result.measured?.value.number.map(NumberText.shortest)
    let said = "\(value.map { "\($0): " } ?? "")\(message)"
    let place = report.policy + (result.line.map { ":\($0)" } ?? "")
    var body = ""
    if result.verdict == .error {
      body += "      <error message=\"\(Self.escaped(said))\" type=\"error\"/>\n"
    } else if isFailure(result, report) {
      let type = result.verdict.rawValue
      body +=
        "      <failure message=\"\(Self.escaped(said))\" type=\"\(type)\">"
        + "\(Self.escaped("\(result.origin): \(said)"))</failure>\n"
    } else if result.verdict == .skipped {
      body += "      <skipped message=\"\(Self.escaped(message))\"/>\n"
    }
    let details = result.outcomes.map { "\($0.verdict.rawValue): \($0.text)" }
    let interval = result.measured?.interval.map {
      " [\(NumberText.shortest($0.low)), \(NumberText.shortest($0.high))]"
    }
    let output =
      (["\(result.qualifiedMetric) = \(value ?? "no value")\(interval ?? "")"] + details)
      .joined(separator: "\n")
    body += "      <system-out>\(Self.escaped(output))</system-out>\n"
    return "    <testcase name=\"\(Self.escaped(result.id))\""
      + " classname=\"\(Self.escaped(result.input))\" file=\"\(Self.escaped(place))\">\n\(body)"
      + "    </testcase>\n"
  }

  /// Text inside XML 1.0, where most control characters may not stand even as references.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: result += "&amp;"
      case 0x3C: result += "&lt;"
      case 0x3E: result += "&gt;"
      case 0x22: result += "&quot;"
      case 0x09, 0x0A, 0x0D: result += "&#\(scalar.value);"
      case 0x00...0x1F, 0x7F...0x9F, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
