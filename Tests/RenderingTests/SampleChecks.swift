import Findings

/// Results of checks of every kind, with names that try to break every form.
enum SampleChecks {
  static let hostile = "a<b>&\"c\"|`x`\\n\u{1B}[31m\u{0}\n%,:é"

  static func result(
    _ id: String, _ verdict: CheckVerdict, value: Double? = 1.5, line: Int? = 3,
    text: String = "must be >= 2", input: String = "corpus"
  ) -> CheckResult {
    CheckResult(
      id: id, input: input, metric: "uniformity@t=2", line: line,
      preset: line == nil ? "retrieval-default" : nil,
      measured: value.map {
        Metric("uniformity@t=2", .measured($0), unit: .nats, interval: Interval(low: 1, high: 2))
      }, outcomes: [RuleOutcome(verdict, text)])
  }

  static func report(
    _ results: [CheckResult], policy: String = "p.yml", failsOnWarning: Bool = false,
    failure: String? = nil
  ) -> CheckReport {
    let inputs = [
      CheckReport.Input(
        name: "corpus", kind: "embeddings", path: "c.npy",
        fingerprint: [.init("rows", "10"), .init("stored_as", "float32")], digest: "rows64:1",
        failure: failure)
    ]
    let values = results.compactMap { result in
      result.measured.map {
        CheckReport.Value(input: result.input, metric: $0, revision: 1)
      }
    }
    return CheckReport(
      policy: policy, baseline: "main.json", inputs: inputs, values: Array(values.prefix(1)),
      results: results, failsOnWarning: failsOnWarning, writesBaseline: false,
      provenance: Provenance(
        version: "1", arguments: ["check"], seed: 0, blas: .init(name: "b", core: "c", threads: 1)))
  }

  static let everyVerdict = report(
    CheckVerdict.allCases.map { verdict in
      result("corpus.\(verdict.rawValue)", verdict, text: "because of \(verdict.rawValue)")
    })

  static let nasty = report(
    [
      result(hostile, .fail, text: hostile),
      result("x", .warn, value: nil, line: nil, text: hostile),
      result("y", .error, value: nil, text: hostile), result("z", .skipped, text: hostile),
    ], policy: hostile, failure: hostile)
}
