public import EmbeddingSets

/// One system of a comparison: its run, and what it costs where that is known.
public struct Contender: Sendable {
  /// What it retrieved; its name is that of the contender.
  public let run: RetrievalRun
  /// What it is, in one word: `run`, `dense`, `tokens`, `sparse`.
  public let kind: String
  /// Mean bytes that one document takes as exported; nil for a finished run.
  public let bytesPerDocument: Double?
  /// Mean multiplications that scoring every document for one query takes; nil for a finished run.
  public let multiplicationsPerQuery: Double?

  /// A contender.
  public init(
    _ run: RetrievalRun, kind: String = "run", bytesPerDocument: Double? = nil,
    multiplicationsPerQuery: Double? = nil
  ) {
    self.run = run
    self.kind = kind
    self.bytesPerDocument = bytesPerDocument
    self.multiplicationsPerQuery = multiplicationsPerQuery
  }

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
}
