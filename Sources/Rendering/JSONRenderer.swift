public import Findings

/// The report as one JSON object, `embedscope.report/1`: everything in it, for programs.
///
/// Keys stand in a fixed order and are always there; what is not measured is null, never NaN and
/// never a stand-in. Numbers are shortest round-trip doubles, whole ones without a fraction (`5000`).
public struct JSONRenderer: Renderer {
  /// The JSON renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "json"
  /// The ending of its files.
  public let fileExtension = "json"
  /// What it is for.
  public let summary = "one object with everything, for programs"

  /// One document, `report.json`; several reports stand in a list, `embedscope.reports/1`.
  public func render(_ reports: [Report], style: RenderingStyle) -> [RenderedFile] {
    let documents = reports.map(document)
    let whole =
      documents.count == 1
      ? documents[0]
      : .object([("schema", .string(Report.collectionSchema)), ("reports", .array(documents))])
    return [RenderedFile(name: "report.json", text: whole.text)]
  }

  private func document(_ report: Report) -> JSONValue {
    .object([
      ("schema", .string(Report.schema)),
      ("command", .string(report.command)),
      ("subject", subject(report.subject)),
      ("verdict", .string(report.verdict)),
      ("highlights", .array(report.highlights.map(highlight))),
      ("metrics", .array(report.metrics.map(metric))),
      ("series", .array(report.series.map(series))),
      ("findings", .array(report.findings.map(finding))),
      ("provenance", .provenance(report.provenance)),
    ])
  }

  private func subject(_ subject: Subject) -> JSONValue {
    .object([
      ("name", .string(subject.name)),
      ("rows", .integer(subject.rows)),
      ("dimensions", .integer(subject.dimensions)),
      ("stored_as", .string(subject.storedAs)),
      ("digest", .optional(subject.digest)),
    ])
  }

  private func highlight(_ highlight: Highlight) -> JSONValue {
    .object([
      ("label", .string(highlight.label)),
      ("value", .string(highlight.value)),
      ("remark", .string(highlight.remark)),
    ])
  }

  private func metric(_ metric: Metric) -> JSONValue {
    .object([
      ("id", .string(metric.id.rawValue)),
      ("value", .optional(metric.value.number)),
      ("unit", .string(metric.unit.rawValue)),
      ("status", .string(metric.value.status)),
      ("reason", .optional(metric.value.reason)),
      (
        "interval",
        metric.interval.map { .array([.number($0.low), .number($0.high)]) } ?? .null
      ),
    ])
  }

  private func series(_ series: Series) -> JSONValue {
    let rows = series.rows.map { row in
      JSONValue.array(
        row.map { cell in
          switch cell {
          case .number(let value): .number(value)
          case .integer(let value): .integer(value)
          case .text(let text): .string(text)
          case .empty: .null
          }
        })
    }
    return .object([
      ("id", .string(series.id)),
      ("columns", .strings(series.columns)),
      ("rows", .array(rows)),
    ])
  }

  private func finding(_ finding: Finding) -> JSONValue {
    .object([
      ("id", .string(finding.id)),
      ("severity", .string(finding.severity.rawValue)),
      ("message", .string(finding.message)),
      ("evidence", .strings(finding.evidence.map(\.rawValue))),
      ("advice", .string(finding.advice)),
    ])
  }
}

extension JSONValue {
  /// What made a report, the same in every document.
  static func provenance(_ provenance: Provenance) -> JSONValue {
    .object([
      ("version", .string(provenance.version)),
      ("arguments", .strings(provenance.arguments)),
      ("seed", .unsigned(provenance.seed)),
      (
        "blas",
        .object([
          ("name", .string(provenance.blas.name)),
          ("core", .string(provenance.blas.core)),
          ("threads", .integer(provenance.blas.threads)),
        ])
      ),
      ("notes", .strings(provenance.notes)),
      ("stamp", .optional(provenance.stamp)),
    ])
  }
}
