public import EmbeddingSets
import LinearAlgebra
import Streaming

/// Several runs against the same judgments: every measure with its interval, every pair with its tests.
public struct Comparison: Sendable {
  /// The systems, in the order given.
  public let contenders: [Contender]
  /// Their evaluations, in the same order.
  public let evaluations: [Evaluation]
  /// 95 % bootstrap intervals by contender and measure; nil with fewer than two queries or groups.
  public let intervals: [[(low: Double, high: Double)?]]
  /// Every pair, in the order given; empty with one contender.
  public let pairs: [PairedComparison]
  /// The judgments.
  public let judgments: Judgments
  /// The groups of queries, where there are any.
  public let groups: QueryGroups?
  /// How it was made.
  public let options: ComparisonOptions

  /// Evaluates and compares.
  ///
  /// The same draws serve every measure and pair that share their queries, so what is significant
  /// does not depend on the order of the contenders.
  ///
  /// - Complexity: one pass over each run, then resamples × queries × measures multiplications.
  public init(
    of contenders: [Contender], against judgments: Judgments, groups: QueryGroups? = nil,
    options: ComparisonOptions = .init()
  ) async throws {
    BLASLibrary.useOneThread()
    var options = options
    if !options.evaluation.measures.contains(where: { $0.id == options.primary.id }) {
      options.evaluation.measures.insert(options.primary, at: 0)
    }
    let evaluationOptions = options.evaluation
    var evaluations: [Evaluation] = []
    try await orderedMap(count: contenders.count, width: max(1, options.jobs)) { index in
      Evaluation(of: contenders[index].run, against: judgments, options: evaluationOptions)
    } consume: {
      evaluations.append($1)
    }
    var columns = ResampledColumns(groups: options.resamplesGroups ? groups : nil)
    for evaluation in evaluations {
      for values in evaluation.values { columns.add(values, queries: evaluation.queries) }
    }
    var pairs: [PairedComparison] = []
    for first in evaluations.indices {
      for second in evaluations.indices where second > first {
        let shared = Self.shared(evaluations[first], evaluations[second], options.primary.id)
        guard !shared.queries.isEmpty else { continue }
        let pair = PairedComparison(
          evaluations[first].name, shared.first, evaluations[second].name, shared.second)
        columns.add(pair.differences, queries: shared.queries)
        pairs.append(pair)
      }
    }
    let found = try await columns.intervals(options)
    let measureCount = options.evaluation.measures.count
    intervals = evaluations.indices.map { index in
      Array(found[index * measureCount..<(index + 1) * measureCount])
    }
    for index in pairs.indices {
      pairs[index].interval = found[evaluations.count * measureCount + index]
      pairs[index].randomisation = try await RandomisationTest.test(
        pairs[index].differences, draws: options.signPatterns,
        seed: options.seed &+ UInt64(index) &+ 1, jobs: options.jobs)
    }
    Self.correct(&pairs)
    self.contenders = contenders
    self.evaluations = evaluations
    self.pairs = pairs
    self.judgments = judgments
    self.groups = groups
    self.options = options
  }

  /// The position of the primary measure.
  public var primary: Int {
    guard let position = evaluations.first?.position(of: options.primary.id) else {
      preconditionFailure("the primary measure is always taken")
    }
    return position
  }

  /// The pair of two contenders by position, its sign as in ``pairs``.
  public func pair(_ first: Int, _ second: Int) -> PairedComparison? {
    let names = [contenders[first].name, contenders[second].name]
    return pairs.first { names.contains($0.first) && names.contains($0.second) }
  }

  /// The contender with the highest mean, the first among equals; nil without one.
  var leader: Int? {
    var best: Int?
    for index in evaluations.indices {
      guard let mean = evaluations[index].mean(primary) else { continue }
      if let known = best.flatMap({ evaluations[$0].mean(primary) }), known >= mean { continue }
      best = index
    }
    return best
  }

  /// The values of a measure for the queries that two evaluations share.
  static func shared(
    _ first: Evaluation, _ second: Evaluation, _ measure: String
  ) -> (queries: [Int], first: [Double], second: [Double]) {
    guard let one = first.position(of: measure), let other = second.position(of: measure) else {
      preconditionFailure("both evaluations have the primary measure")
    }
    if first.queries == second.queries {
      return (first.queries, first.values[one], second.values[other])
    }
    var places: [Int: Int] = [:]
    for (place, query) in second.queries.enumerated() { places[query] = place }
    var result: (queries: [Int], first: [Double], second: [Double]) = ([], [], [])
    for (place, query) in first.queries.enumerated() {
      guard let match = places[query] else { continue }
      result.queries.append(query)
      result.first.append(first.values[one][place])
      result.second.append(second.values[other][match])
    }
    return result
  }

  /// Holm over all pairs; where a test does not exist because nothing differs, its p is 1.
  private static func correct(_ pairs: inout [PairedComparison]) {
    let t = HolmCorrection.adjusted(pairs.map { $0.pT ?? 1 })
    let randomisation = HolmCorrection.adjusted(pairs.map { $0.randomisation?.p ?? 1 })
    for index in pairs.indices {
      if pairs[index].pT != nil { pairs[index].pHolm = t[index] }
      pairs[index].pRandomisationHolm = randomisation[index]
    }
  }
}

/// Columns of values that are resampled together where their queries are the same.
private struct ResampledColumns {
  private let groups: QueryGroups?
  private var queryLists: [[Int]] = []
  private var columns: [[[Double]]] = []
  private var places: [(list: Int, column: Int)] = []

  init(groups: QueryGroups?) { self.groups = groups }

  mutating func add(_ values: [Double], queries: [Int]) {
    let list: Int
    if let known = queryLists.firstIndex(of: queries) {
      list = known
    } else {
      list = queryLists.count
      queryLists.append(queries)
      columns.append([])
    }
    places.append((list, columns[list].count))
    columns[list].append(values)
  }

  /// The interval of each column, in the order they were added.
  func intervals(_ options: ComparisonOptions) async throws -> [(low: Double, high: Double)?] {
    var resampled: [BootstrapMeans?] = []
    for (queries, columns) in zip(queryLists, columns) {
      resampled.append(
        try await BootstrapMeans.resample(
          columns, groups: groups.map { $0.numbers(of: queries) }, resamples: options.resamples,
          seed: options.seed, jobs: options.jobs))
    }
    return places.map { resampled[$0.list]?.interval(of: $0.column) }
  }
}
