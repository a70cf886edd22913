import Findings

@testable import Checks

/// Kinds of inputs, policies and measurements for tests, made up so that nothing has to be computed.
enum PolicySamples {
  static let embeddings = InputKind(
    id: "embeddings", names: ["corpus", "queries"], meaning: "vectors",
    keys: [
      PolicyKey("path", .path, isRequired: true, "A file."),
      PolicyKey("tensor", .text, "A tensor."),
      PolicyKey("dimensions", .integer(atLeast: 1), "Components."),
      PolicyKey("dtype", .choice(["f16", "f32"]), "A type."),
      PolicyKey("allow_truncated", .flag, "Whether."),
    ],
    metrics: ["data.rows", "data.dimensions", "spectrum.rank", "uniformity@t=2"].map(descriptor),
    fingerprint: ["definition", "rows", "dimensions", "seed"])

  static let pairs = InputKind(
    id: "pairs", names: ["pairs"], meaning: "pairs",
    keys: [
      PolicyKey("path", .path, isRequired: true, "A file."),
      PolicyKey("a", .input(kind: "embeddings"), isRequired: true, "First."),
      PolicyKey("b", .input(kind: "embeddings"), "Second."),
    ],
    metrics: ["alignment@alpha=2"].map(descriptor), fingerprint: ["definition", "pairs"])

  static let kinds = [embeddings, pairs]

  static func descriptor(_ id: String) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID(id), family: "f", title: "t", definition: "d", formula: "f", unit: .ratio,
      range: "r", reading: "r", edgeCases: "e", source: "s")
  }

  static func policy(_ text: String, file: String = "dir/p.yml") throws -> Policy {
    try PolicyReader(file: file, kinds: kinds).read(Array(text.utf8))
  }

  /// A policy of these checks over one corpus.
  static func checking(_ checks: String) throws -> Policy {
    try policy("schema: 1\ninputs: {corpus: c.npy}\nchecks:\n" + checks)
  }

  static func entry(
    _ metrics: [Metric], of input: String = "corpus",
    facts: [(String, String)] = [("rows", "10"), ("seed", "0")], revisions: [MetricID: Int] = [:]
  ) -> Measurements.Entry {
    Measurements.Entry(
      input: CheckReport.Input(
        name: input, kind: "embeddings", path: "c.npy",
        fingerprint: facts.map { CheckReport.Fact($0.0, $0.1) }),
      metrics: metrics, revisions: revisions)
  }

  static let provenance = Provenance(
    version: "1", arguments: [], seed: 0, blas: .init(name: "b", core: "c", threads: 1))

  static func report(
    _ policy: Policy, _ entries: [Measurements.Entry], baseline: Baseline? = nil,
    allowed: Set<String> = [], writesBaseline: Bool = false, failsOnWarning: Bool = false
  ) -> CheckReport {
    CheckEvaluation(
      of: policy, measurements: Measurements(entries), baseline: baseline, allowed: allowed,
      writesBaseline: writesBaseline
    ).report(failsOnWarning: failsOnWarning, provenance: provenance)
  }

  static func rows(_ value: Double, interval: Interval? = nil) -> Metric {
    Metric("data.rows", .measured(value), unit: .rows, interval: interval)
  }
}
