public import Findings

/// The result of `check` as one JSON object, `embedscope.check/1`: also what `--history` keeps and
/// what `--baseline` reads.
public struct CheckJSONRenderer: CheckRenderer {
  /// The name and the date of a run, which only a history asks for.
  public struct Run: Hashable, Sendable {
    /// What the run is called.
    public let id: String
    /// When it was, `2026-11-25T11:00:00Z`.
    public let date: String

    /// A run.
    public init(id: String, date: String) {
      self.id = id
      self.date = date
    }
  }

  private let run: Run?

  /// The JSON renderer; with a run, the document holds its name and date.
  public init(run: Run? = nil) { self.run = run }

  /// The name that `--report` takes.
  public let id = "json"
  /// What it is for.
  public let summary = "one object with everything, for programs; also a baseline"

  /// The document.
  public func render(_ report: CheckReport, style: RenderingStyle) -> String {
    let counts = CheckVerdict.allCases.map { verdict -> (String, JSONValue) in
      (verdict.rawValue, .integer(report.count(verdict)))
    }
    let run: [(String, JSONValue)] =
      run.map { [("run", .string($0.id)), ("date", .string($0.date))] } ?? []
    let head: [(String, JSONValue)] = [("schema", .string(CheckReport.schema))]
    return JSONValue.object(
      head + run + [
        ("outcome", .string(report.outcome.rawValue)),
        ("exit_code", .integer(Int(report.exitCode))),
        ("summary", .string(report.headline)),
        ("policy", .string(report.policy)),
        ("baseline", .optional(report.baseline)),
        ("counts", .object(counts)),
        ("checks", .array(report.results.map(check))),
        ("inputs", CheckDocument.inputs(report)),
        ("values", CheckDocument.values(report)),
        ("provenance", .provenance(report.provenance)),
      ]
    ).text
  }

  private func check(_ result: CheckResult) -> JSONValue {
    let outcomes = result.outcomes.map { outcome in
      JSONValue.object([
        ("verdict", .string(outcome.verdict.rawValue)), ("text", .string(outcome.text)),
      ])
    }
    return .object([
      ("id", .string(result.id)),
      ("metric", .string(result.qualifiedMetric)),
      ("verdict", .string(result.verdict.rawValue)),
      ("value", .optional(result.measured?.value.number)),
      ("line", result.line.map { .integer($0) } ?? .null),
      ("preset", .optional(result.preset)),
      ("rules", .array(outcomes)),
    ])
  }
}

/// What a run measured and of what, for the next run to compare with: `embedscope.baseline/1`.
///
/// One value a line and nothing that changes without reason, so that a change of the file in version
/// control reads as a change of the data.
public struct BaselineRenderer: Sendable {
  /// The renderer of baselines.
  public init() {}

  /// The document.
  public func render(_ report: CheckReport, schema: String) -> String {
    JSONValue.object([
      ("schema", .string(schema)),
      ("version", .string(report.provenance.version)),
      ("inputs", CheckDocument.inputs(report)),
      ("values", CheckDocument.values(report)),
    ]).text
  }
}

/// The parts that documents of `check` share.
enum CheckDocument {
  static func inputs(_ report: CheckReport) -> JSONValue {
    .array(
      report.inputs.map { input in
        .object([
          ("name", .string(input.name)),
          ("kind", .string(input.kind)),
          ("path", .string(input.path)),
          ("fingerprint", .object(input.fingerprint.map { ($0.name, .string($0.value)) })),
          ("digest", .optional(input.digest)),
          ("failure", .optional(input.failure)),
        ])
      })
  }

  static func values(_ report: CheckReport) -> JSONValue {
    .array(
      report.values.map { value in
        let metric = value.metric
        let reason: [(String, JSONValue)] =
          metric.value.reason.map {
            [("status", .string(metric.value.status)), ("reason", .string($0))]
          } ?? []
        return .object(
          [
            ("id", .string(value.id)),
            ("value", .optional(metric.value.number)),
            (
              "interval",
              metric.interval.map { .array([.number($0.low), .number($0.high)]) } ?? .null
            ),
            ("unit", .string(metric.unit.rawValue)),
            ("revision", .integer(value.revision)),
          ] + reason)
      })
  }
}
