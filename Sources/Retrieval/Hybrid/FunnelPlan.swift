/// The stages of a retrieval pipeline, as `dense:100+bm25:100>maxsim:20>rerank:5` writes them.
///
/// The first stage retrieves from all documents, every later one reorders what came through; `+` takes
/// the union of what several let through.
public struct FunnelPlan: Sendable, Hashable {
  /// One arm of a stage: a representation, and how many documents it lets through.
  public struct Arm: Sendable, Hashable {
    /// Name of the representation.
    public let name: String
    /// Documents let through.
    public let depth: Int
  }

  /// The stages, first to last, each with at least one arm.
  public let stages: [[Arm]]

  /// What a text that is no plan gets wrong.
  public struct Fault: Error, Hashable, Sendable {
    /// A sentence.
    public let message: String
  }

  /// Reads a plan.
  public init(parsing text: String) throws(Fault) {
    var stages: [[Arm]] = []
    for stage in text.split(separator: ">", omittingEmptySubsequences: false) {
      var arms: [Arm] = []
      for part in stage.split(separator: "+", omittingEmptySubsequences: false) {
        let words = part.split(separator: ":", omittingEmptySubsequences: false)
        let name = words[0].filter { $0 != " " }
        guard words.count == 2, !name.isEmpty, let depth = Int(words[1].filter { $0 != " " }),
          depth > 0
        else {
          throw Fault(
            message: "'\(part)' is no stage; write NAME:K, as in dense:100+bm25:100>maxsim:20.")
        }
        guard !arms.contains(where: { $0.name == name }) else {
          throw Fault(message: "'\(stage)' has '\(name)' twice.")
        }
        arms.append(Arm(name: name, depth: depth))
      }
      stages.append(arms)
    }
    self.stages = stages
  }

  /// Every name, in order of first appearance.
  public var names: [String] {
    var seen: Set<String> = []
    return stages.flatMap { $0 }.map(\.name).filter { seen.insert($0).inserted }
  }

  /// A stage as it is written: `dense:100+bm25:100`.
  public func label(_ stage: Int) -> String {
    stages[stage].map { "\($0.name):\($0.depth)" }.joined(separator: "+")
  }
}
