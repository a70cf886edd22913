/// What the differences of two runs, query by query, say about which is better.
public struct PairedComparison: Sendable {
  /// The run whose values count positive.
  public let first: String
  /// The run that is subtracted.
  public let second: String
  /// Values of the first minus the second, one a query both were evaluated on.
  public let differences: [Double]
  /// Mean difference.
  public let mean: Double
  /// Standard deviation of the differences, ddof 1; 0 for one query.
  public let deviation: Double
  /// Queries where the first is better, equal, worse.
  public let wins: Int
  /// Queries where both are equal.
  public let ties: Int
  /// Queries where the second is better.
  public let losses: Int
  /// The 95 % bootstrap interval of the mean; nil with fewer than two queries or groups.
  public internal(set) var interval: (low: Double, high: Double)?
  /// The randomisation test.
  public internal(set) var randomisation: RandomisationTest?
  /// p of the t test, corrected by Holm for all pairs of the report.
  public internal(set) var pHolm: Double?
  /// p of the randomisation test, corrected by Holm.
  public internal(set) var pRandomisationHolm: Double?

  /// Rounding of two sums that are equal in exact arithmetic stays below this.
  static let equality = 1e-12

  /// Compares values, query by query.
  ///
  /// - Precondition: as many of one as of the other, at least one.
  init(_ first: String, _ firstValues: [Double], _ second: String, _ secondValues: [Double]) {
    precondition(
      firstValues.count == secondValues.count && !firstValues.isEmpty, "values come in pairs")
    self.first = first
    self.second = second
    var differences: [Double] = []
    differences.reserveCapacity(firstValues.count)
    for index in firstValues.indices {
      let difference = firstValues[index] - secondValues[index]
      differences.append(difference.magnitude <= Self.equality ? 0 : difference)
    }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    var squares = 0.0
    for difference in differences { squares += (difference - mean) * (difference - mean) }
    self.mean = mean
    deviation = differences.count > 1 ? (squares / (count - 1)).squareRoot() : 0
    wins = differences.count { $0 > 0 }
    losses = differences.count { $0 < 0 }
    ties = differences.count - wins - losses
    self.differences = differences
  }

  /// The same with interval and randomisation, as the only pair of its report: nothing to correct for.
  ///
  /// - Parameter queries: the query of each difference, for groups that are resampled whole.
  func tested(
    _ options: ComparisonOptions, queries: [Int], groups: QueryGroups?
  ) async throws -> PairedComparison {
    var tested = self
    let numbers = options.resamplesGroups ? groups.map { $0.numbers(of: queries) } : nil
    tested.interval = try await BootstrapMeans.resample(
      [differences], groups: numbers, resamples: options.resamples, seed: options.seed,
      jobs: options.jobs)?.interval(of: 0)
    tested.randomisation = try await RandomisationTest.test(
      differences, draws: options.signPatterns, seed: options.seed, jobs: options.jobs)
    tested.pHolm = tested.pT
    tested.pRandomisationHolm = tested.randomisation?.p
    return tested
  }

  /// Whether no query tells the runs apart.
  public var isIdentical: Bool { wins + losses == 0 }

  private var degreesOfFreedom: Double { Double(differences.count - 1) }
  private var standardError: Double { deviation / Double(differences.count).squareRoot() }

  /// Student's t of the paired differences; nil where they do not vary.
  public var t: Double? { standardError > 0 ? mean / standardError : nil }

  /// Two-sided p of the paired t test; nil where there is no t.
  public var pT: Double? {
    t.map { StudentDistribution.twoSidedTail($0, degreesOfFreedom: degreesOfFreedom) }
  }

  /// Cohen's d_z, mean over standard deviation; nil where the differences do not vary.
  public var effectSize: Double? { deviation > 0 ? mean / deviation : nil }

  /// The smallest true mean difference that a t test at 5 % would find in four of five such samples.
  public var minimumDetectable: Double? {
    guard standardError > 0 else { return nil }
    let critical = StudentDistribution.quantile(
      twoSidedTail: 0.05, degreesOfFreedom: degreesOfFreedom)
    let power = StudentDistribution.quantile(
      twoSidedTail: 0.4, degreesOfFreedom: degreesOfFreedom)
    return (critical + power) * standardError
  }

  /// Whether the two differ beyond noise: the corrected p is at most 5 %.
  public var isSignificant: Bool {
    if let pHolm { return pHolm <= 0.05 }
    return (pRandomisationHolm ?? 1) <= 0.05
  }
}

/// Correction of a family of tests by Holm: the chance of any false alarm stays below the level.
///
/// - Source: Holm, Scandinavian Journal of Statistics 6 (1979).
public enum HolmCorrection {
  /// Corrected p values, in the order given.
  public static func adjusted(_ p: [Double]) -> [Double] {
    var adjusted = p
    var running = 0.0
    for (rank, index) in p.indices.sorted(by: { (p[$0], $0) < (p[$1], $1) }).enumerated() {
      running = max(running, min(1, p[index] * Double(p.count - rank)))
      adjusted[index] = running
    }
    return adjusted
  }
}
