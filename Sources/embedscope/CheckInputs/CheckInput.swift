import Checks
import Findings

/// A kind of input that `check` can measure: what the policy may say of it, and the measuring.
///
/// One more is one file and one line in ``CheckInputCatalog``.
protocol CheckInput: Sendable {
  /// What the policy may say of it.
  static var kind: InputKind { get }

  /// Measures the metrics that checks ask for, and no more than they need.
  ///
  /// - Throws: input errors, which become errors of every check of this input.
  static func measure(_ request: CheckRequest) async throws -> CheckMeasurement
}

/// What is asked of an input.
struct CheckRequest: Sendable {
  /// The input as the policy describes it.
  let declaration: InputDeclaration
  /// All inputs of the policy, for kinds that are made of others.
  let inputs: [InputDeclaration]
  /// The metrics that checks ask for.
  let metrics: [MetricID]
  /// Tasks at work at a time.
  let jobs: Int
  /// Seed of everything random.
  let seed: UInt64
  /// Other options of the policy.
  let options: [String: Double]
  /// Told how far the work is.
  let progress: @Sendable (_ task: String, _ done: Int, _ total: Int) -> Void

  /// Another input of the policy by the key that names it.
  func other(_ key: String) throws -> InputDeclaration {
    guard let name = declaration.texts[key], let other = inputs.first(where: { $0.name == name })
    else {
      preconditionFailure("the policy let a missing '\(key)' through")
    }
    return other
  }
}

/// What was measured of an input.
struct CheckMeasurement: Sendable {
  /// What has to agree before two runs are compared.
  let fingerprint: [CheckReport.Fact]
  /// Digest of the values, where there is one.
  var digest: String?
  /// The metrics, those that were asked for among them.
  let metrics: [Metric]
  /// How numbers were made and what a reader noticed.
  var notes: [String] = []
}

/// Every kind of input, the one without names of its own first.
///
/// The only list of them.
enum CheckInputCatalog {
  static let all: [any CheckInput.Type] = [
    EmbeddingsInput.self, PairsInput.self, QrelsInput.self, RetrievalInput.self,
    ExportsInput.self,
  ]

  /// What policies may say of each.
  static let kinds = all.map { $0.kind }

  /// The parts of the fingerprints of all kinds, each once.
  static var fingerprints: [String] {
    var seen: Set<String> = []
    return kinds.flatMap(\.fingerprint).filter { seen.insert($0).inserted }
  }

  /// The kind of an id.
  static func kind(_ id: String) -> (any CheckInput.Type)? { all.first { $0.kind.id == id } }
}
