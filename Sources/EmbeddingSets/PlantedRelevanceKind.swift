/// The relevance matrices that `generate` makes, by name: what each takes, and how it is made.
public enum PlantedRelevanceKind: String, CaseIterable, Hashable, Sendable {
  /// Query i wants document i.
  case identity
  /// Query i wants the documents up to i.
  case greaterThan = "greater-than"
  /// All sets of k documents.
  case subsets = "k-subsets"
  /// The pattern of the LIMIT data set.
  case limit
  /// Sylvester's Hadamard matrix.
  case hadamard
  /// Disjoint words of bits.
  case disjointness
  /// Equal blocks.
  case blocks
  /// Random intervals.
  case intervals
  /// Random intervals around a circle.
  case circularIntervals = "circular-intervals"
  /// Lines and points over a prime field.
  case projectivePlane = "projective-plane"
  /// Independent entries.
  case random
  /// k documents a query.
  case randomSparse = "random-sparse"
  /// Signs of a product of low rank.
  case plantedRank = "planted-rank"

  /// One line about it.
  public var summary: String {
    switch self {
    case .identity: "query i wants document i: sign-rank 3 from 4 on"
    case .greaterThan: "query i wants the documents up to i: sign-rank 2"
    case .subsets: "a query for every --k of the documents: sign-rank 2k + 1"
    case .limit: "LIMIT: the first 1,000 pairs of 46 documents: sign-rank 5"
    case .hadamard: "Sylvester's matrix: sign-rank at least the root of n"
    case .disjointness: "words of --order bits without a common one: bits + 1"
    case .blocks: "--rank equal blocks: sign-rank 3 from 4 blocks on"
    case .intervals: "random intervals of documents: sign-rank at most 3"
    case .circularIntervals: "the same around a circle: sign-rank at most 3"
    case .projectivePlane: "lines and points over the field of --order elements"
    case .random: "every pair is relevant with probability --density"
    case .randomSparse: "--k random documents a query: sign-rank at most 2k + 1"
    case .plantedRank: "signs of a product of rank --rank"
    }
  }

  /// The numbers a kind is made from; nil takes what is usual for the kind.
  public struct Sizes: Hashable, Sendable {
    /// Queries, where the kind leaves them free.
    public var rowCount: Int?
    /// Documents, where the kind leaves them free.
    public var columnCount: Int?
    /// Documents of a query for `k-subsets` and `random-sparse`.
    public var subsetSize: Int?
    /// Bits of `disjointness`, the prime of `projective-plane`.
    public var order: Int?
    /// Blocks of `blocks`, the rank of `planted-rank`.
    public var rank: Int?
    /// Probability of `random`.
    public var density: Double?
    /// Seed of the random kinds.
    public var seed: UInt64

    /// Sizes that are all usual but for those given.
    public init(
      rowCount: Int? = nil, columnCount: Int? = nil, subsetSize: Int? = nil, order: Int? = nil,
      rank: Int? = nil, density: Double? = nil, seed: UInt64 = 0
    ) {
      self.rowCount = rowCount
      self.columnCount = columnCount
      self.subsetSize = subsetSize
      self.order = order
      self.rank = rank
      self.density = density
      self.seed = seed
    }
  }

  /// Why a matrix of these sizes cannot be made; the text names the option.
  public struct SizeError: Error, Hashable, CustomStringConvertible {
    /// What was expected and what was given.
    public let description: String
  }

  /// Entries, and relevant pairs, beyond which nothing is made in memory.
  public static let largestPairCount = 1 << 27

  /// Makes the matrix.
  ///
  /// Documents default to 16 (46 for `limit`, 1,000 for `random-sparse`), queries to as many,
  /// subsets to 2, orders and ranks to 3 (4 blocks), the density to one half.
  public func matrix(_ sizes: Sizes) throws(SizeError) -> RelevanceMatrix {
    let columns =
      sizes.columnCount ?? (self == .limit ? 46 : self == .randomSparse ? 1000 : 16)
    let rows = sizes.rowCount ?? columns
    let size = sizes.subsetSize ?? 2
    let order = sizes.order ?? 3
    switch self {
    case .identity:
      return .identity(columns)
    case .greaterThan:
      try Self.require(pairs: columns, times: columns)
      return .greaterThan(columns)
    case .subsets:
      try Self.require(size >= 0 && size <= columns, "--k", "0 to \(columns) documents", size)
      try Self.require(subsets: size, of: columns)
      return .allSubsets(size: size, of: columns)
    case .limit:
      try Self.require(columns >= 46, "--documents", "46 or more for limit", columns)
      return .limit(documentCount: columns)
    case .hadamard:
      try Self.require(columns.nonzeroBitCount == 1, "--documents", "a power of two", columns)
      try Self.require(pairs: columns, times: columns)
      return .hadamard(order: columns)
    case .disjointness:
      try Self.require((0...13).contains(order), "--order", "0 to 13 bits", order)
      return .disjointness(bits: order)
    case .blocks:
      let blocks = sizes.rank ?? 4
      try Self.require(
        blocks >= 1 && blocks <= min(rows, columns), "--rank", "1 to \(min(rows, columns)) blocks",
        blocks)
      try Self.require(pairs: rows, times: columns / blocks + 1)
      return .blocks(blocks, rowCount: rows, columnCount: columns)
    case .intervals, .circularIntervals:
      try Self.require(pairs: rows, times: columns)
      return .intervals(
        rowCount: rows, columnCount: columns, circular: self == .circularIntervals,
        seed: sizes.seed)
    case .projectivePlane:
      try Self.require(
        order <= 97 && RelevanceMatrix.isPrime(order), "--order", "a prime up to 97", order)
      return .projectivePlane(order: order)
    case .random:
      try Self.require(pairs: rows, times: columns)
      return .random(
        rowCount: rows, columnCount: columns, density: sizes.density ?? 0.5, seed: sizes.seed)
    case .randomSparse:
      try Self.require(size >= 0 && size <= columns, "--k", "0 to \(columns) documents", size)
      try Self.require(pairs: rows, times: size)
      return .randomSparse(
        rowCount: rows, columnCount: columns, relevantCount: size, seed: sizes.seed)
    case .plantedRank:
      try Self.require(pairs: rows, times: columns)
      return .plantedSigns(
        rowCount: rows, columnCount: columns, rank: sizes.rank ?? 3, seed: sizes.seed)
    }
  }

  private static func require(
    _ holds: Bool, _ option: String, _ expected: String, _ found: Int
  ) throws(SizeError) {
    guard holds else { throw SizeError(description: "\(option) takes \(expected), not \(found).") }
  }

  private static func require(pairs rows: Int, times columns: Int) throws(SizeError) {
    let (pairs, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, pairs <= largestPairCount else {
      throw SizeError(
        description:
          "\(rows) x \(columns) pairs are more than the \(largestPairCount) made at once.")
    }
  }

  private static func require(subsets size: Int, of count: Int) throws(SizeError) {
    var subsets = 1
    for step in 0..<min(size, count - size) {
      let (product, overflow) = subsets.multipliedReportingOverflow(by: count - step)
      subsets = product / (step + 1)
      guard !overflow, subsets <= largestPairCount else {
        throw SizeError(
          description: "there are more than \(largestPairCount) sets of \(size) of \(count).")
      }
    }
    try require(pairs: subsets, times: max(1, size))
  }
}
