import EmbeddingSets

/// Adds up what happens to queries in a funnel.
struct FunnelTally {
  private let plan: FunnelPlan
  private let queryCount: Double
  private let target: Double
  /// Multiplications for one document of each arm; nil where unknown.
  private let unitCosts: [[Double?]]
  private(set) var stages: [Funnel.Stage]
  private(set) var losses: [Funnel.Loss] = []
  private(set) var absent = 0
  /// Ranks of relevant documents at each stage, with the share of recall each is worth.
  private var ranks: [[(rank: Int, weight: Double)]]
  private var lists: [(query: Int, documents: [Int32])] = []

  init(
    _ plan: FunnelPlan, _ chosen: [any Representation], _ queryCount: Int, _ documentCount: Int,
    _ target: Double
  ) {
    self.plan = plan
    self.queryCount = Double(queryCount)
    self.target = target
    unitCosts = plan.stages.map { arms in
      arms.map { arm in
        chosen.first { $0.name == arm.name }?.cost.multiplicationsPerQuery.map {
          $0 / Double(max(documentCount, 1))
        }
      }
    }
    stages = plan.stages.indices.map { Funnel.Stage(label: plan.label($0)) }
    for index in stages.indices where unitCosts[index].allSatisfy({ $0 != nil }) {
      stages[index].multiplications = 0
    }
    ranks = Array(repeating: [], count: plan.stages.count)
  }

  mutating func add(_ entry: Funnel.Case, _ outcomes: [FunnelWalk.Outcome]) {
    let weight = 1 / Double(entry.relevantCount) / queryCount
    absent += entry.relevantCount - entry.relevant.count
    var present = entry.relevant
    for stage in stages.indices {
      stages[stage].ceiling += Double(present.count) * weight
      guard stage < outcomes.count else {
        stages[stage].emptyQueries += 1
        stages[stage].lost += present.count
        if stage == 0 {
          losses += present.sorted().map {
            Funnel.Loss(query: entry.query, document: $0, stage: 0, rank: nil)
          }
        }
        present = []
        continue
      }
      let outcome = outcomes[stage]
      let left = present.intersection(outcome.survivors)
      let known = Dictionary(
        uniqueKeysWithValues: outcome.relevantRanks.map { ($0.document, $0.rank) })
      losses += present.subtracting(left).sorted().map {
        Funnel.Loss(query: entry.query, document: $0, stage: stage, rank: known[$0])
      }
      ranks[stage] += outcome.relevantRanks.map { ($0.rank, weight) }
      stages[stage].recall += Double(left.count) * weight
      stages[stage].lost += present.count - left.count
      stages[stage].survivors += Double(outcome.survivors.count) / queryCount
      if left.isEmpty { stages[stage].emptyQueries += 1 }
      stages[stage].oracleGain += Self.oracleGain(entry, outcome.survivors) / queryCount
      for unit in unitCosts[stage] {
        guard let unit, let sum = stages[stage].multiplications else { continue }
        stages[stage].multiplications = sum + unit * Double(outcome.entered) / queryCount
      }
      present = left
    }
    lists.append((entry.query, outcomes.last?.survivors ?? []))
  }

  /// nDCG@10 of the survivors in their best order.
  private static func oracleGain(_ entry: Funnel.Case, _ survivors: [Int32]) -> Double {
    var ranking = JudgedRanking()
    ranking.idealGrades = entry.idealGrades
    let grades = survivors.compactMap { entry.grades[$0] }.filter { $0 > 0 }.sorted(by: >)
    ranking.grades = grades
    ranking.ranks = grades.indices.map { $0 + 1 }
    return DiscountedGain.value(ranking, cutoff: 10)
  }

  /// The stages with their least depths.
  func finished() -> [Funnel.Stage] {
    stages.indices.map { index in
      var stage = stages[index]
      // Shares are summed query by query; what rounds above 1 is 1.
      stage.ceiling = min(1, stage.ceiling)
      stage.recall = min(1, stage.recall)
      var reached = 0.0
      // Sums of shares of recall round; a target that is met exactly must count as met.
      let goal = target - 1e-12
      for (rank, weight) in ranks[index].sorted(by: { $0.rank < $1.rank }) {
        reached += weight
        if reached >= goal {
          stage.leastDepth = rank
          break
        }
      }
      return stage
    }
  }

  /// What comes out at the end, as a run; scores count down, because stages are not comparable.
  func run(_ judgments: Judgments, _ documents: IdentifierTable) -> RetrievalRun {
    let sorted = lists.sorted { $0.query < $1.query }.filter { !$0.documents.isEmpty }
    var starts = [0]
    var ranked: [Int32] = []
    var scores: [Double] = []
    for list in sorted {
      ranked += list.documents
      scores += list.documents.indices.map { Double(list.documents.count - $0) }
      starts.append(ranked.count)
    }
    return RetrievalRun(
      name: "funnel", queries: IdentifierTable(sorted.map { judgments.queryIDs[$0.query] }),
      documents: documents, starts: starts, unordered: ranked, scores: scores)
  }
}
