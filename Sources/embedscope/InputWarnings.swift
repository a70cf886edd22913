import EmbeddingSets
import Findings

/// What a reader noticed about its input, for the person at the terminal and for whoever reads the
/// report later.
struct InputWarnings {
  /// Each with the name of its file in front, where it is one of several.
  private let texts: [String]
  private let announced: [String]

  /// The warnings of a set, none if its reader noticed nothing.
  init(of source: any EmbeddingSource) {
    texts = (source as? any CautionedSource)?.warnings ?? []
    announced = texts.map { "\(source.name): \($0)" }
  }

  /// The warnings of some sets, and others.
  init(of sources: [any EmbeddingSource], and others: [String]) {
    announced = sources.flatMap { InputWarnings(of: $0).announced } + others
    texts = announced
  }

  /// Warnings about a file that is no set.
  init(name: String, texts: [String]) {
    self.texts = texts
    announced = texts.map { "\(name): \($0)" }
  }

  /// Says them on standard error; `--quiet` silences progress, not warnings.
  func announce() {
    for text in announced { StandardStreams.note("embedscope: warning: \(text)\n") }
  }

  /// The report with a finding for each, behind failures and before all else.
  ///
  /// Findings, not notes of the provenance: every form of a report shows them, tables too.
  func added(to report: Report) -> Report {
    guard !texts.isEmpty else { return report }
    let findings = texts.map {
      Finding(
        id: "input", severity: .warning, message: "\($0).", evidence: [],
        advice: "Make sure that this is what was to be read; the numbers cover nothing else.")
    }
    let failureCount = report.findings.prefix { $0.severity == .failure }.count
    var all = report.findings
    all.insert(contentsOf: findings, at: failureCount)
    return Report(
      command: report.command, subject: report.subject, verdict: report.verdict,
      highlights: report.highlights, metrics: report.metrics, series: report.series,
      findings: all, provenance: report.provenance)
  }
}
