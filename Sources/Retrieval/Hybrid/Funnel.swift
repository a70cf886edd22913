public import EmbeddingSets
import LinearAlgebra
import Streaming

/// Where a pipeline of several stages loses relevant documents.
///
/// A stage can only lose: its recall is the ceiling of everything behind it.
public struct Funnel: Sendable {
  /// What a stage let through, over all queries with a relevant document.
  public struct Stage: Sendable, Hashable {
    /// As the plan writes it.
    public var label = ""
    /// Mean share of the relevant documents that are still there.
    public var recall = 0.0
    /// Queries with no relevant document left.
    public var emptyQueries = 0
    /// Mean documents that came out.
    public var survivors = 0.0
    /// Relevant documents that entered and did not come out.
    public var lost = 0
    /// Mean nDCG@10 of the best order of what came out: the ceiling of reordering.
    public var oracleGain = 0.0
    /// Mean multiplications a query; nil where a representation does not tell its cost.
    public var multiplications: Double?
    /// Recall of what entered.
    public var ceiling = 0.0
    /// The least depth, the same for every arm, at which this stage would reach the target; nil where
    /// what enters it is already below.
    public var leastDepth: Int?
  }

  /// A relevant document that a stage lost.
  public struct Loss: Sendable, Hashable {
    /// Number of the query in the judgments.
    public let query: Int
    /// Number of the document.
    public let document: Int32
    /// The stage, counted from 0.
    public let stage: Int
    /// Its rank there; nil where the stage did not retrieve it at all.
    public let rank: Int?
  }

  /// The plan.
  public let plan: FunnelPlan
  /// The stages, first to last.
  public let stages: [Stage]
  /// Every relevant document that was lost, by query, then stage.
  public let losses: [Loss]
  /// Relevant documents that are in no representation: lost before the first stage.
  public let absent: Int
  /// Queries averaged over.
  public let queryCount: Int
  /// What comes out at the end.
  public let run: RetrievalRun
  /// The recall that ``Stage/leastDepth`` is about.
  public let target: Double
  /// Identifiers of documents.
  public let documents: IdentifierTable
  /// The judgments.
  public let judgments: Judgments

  /// Sends every judged query with a relevant document through the stages.
  ///
  /// - Parameters:
  ///   - plan: whose names are those of the representations.
  ///   - representations: in the numbering of `queries` and `documents`.
  ///   - queries: identifiers of the queries.
  ///   - documents: identifiers of the documents.
  ///   - judgments: what should be found.
  ///   - level: the grade from which a document is relevant.
  ///   - target: the recall that the least depths are about, in (0, 1].
  ///   - jobs: tasks at work at a time; speed only.
  /// - Complexity: the scores, and a sort of the candidates of each stage.
  public init(
    _ plan: FunnelPlan, over representations: [any Representation], queries: IdentifierTable,
    documents: IdentifierTable, judgments: Judgments, level: Int = 1, target: Double = 0.95,
    jobs: Int = 1
  ) async throws {
    BLASLibrary.useOneThread()
    var named: [String: any Representation] = [:]
    for representation in representations { named[representation.name] = representation }
    let chosen = plan.names.map { name -> any Representation in
      guard let found = named[name] else { preconditionFailure("no representation '\(name)'") }
      return found
    }
    let cases = Self.cases(judgments, queries, documents, level)
    var tally = FunnelTally(plan, chosen, cases.count, documents.count, target)
    let blocks = ranges(of: queries.count, length: 32)
    try await orderedMap(count: blocks.count, width: max(1, jobs)) { index in
      try Self.walk(cases, blocks[index], plan, chosen, documents)
    } consume: { _, walks in
      for walk in walks { tally.add(walk.case, walk.outcomes) }
    }
    // a query that no representation has still counts, with everything lost
    for unknown in cases where unknown.row == nil { tally.add(unknown, []) }
    self.plan = plan
    stages = tally.finished()
    losses = tally.losses
    absent = tally.absent
    queryCount = cases.count
    self.target = target
    self.documents = documents
    self.judgments = judgments
    run = tally.run(judgments, documents)
  }

  /// A judged query with its relevant documents.
  struct Case: Sendable {
    let query: Int
    /// Its row in the representations; nil where it has none.
    let row: Int?
    let relevant: Set<Int32>
    let relevantCount: Int
    /// Grades of all judged documents, descending.
    let idealGrades: [Int]
    let grades: [Int32: Int]
  }

  private static func cases(
    _ judgments: Judgments, _ queries: IdentifierTable, _ documents: IdentifierTable, _ level: Int
  ) -> [Case] {
    let numbers = judgments.documentIDs.map { documents.index(of: $0) }
    var cases: [Case] = []
    for query in 0..<judgments.queryCount {
      var relevant: Set<Int32> = []
      var count = 0
      var ideal: [Int] = []
      var grades: [Int32: Int] = [:]
      for entry in judgments.entries(of: query) {
        let grade = judgments.grades[entry]
        ideal.append(grade)
        let number = numbers[judgments.documents[entry]].map { Int32($0) }
        if let number { grades[number] = grade }
        guard grade >= level else { continue }
        count += 1
        if let number { relevant.insert(number) }
      }
      guard count > 0 else { continue }
      cases.append(
        Case(
          query: query, row: queries.index(of: judgments.queryIDs[query]), relevant: relevant,
          relevantCount: count, idealGrades: ideal.sorted(by: >), grades: grades))
    }
    return cases
  }

  private static func walk(
    _ cases: [Case], _ rows: Range<Int>, _ plan: FunnelPlan, _ chosen: [any Representation],
    _ documents: IdentifierTable
  ) throws -> [(case: Case, outcomes: [FunnelWalk.Outcome])] {
    let here = cases.filter { $0.row.map(rows.contains) ?? false }
    guard !here.isEmpty else { return [] }
    let names = chosen.map(\.name)
    let scores = try chosen.map { try $0.scores(queries: rows) }
    return here.map { entry in
      let walk = FunnelWalk(documents: documents, relevant: entry.relevant)
      var outcomes: [FunnelWalk.Outcome] = []
      var candidates: [Int32]?
      for arms in plan.stages {
        let slices = arms.map { arm -> FunnelWalk.Row in
          guard let place = names.firstIndex(of: arm.name), let row = entry.row else {
            preconditionFailure("every arm has scores")
          }
          let start = (row - rows.lowerBound) * documents.count
          return FunnelWalk.Row(
            scores: scores[place], range: start..<start + documents.count)
        }
        let outcome = walk.pass(candidates, arms, slices)
        candidates = outcome.survivors
        outcomes.append(outcome)
      }
      return (entry, outcomes)
    }
  }
}
