public import EmbeddingSets

/// One system of a comparison: its run, and what it costs where that is known.
public struct Contender: Sendable {
  /// What it retrieved; its name is that of the contender.
  public let run: RetrievalRun
  /// What it is, in one word: `run`, `dense`, `tokens`, `sparse`.
  public let kind: String
  /// The export that it was scored from; nil for a finished run.
  public let representation: (any AuditedRepresentation)?

  /// A finished run, or one that was made of others.
  public init(_ run: RetrievalRun, kind: String = "run") {
    self.run = run
    self.kind = kind
    representation = nil
  }

  /// A run that was scored from an export, in the numbering of the export.
  public init(_ run: RetrievalRun, of representation: any AuditedRepresentation) {
    self.run = run
    kind = representation.kind
    self.representation = representation
  }

  /// What it costs to keep and to ask.
  public var cost: RepresentationCost { representation?.cost ?? .unknown }

  /// What reports call it.
  public var name: String { run.name }
}

/// A partition of the judged queries: by kind, by topic, by the document they were made from.
public struct QueryGroups: Sendable, Hashable {
  /// Names of the groups, sorted by bytes.
  public let names: [String]
  /// The group of each judged query, in the order of the judgments.
  public let groups: [Int]

  /// Groups by name, one for each judged query.
  public init(of queries: [String]) {
    let names = Set(queries).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var numbers: [String: Int] = [:]
    for (number, name) in names.enumerated() { numbers[name] = number }
    self.names = names
    groups = queries.map { name in
      guard let number = numbers[name] else { preconditionFailure("a group has a number") }
      return number
    }
  }

  /// The groups of some queries, numbered without gaps.
  func numbers(of queries: [Int]) -> [Int] {
    var numbers: [Int: Int] = [:]
    return queries.map { query in
      let group = groups[query]
      let number = numbers[group] ?? numbers.count
      numbers[group] = number
      return number
    }
  }
}
