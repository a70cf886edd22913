public import Findings
import Mustache

/// The result of `check` as one page that can be kept as an artefact or mailed: the verdict, what is
/// wrong, every check, and what was measured.
///
/// Self-contained like the page of a report: no script and no request.
public struct CheckHTMLRenderer: CheckRenderer {
  /// The HTML renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "html"
  /// What it is for.
  public let summary = "one self-contained page, to keep or mail"

  /// The document.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    do {
      return try MustacheTemplate(string: PageTemplate.head + Self.content).render(
        CheckPageContent(report))
    } catch {
      preconditionFailure("the page's own template is wrong: \(error)")
    }
  }

  private static let content = """
    <header>
    <h1>{{headline}}</h1>
    <p class="command">embedscope {{command}}</p>
    </header>
    {{#hasFindings}}
    <section aria-labelledby="wrong">
    <h2 id="wrong">What is wrong</h2>
    {{#findings}}
    <div class="finding {{severity}}">
    <p><span class="word">{{verdict}}</span> <code>{{check}}</code> {{value}}</p>
    <p>{{demanded}}</p>
    </div>
    {{/findings}}
    </section>
    {{/hasFindings}}
    {{#hasNotes}}
    <section aria-labelledby="known">
    <h2 id="known">What is known about it</h2>
    {{#notes}}
    <p>{{.}}</p>
    {{/notes}}
    </section>
    {{/hasNotes}}
    <section aria-labelledby="checks">
    <h2 id="checks">Every check</h2>
    <div class="scroll"><table>
    <tr><th scope="col">verdict</th><th scope="col">check</th><th scope="col">value</th><th scope="col">what was demanded</th></tr>
    {{#checks}}
    <tr><td>{{verdict}}</td><td><code>{{check}}</code></td><td>{{value}}</td><td>{{demanded}}</td></tr>
    {{/checks}}
    </table></div>
    </section>
    <section aria-labelledby="made">
    <h2 id="made">How this was made</h2>
    <dl>
    {{#facts}}
    <dt>{{label}}</dt><dd>{{text}}</dd>
    {{/facts}}
    </dl>
    </section>
    </main>
    </body>
    </html>

    """
}

/// What the template is filled with; Mustache reads the fields by their names and escapes them.
private struct CheckPageContent {
  struct Row {
    let severity: String
    let verdict: String
    let check: String
    let value: String
    let demanded: String
  }
  struct Fact {
    let label: String
    let text: String
  }

  let version: String
  let title: String
  let style = PageStyle.css
  let headline: String
  let command: String
  let findings: [Row]
  let hasFindings: Bool
  let notes: [String]
  let hasNotes: Bool
  let checks: [Row]
  let facts: [Fact]

  init(_ report: CheckReport) {
    let safe = TextLayout.harmless
    version = safe(report.provenance.version)
    title = safe("check of \(report.policy): \(report.outcome.rawValue)")
    headline = safe(report.headline)
    let arguments = report.provenance.arguments
    command = safe(arguments.isEmpty ? "check" : arguments.joined(separator: " "))
    func row(_ result: CheckResult) -> Row {
      Row(
        severity: result.verdict >= .fail
          ? "failure" : result.verdict == .warn ? "warning" : "note",
        verdict: result.verdict.rawValue, check: safe(result.id), value: result.shownValue,
        demanded: safe(result.shownDemands))
    }
    let unread = report.inputs.compactMap { input in
      input.failure.map {
        Row(
          severity: "failure", verdict: "unread", check: safe(input.name), value: "",
          demanded: safe($0))
      }
    }
    findings = unread + report.worstFirst.filter { $0.verdict > .pass }.map(row)
    hasFindings = !findings.isEmpty
    checks = report.worstFirst.map(row)
    notes = report.provenance.notes.map(safe)
    hasNotes = !notes.isEmpty
    var facts = report.inputs.map { input in
      Fact(
        label: safe(input.name),
        text: safe(
          ([input.path] + input.fingerprint.map { "\($0.name) \($0.value)" }
            + (input.digest.map { [$0] } ?? [])).joined(separator: ", ")))
    }
    let made = report.provenance
    facts.append(
      Fact(label: "program", text: safe("embedscope \(made.version), seed \(made.seed)")))
    facts.append(
      Fact(
        label: "linear algebra", text: safe("\(made.blas.name), \(made.blas.core) kernels")))
    if let stamp = made.stamp { facts.append(Fact(label: "made", text: safe(stamp))) }
    self.facts = facts
  }
}
