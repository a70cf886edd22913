/// What a search for neighbours is to find, and how much it may spend.
public struct NeighborSearchOptions: Hashable, Sendable {
  /// What "near" means.
  public var metric = NeighborMetric.cosine
  /// k: neighbours of each query.
  public var neighborCount = 10
  /// Tasks at work at a time: changes speed and memory, never the result.
  public var jobs = 1
  /// Seed of a sample of queries.
  public var seed: UInt64 = 0
  /// Most multiply-adds of one search; beyond it queries are sampled.
  public var neighborsBudget = DiagnosisOptions().neighborsBudget
  /// The lines that findings draw.
  public var thresholds = Thresholds()

  /// Ten neighbours by cosine.
  public init() {}
}

/// Why neighbours cannot be searched, in words: what was expected, what was found, what to do.
public struct NeighborSearchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The whole message.
  public let description: String
}

extension NeighborMetric {
  /// How sentences name it: `10 nearest by inner product`.
  public var words: String {
    switch self {
    case .cosine: "cosine"
    case .euclidean: "Euclidean distance"
    case .innerProduct: "inner product"
    }
  }

  /// What the number that goes with a neighbour is.
  public var valueName: String {
    switch self {
    case .cosine: "cosine"
    case .euclidean: "distance"
    case .innerProduct: "product"
    }
  }

  /// The number that people want for the value of a table: the cosine for a distance of unit rows.
  func shown(_ value: Double) -> Double {
    self == .cosine ? NeighborTable.cosine(distance: value) : value
  }
}
