public import Findings

/// A kind of input that a policy can name: what its keys are, and what can be measured of it.
///
/// The checks only need to know this much; whoever runs them measures.
public struct InputKind: Sendable {
  /// The name that `kind:` takes: `embeddings`.
  public let id: String
  /// Names of inputs that are of this kind unless they say otherwise.
  public let names: [String]
  /// What it is, in one sentence.
  public let meaning: String
  /// Keys of its mapping, besides `kind`.
  public let keys: [PolicyKey]
  /// Everything that can be measured of it.
  public let metrics: [MetricDescriptor]
  /// The parts of its fingerprint.
  public let fingerprint: [String]

  /// A kind.
  public init(
    id: String, names: [String] = [], meaning: String, keys: [PolicyKey],
    metrics: [MetricDescriptor], fingerprint: [String]
  ) {
    self.id = id
    self.names = names
    self.meaning = meaning
    self.keys = keys
    self.metrics = metrics
    self.fingerprint = fingerprint
  }

  /// The definition of a metric.
  func descriptor(_ id: MetricID) -> MetricDescriptor? { metrics.first { $0.id == id } }
}

/// One input as the policy describes it.
public struct InputDeclaration: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// Its kind.
  public let kind: String
  /// Its line in the policy.
  public let line: Int
  /// Texts by key; paths are joined with the directory of the policy.
  public let texts: [String: String]
  /// Whole numbers by key.
  public let integers: [String: Int]
  /// Flags by key.
  public let flags: [String: Bool]

  /// The file or pattern it is read from.
  public var path: String { texts["path"] ?? name }
}
