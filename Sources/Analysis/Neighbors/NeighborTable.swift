/// The exact k nearest neighbours of some rows, nearest first, equally near ones by smaller row number.
public struct NeighborTable: Sendable, Hashable {
  /// What "near" means.
  public let metric: NeighborMetric
  /// Neighbours of each query: as many as asked for, fewer where the base has fewer rows.
  public let count: Int
  /// Row numbers of the queries, ascending; rows that cannot be used are not among them.
  public private(set) var queries: [Int] = []
  /// Row numbers in the base, `count` a query.
  public private(set) var neighbors: [UInt32] = []
  /// A number for each neighbour, in Double from the stored values: the distance |x - y|, between unit
  /// rows for `cosine`; the product for `innerProduct`.
  public private(set) var values: [Double] = []

  /// An empty table.
  init(metric: NeighborMetric, count: Int) {
    self.metric = metric
    self.count = count
  }

  /// Number of queries.
  public var queryCount: Int { queries.count }

  /// The neighbours of a query by its place in ``queries``, nearest first.
  public func neighbors(ofQuery place: Int) -> ArraySlice<UInt32> {
    neighbors[place * count..<(place + 1) * count]
  }

  /// The distances or products that go with them.
  public func values(ofQuery place: Int) -> ArraySlice<Double> {
    values[place * count..<(place + 1) * count]
  }

  /// The cosine of a distance between unit rows.
  public static func cosine(distance: Double) -> Double { 1 - distance * distance / 2 }

  /// The table with no more than so many neighbours of each query.
  public func prefix(_ count: Int) -> NeighborTable {
    guard count < self.count else { return self }
    var table = NeighborTable(metric: metric, count: count)
    table.queries = queries
    for place in 0..<queryCount {
      table.neighbors += neighbors(ofQuery: place).prefix(count)
      table.values += values(ofQuery: place).prefix(count)
    }
    return table
  }

  /// The table of the queries at some ascending places.
  func selecting(_ places: [Int]) -> NeighborTable {
    var table = NeighborTable(metric: metric, count: count)
    for place in places {
      table.append(
        query: queries[place], neighbors: neighbors(ofQuery: place), values: values(ofQuery: place))
    }
    return table
  }

  /// The share of the neighbours of each query of this table that another table has too; a query that
  /// the other has no neighbours for has lost all of them.
  ///
  /// - Precondition: the queries of the other table are among these, in order.
  func shares(keptBy other: NeighborTable) -> [Double] {
    var shares = [Double](repeating: 0, count: queryCount)
    var place = 0
    for (index, query) in other.queries.enumerated() {
      while place < queryCount, queries[place] < query { place += 1 }
      guard place < queryCount, queries[place] == query else { continue }
      let kept = Set(other.neighbors(ofQuery: index))
      shares[place] =
        Double(neighbors(ofQuery: place).count { kept.contains($0) }) / Double(count)
    }
    return shares
  }

  /// The share of the neighbours of each query of this table that a list of its own has too.
  func shares(keptBy lists: [[UInt32]]) -> [Double] {
    precondition(lists.count == queryCount, "one list a query")
    return lists.enumerated().map { place, list in
      let kept = Set(list)
      return Double(neighbors(ofQuery: place).count { kept.contains($0) }) / Double(count)
    }
  }

  /// Adds a query after all others.
  mutating func append(query: Int, neighbors: some Sequence<UInt32>, values: some Sequence<Double>)
  {
    queries.append(query)
    self.neighbors += neighbors
    self.values += values
    precondition(
      self.neighbors.count == queries.count * count && self.values.count == self.neighbors.count,
      "every query has \(count) neighbours")
  }

  /// Puts other neighbours in the place of those of a query.
  mutating func replace(place: Int, neighbors: [UInt32], values: [Double]) {
    precondition(
      neighbors.count == count && values.count == count, "every query has \(count) neighbours")
    self.neighbors.replaceSubrange(place * count..<(place + 1) * count, with: neighbors)
    self.values.replaceSubrange(place * count..<(place + 1) * count, with: values)
  }

  /// Adds the queries that follow.
  mutating func append(_ later: NeighborTable) {
    precondition(later.count == count && later.metric == metric, "tables of one kind join")
    queries += later.queries
    neighbors += later.neighbors
    values += later.values
  }
}
