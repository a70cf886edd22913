public import EmbeddingSets
import Streaming

/// What fusing several systems gains, loses and could gain with tuning that is honest.
public struct Fusion: Sendable {
  /// A setting and its mean over all queries.
  public struct Setting: Sendable {
    /// The method.
    public let method: FusionMethod
    /// Mean of the primary measure over all queries: what tuning on the test set would claim.
    public let mean: Double
  }

  /// How two systems complement each other among their first documents.
  public struct Complement: Sendable, Hashable {
    /// Names of the two.
    public let first: String
    /// Name of the second.
    public let second: String
    /// Mean of |A and B| / k at depths 1, 5, 10, 20 and so on.
    public var overlap: [(depth: Int, share: Double)] { zip(depths, shares).map { ($0, $1) } }
    /// Depths of ``shares``.
    public let depths: [Int]
    /// Mean overlap at each depth.
    public let shares: [Double]
    /// Relevant documents that both list.
    public let both: Int
    /// Relevant documents that only the first lists.
    public let onlyFirst: Int
    /// Relevant documents that only the second lists.
    public let onlySecond: Int
    /// Relevant documents that neither lists.
    public let neither: Int
  }

  /// The single systems, the standard fusion and the tuned one, compared.
  public let comparison: Comparison
  /// Position among the contenders of the best single system.
  public let bestSingle: Int
  /// Position of the standard fusion: reciprocal ranks, k = 60.
  public let standard: Int
  /// Position of the fusion tuned on other folds than those it is judged on.
  public let tuned: Int
  /// Every setting tried, in the order of the grid.
  public let settings: [Setting]
  /// The setting that each fold took, found on the others.
  public let foldChoices: [FusionMethod]
  /// Pairs of systems.
  public let complements: [Complement]
  /// Depth to which lists were fused.
  public let depth: Int

  /// Fuses, tunes on folds, and compares.
  ///
  /// - Parameters:
  ///   - contenders: at least two systems.
  ///   - judgments: what should be found.
  ///   - groups: of the judged queries, where whole groups are resampled.
  ///   - depth: documents of each list that take part.
  ///   - method: the setting that is reported first; nil for reciprocal ranks with k = 60.
  ///   - folds: queries are dealt into so many; the setting of a fold is the best on the others.
  ///   - options: measures, resamples, seed.
  /// - Complexity: one fusion and one evaluation for each setting of the grid.
  public init(
    of contenders: [Contender], against judgments: Judgments, groups: QueryGroups? = nil,
    depth: Int = 100, standard method: FusionMethod? = nil, folds: Int = 5,
    options: ComparisonOptions = .init()
  ) async throws {
    precondition(contenders.count >= 2, "fusion takes two systems or more")
    let runs = contenders.map(\.run)
    let input = FusionInput(runs, depth: depth)
    let grid = FusionMethod.grid(systems: runs.count)
    var measured = options.evaluation
    measured.measures = [options.primary]
    let tuning = measured
    var evaluations: [Evaluation] = []
    try await orderedMap(count: grid.count, width: max(1, options.jobs)) { index in
      Evaluation(
        of: input.fused(grid[index], name: "fused"), against: judgments, options: tuning)
    } consume: {
      evaluations.append($1)
    }
    settings = zip(grid, evaluations).map { Setting(method: $0, mean: $1.mean(0) ?? 0) }
    let queryCount = evaluations[0].queries.count
    let fold = Self.folds(queryCount, folds, seed: options.seed)
    var choices: [Int] = []
    for held in 0..<min(folds, max(queryCount, 1)) {
      var best = 0
      var bestSum = -Double.infinity
      for (index, evaluation) in evaluations.enumerated() {
        var sum = 0.0
        for (place, value) in evaluation.values[0].enumerated() where fold[place] != held {
          sum += value
        }
        // the first among equals: fewer knobs come first in the grid
        if sum > bestSum + 1e-12 { (best, bestSum) = (index, sum) }
      }
      choices.append(best)
    }
    let equal = Array(repeating: 1.0, count: runs.count)
    let fused = input.fused(method ?? .reciprocalRank(k: 60, weights: equal), name: "fusion")
    let tunedRun = Self.assembled(
      choices.map { input.fused(grid[$0], name: "tuned") }, evaluations[0].queries, fold, judgments,
      input)
    let compared = try await Comparison(
      of: contenders + [
        Contender(fused, kind: "fusion"), Contender(tunedRun, kind: "fusion"),
      ], against: judgments, groups: groups, options: options)
    comparison = compared
    var best = 0
    let means = compared.evaluations.map { $0.mean(compared.primary) ?? 0 }
    for index in contenders.indices where means[index] > means[best] { best = index }
    bestSingle = best
    standard = contenders.count
    tuned = contenders.count + 1
    foldChoices = choices.map { grid[$0] }
    self.depth = depth
    complements = Self.complements(runs, judgments, options, depth)
  }

  /// The fold of each query: dealt out in an order that depends on the seed alone.
  static func folds(_ count: Int, _ folds: Int, seed: UInt64) -> [Int] {
    var generator = SplitMix64(seed: SplitMix64.mix(seed &+ 0x5EED))
    let order = (0..<count).shuffled(using: &generator)
    var fold = Array(repeating: 0, count: count)
    for (place, query) in order.enumerated() { fold[query] = place % folds }
    return fold
  }

  /// One run that has each query from the fusion its fold took.
  private static func assembled(
    _ runs: [RetrievalRun], _ queries: [Int], _ fold: [Int], _ judgments: Judgments,
    _ input: FusionInput
  ) -> RetrievalRun {
    var kept = IdentifierTable()
    var starts = [0]
    var ranked: [Int32] = []
    var scores: [Double] = []
    for (place, query) in queries.enumerated() {
      let name = judgments.queryIDs[query]
      guard fold[place] < runs.count, let number = input.queries.index(of: name) else { continue }
      let run = runs[fold[place]]
      kept.intern(name)
      ranked += run.ranked[run.entries(of: number)]
      scores += run.scores[run.entries(of: number)]
      starts.append(ranked.count)
    }
    return RetrievalRun(
      name: "tuned", queries: kept, documents: input.documents, starts: starts, unordered: ranked,
      scores: scores)
  }

  private static func complements(
    _ runs: [RetrievalRun], _ judgments: Judgments, _ options: ComparisonOptions, _ depth: Int
  ) -> [Complement] {
    var found: [Complement] = []
    for first in runs.indices {
      for second in runs.indices where second > first {
        found.append(complement(runs[first], runs[second], judgments, options, depth))
      }
    }
    return found
  }

  private static func complement(
    _ first: RetrievalRun, _ second: RetrievalRun, _ judgments: Judgments,
    _ options: ComparisonOptions, _ depth: Int
  ) -> Complement {
    let depths = [1, 5, 10, 20, 50, 100].filter { $0 <= depth }
    var sums = Array(repeating: 0.0, count: depths.count)
    var counts = (both: 0, first: 0, second: 0, neither: 0)
    var queryCount = 0
    for query in 0..<judgments.queryCount {
      let relevant = judgments.entries(of: query).filter {
        judgments.grades[$0] >= options.evaluation.relevanceLevel
      }.map { judgments.documentIDs[judgments.documents[$0]] }
      guard !relevant.isEmpty else { continue }
      queryCount += 1
      func list(_ run: RetrievalRun) -> [String] {
        run.queries.index(of: judgments.queryIDs[query]).map { number in
          run.entries(of: number).prefix(depth).map { run.documents[Int(run.ranked[$0])] }
        } ?? []
      }
      let one = list(first)
      let other = list(second)
      for (index, depth) in depths.enumerated() {
        let shared = Set(one.prefix(depth)).intersection(other.prefix(depth)).count
        sums[index] += Double(shared) / Double(depth)
      }
      let (oneSet, otherSet) = (Set(one), Set(other))
      for document in relevant {
        switch (oneSet.contains(document), otherSet.contains(document)) {
        case (true, true): counts.both += 1
        case (true, false): counts.first += 1
        case (false, true): counts.second += 1
        case (false, false): counts.neither += 1
        }
      }
    }
    return Complement(
      first: first.name, second: second.name, depths: depths,
      shares: sums.map { $0 / Double(max(queryCount, 1)) }, both: counts.both,
      onlyFirst: counts.first, onlySecond: counts.second, neither: counts.neither)
  }
}
