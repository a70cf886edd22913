public import EmbeddingSets
import LinearAlgebra

/// What choosing a system for each query could gain, and what a simple rule does gain.
///
/// The oracle takes for each query the system that turns out best. Of two noisy systems the better one
/// of each query always looks good, so the oracle is held against a null: the same differences with
/// signs at random. A rule is judged on queries it was not fitted on.
public struct Routing: Sendable {
  /// What a fitted rule gains on held-out queries.
  public struct Router: Sendable {
    /// `tree` or `ridge`.
    public let name: String
    /// Held-out value of each query, averaged over the repeats.
    public let values: [Double]
    /// Held-out gain over the best single system, query by query.
    public let comparison: PairedComparison
    /// The rule fitted on all queries, in words.
    public let rule: [String]

    /// Mean held-out value.
    public var mean: Double { values.reduce(0, +) / Double(values.count) }
  }

  /// The systems.
  public let names: [String]
  /// The mean of each.
  public let means: [Double]
  /// Position of the best single system.
  public let bestSingle: Int
  /// Position of the system that complements it best.
  public let partner: Int
  /// Mean of the best system of each query, over all systems.
  public let oracle: Double
  /// Expected headroom of the null over all systems.
  public let nullHeadroom: Double
  /// Mean of the better of the best single system and its partner.
  public let pairOracle: Double
  /// For how many queries each system alone is the best.
  public let oracleChoices: [Int]
  /// The fitted rules, where there are queries enough.
  public let routers: [Router]
  /// The queries averaged over, as indices into the judgments.
  public let queries: [Int]
  /// Values of the primary measure by system and query.
  public let values: [[Double]]
  /// How it was made.
  public let options: ComparisonOptions
  /// The judgments.
  public let judgments: Judgments
  /// Folds of the cross-validation.
  public let folds: Int
  /// How often it was repeated with other folds.
  public let repeats: Int

  /// Fewer queries than this are not enough to fit a rule on four fifths of them.
  public static let fewestQueries = 50

  /// Finds oracle, null and rules.
  ///
  /// - Parameters:
  ///   - contenders: at least two systems.
  ///   - judgments: what should be found.
  ///   - texts: of queries by identifier, where they are known.
  ///   - folds: queries are dealt into so many; a rule is judged on the fold it was not fitted on.
  ///   - repeats: how often that is done, each time with other folds.
  ///   - options: measures, resamples, seed.
  public init(
    of contenders: [Contender], against judgments: Judgments, texts: [String: String]? = nil,
    folds: Int = 5, repeats: Int = 5, options: ComparisonOptions = .init()
  ) async throws {
    precondition(contenders.count >= 2, "routing chooses among two systems or more")
    BLASLibrary.useOneThread()
    var measured = options.evaluation
    measured.measures = [options.primary]
    // every system has to have a value for every query it could be chosen for
    measured.missing = .zero
    let evaluations = contenders.map {
      Evaluation(of: $0.run, against: judgments, options: measured)
    }
    let values = evaluations.map { $0.values[0] }
    let queries = evaluations[0].queries
    let count = Double(max(queries.count, 1))
    let means = values.map { $0.reduce(0, +) / count }
    let best = Self.first(means.indices) { means[$0] }
    let partner = Self.first(means.indices.filter { $0 != best }) { system in
      zip(values[system], values[best]).reduce(0.0) { $0 + max(0, $1.0 - $1.1) }
    }
    var oracle = 0.0
    var choices = Array(repeating: 0, count: values.count)
    for place in queries.indices {
      let choice = Self.first(values.indices) { values[$0][place] }
      if values.count(where: { $0[place] == values[choice][place] }) == 1 { choices[choice] += 1 }
      oracle += values[choice][place]
    }
    names = contenders.map(\.name)
    self.means = means
    bestSingle = best
    self.partner = partner
    self.oracle = oracle / count
    nullHeadroom = Self.nullHeadroom(values, best)
    pairOracle = zip(values[best], values[partner]).reduce(0.0) { $0 + max($1.0, $1.1) } / count
    oracleChoices = choices
    self.queries = queries
    self.values = values
    self.options = options
    self.judgments = judgments
    self.folds = folds
    self.repeats = repeats
    guard queries.count >= Self.fewestQueries else {
      routers = []
      return
    }
    let features = RoutingFeatures(
      queries.map { judgments.queryIDs[$0] }, [contenders[best].run, contenders[partner].run],
      texts: texts, terms: TermFeatures(contenders))
    let targets = zip(values[best], values[partner]).map { $0 - $1 }
    let pair = (names[best], names[partner])
    let tree = try Self.held(
      features, targets, folds, repeats, options.seed
    ) { RoutingTree($0, $1) }
    let ridge = try Self.held(
      features, targets, folds, repeats, options.seed
    ) { try RoutingRidge($0, $1) }
    var routers: [Router] = []
    for (name, shares, rule) in [
      ("tree", tree, RoutingTree(features.values, targets).rule(features.names, pair)),
      (
        "ridge", ridge,
        try RoutingRidge(features.values, targets).rule(features.names, pair)
      ),
    ] {
      let routed = queries.indices.map { place in
        shares[place] * values[best][place] + (1 - shares[place]) * values[partner][place]
      }
      let comparison = try await PairedComparison(name, routed, names[best], values[best])
        .tested(options, queries: queries, groups: nil)
      routers.append(Router(name: name, values: routed, comparison: comparison, rule: rule))
    }
    self.routers = routers
  }

  /// The first index with the largest value.
  private static func first(_ indices: some Sequence<Int>, _ value: (Int) -> Double) -> Int {
    var best = -1
    var bestValue = -Double.infinity
    for index in indices where best < 0 || value(index) > bestValue {
      (best, bestValue) = (index, value(index))
    }
    return best
  }

  /// The expected headroom if the differences to the best system had random signs: over all sign
  /// patterns of a query, exactly.
  ///
  /// With one other system it is half the mean absolute difference.
  static func nullHeadroom(_ values: [[Double]], _ best: Int) -> Double {
    let others = values.indices.filter { $0 != best }
    let patterns = 1 << min(others.count, 16)
    var sum = 0.0
    for place in values[best].indices {
      for pattern in 0..<patterns {
        var highest = 0.0
        for (bit, system) in others.prefix(16).enumerated() {
          let difference = values[system][place] - values[best][place]
          highest = max(highest, pattern >> bit & 1 == 1 ? difference : -difference)
        }
        sum += highest / Double(patterns)
      }
    }
    return sum / Double(max(values[best].count, 1))
  }

  /// For each query the share of repeats in which a rule fitted on other folds takes the first system.
  private static func held(
    _ features: RoutingFeatures, _ targets: [Double], _ folds: Int, _ repeats: Int, _ seed: UInt64,
    fit: ([[Double]], [Double]) throws -> any RoutingModel
  ) throws -> [Double] {
    var shares = Array(repeating: 0.0, count: targets.count)
    for turn in 0..<repeats {
      let fold = Fusion.folds(targets.count, folds, seed: seed &+ UInt64(turn))
      for held in 0..<folds {
        let training = targets.indices.filter { fold[$0] != held }
        let model = try fit(training.map { features.values[$0] }, training.map { targets[$0] })
        for place in targets.indices
        where fold[place] == held && model.predict(features.values[place]) >= 0 {
          shares[place] += 1 / Double(repeats)
        }
      }
    }
    return shares
  }
}
