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
  /// Metrics that are not listed because a parameter of theirs may have any value.
  public let parametric: @Sendable (MetricID) -> MetricDescriptor?
  /// What keys that are sound one by one lack together.
  public let problem: @Sendable (InputDeclaration) -> Problem?

  /// What is wrong with the keys of an input.
  public struct Problem: Hashable, Sendable {
    /// What is wrong, as a clause whose subject is the input.
    public let clause: String
    /// What to do, as a sentence.
    public let remedy: String

    /// A problem.
    public init(_ clause: String, remedy: String) {
      self.clause = clause
      self.remedy = remedy
    }
  }

  /// A kind.
  ///
  /// - Parameters:
  ///   - id: the name that `kind:` takes.
  ///   - names: names of inputs that are of this kind unless they say otherwise.
  ///   - meaning: what it is, in one sentence.
  ///   - keys: of its mapping, besides `kind`.
  ///   - metrics: what can be measured of it.
  ///   - parametric: gives the definition of a metric that is not listed, where there is one.
  ///   - fingerprint: the parts of its fingerprint.
  ///   - problem: what the keys lack together, where they lack anything.
  public init(
    id: String, names: [String] = [], meaning: String, keys: [PolicyKey],
    metrics: [MetricDescriptor],
    parametric: @escaping @Sendable (MetricID) -> MetricDescriptor? = { _ in nil },
    fingerprint: [String],
    problem: @escaping @Sendable (InputDeclaration) -> Problem? = { _ in nil }
  ) {
    self.id = id
    self.names = names
    self.meaning = meaning
    self.keys = keys
    self.metrics = metrics
    self.parametric = parametric
    self.fingerprint = fingerprint
    self.problem = problem
  }

  /// The definition of a metric.
  public func descriptor(_ id: MetricID) -> MetricDescriptor? {
    metrics.first { $0.id == id } ?? parametric(id)
  }
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
