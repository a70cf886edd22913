import Checks
import Findings

/// Measures the inputs of a policy, each with no more work than its checks need.
struct CheckRunner {
  let policy: Policy
  let jobs: Int
  let seed: UInt64
  let quiet: Bool

  /// What was measured, and what is to be said of how.
  ///
  /// An input that cannot be read does not end the run: its checks become errors, and the others are
  /// evaluated all the same, so that one run says everything.
  func run() async -> (Measurements, [String]) {
    let line = ProgressLine(quiet: quiet)
    defer { line.clear() }
    var entries: [Measurements.Entry] = []
    var notes = policy.unusedInputs.map { "\($0): no check looks at this input; it was not read." }
    for declaration in policy.inputs {
      guard let input = CheckInputCatalog.kind(declaration.kind) else {
        preconditionFailure("the policy let the kind \(declaration.kind) through")
      }
      let wanted = policy.metrics(of: declaration.name)
      // an input that is only a part of others is read by them
      if wanted.isEmpty { continue }
      let name = declaration.name
      let request = CheckRequest(
        declaration: declaration, inputs: policy.inputs, metrics: wanted, jobs: jobs, seed: seed,
        options: policy.options
      ) { task, done, total in line.update("\(name): \(task)", done: done, of: total) }
      do {
        let measured = try await input.measure(request)
        notes += measured.notes
        entries.append(
          Measurements.Entry(
            input: CheckReport.Input(
              name: name, kind: declaration.kind, path: declaration.path,
              fingerprint: measured.fingerprint, digest: measured.digest),
            metrics: measured.metrics.map(Self.withOptionsOfPolicies),
            revisions: revisions(of: input)))
      } catch {
        let message = Self.withKeys(of: input.kind, String(describing: error))
        entries.append(
          Measurements.Entry(
            input: CheckReport.Input(
              name: name, kind: declaration.kind, path: declaration.path, failure: message),
            metrics: [], revisions: [:]))
      }
    }
    return (Measurements(entries), notes)
  }

  /// A metric whose reason names options as policies have them: there is no `--pair-budget` here.
  static func withOptionsOfPolicies(_ metric: Metric) -> Metric {
    guard case .skipped(var reason) = metric.value else { return metric }
    for key in PolicyKeys.options {
      reason.replace(
        "--" + key.name.replacing("_", with: "-"), with: "\(key.name) of the policy's options")
    }
    return Metric(metric.id, .skipped(reason: reason), unit: metric.unit)
  }

  /// A message on one line that names keys as policies have them: there is no `--allow-truncated`.
  static func withKeys(of kind: InputKind, _ message: String) -> String {
    var text = message.split(separator: "\n").joined(separator: " ")
    for key in kind.keys.sorted(by: { $0.name.count > $1.name.count }) {
      let value = key.shape == .flag ? " true" : ""
      text.replace("--" + key.name.replacing("_", with: "-"), with: "\(key.name):\(value)")
    }
    return text
  }

  private func revisions(of input: any CheckInput.Type) -> [MetricID: Int] {
    Dictionary(input.kind.metrics.map { ($0.id, $0.revision) }) { first, _ in first }
  }
}
