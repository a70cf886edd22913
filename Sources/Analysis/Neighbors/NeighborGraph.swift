import LinearAlgebra

/// What a diagnosis knows of the cosine nearest neighbours of a set.
struct NeighborGraph: Sendable {
  /// The k of hubs, outliers and islands.
  static let hubCount = 10
  /// Neighbours that the intrinsic dimension looks at; where nothing asks for it lists are shorter.
  static let localCount = 20
  /// Pairs of at least this cosine are near duplicates.
  static let duplicateCosine = 0.999

  /// Neighbours of all usable rows, or of a sample of them.
  let table: NeighborTable
  /// Rows of the set, usable or not.
  let rowCount: Int
  /// Rows with a direction.
  let usableCount: Int
  /// Pairs at the cosine of near duplicates or above; nil where only a sample was searched.
  let duplicatePairs: Int?
  /// Root of the mean squared distance of two unit rows.
  let typicalDistance: Double?
  /// Hubness of white noise, or why it is not known.
  let noise: StageOutcome<WhiteNoiseHubness.Found>

  /// How often each usable row is among the ten nearest of others, and without blocks of rows; nil for a
  /// sample or few rows, and where nothing asks for it.
  let hubs: HubnessBlocks?
  /// The parts of the graph of the ten nearest; nil where ``hubs`` is.
  let islands: [[Int]]?

  init(
    table: NeighborTable, rowCount: Int, usableCount: Int, duplicatePairs: Int?,
    typicalDistance: Double?, noise: StageOutcome<WhiteNoiseHubness.Found>, describing: Bool
  ) {
    self.table = table
    self.rowCount = rowCount
    self.usableCount = usableCount
    self.duplicatePairs = duplicatePairs
    self.typicalDistance = typicalDistance
    self.noise = noise
    let isComplete = table.queryCount == usableCount && table.count >= Self.hubCount
    let nearest = describing && isComplete ? table.prefix(Self.hubCount) : nil
    hubs = nearest.map { HubnessBlocks($0, rowCount: rowCount) }
    islands = nearest.map { NeighborIslands($0, rowCount: rowCount).parts }
  }

  /// How often each usable row is among the ten nearest of others.
  var occurrences: OccurrenceCounts? { hubs?.counts }

  /// Whether every usable row was a query.
  var isComplete: Bool { table.queryCount == usableCount }

  /// Distances to the tenth neighbour, in the order of the queries; nil for few rows.
  var tenthDistances: [Double]? {
    guard table.count >= Self.hubCount else { return nil }
    return (0..<table.queryCount).map { table.values[$0 * table.count + Self.hubCount - 1] }
  }
}

/// N_k: how often each row is among the k nearest of others, or of the rows of another set.
///
/// - Source: Radovanović, Nanopoulos and Ivanović, "Hubs in space", JMLR 2010.
struct OccurrenceCounts: Sendable, Hashable {
  /// k.
  let k: Int
  /// Row numbers of the usable rows, ascending.
  let rows: [Int]
  /// N_k of each.
  let counts: [Int]

  /// The counts of a table that has every usable row as a query.
  init(_ table: NeighborTable, rowCount: Int) {
    self.init(table, among: table.queries, rowCount: rowCount)
  }

  /// The counts of usable rows in a table whatever its queries are.
  init(_ table: NeighborTable, among rows: [Int], rowCount: Int) {
    var all = [Int](repeating: 0, count: rowCount)
    for neighbor in table.neighbors { all[Int(neighbor)] += 1 }
    self.init(k: table.count, rows: rows, counts: rows.map { all[$0] })
  }

  /// Counts that are known.
  init(k: Int, rows: [Int], counts: [Int]) {
    self.k = k
    self.rows = rows
    self.counts = counts
  }

  /// Places in all lists.
  var placeCount: Int { counts.reduce(0, +) }
  /// Mean of N_k: k where every row is a query.
  var mean: Double { Double(placeCount) / Double(counts.count) }
  /// From here on a row is called a hub.
  private var hubLimit: Double { 2 * mean }

  /// Population skewness m₃/m₂^{3/2}; nil where all counts are equal.
  var skewness: Double? {
    let n = Double(counts.count)
    let mean = mean
    var (second, third) = (0.0, 0.0)
    for count in counts {
      let deviation = Double(count) - mean
      second += deviation * deviation
      third += deviation * deviation * deviation
    }
    guard second > 0 else { return nil }
    return third / n / ((second / n) * (second / n).squareRoot())
  }

  /// The largest count.
  var largest: Int { counts.max() ?? 0 }

  /// How many rows have each count from 0 to `largest`.
  ///
  /// - Precondition: no count is larger.
  func histogram(upTo largest: Int) -> [Int] {
    var rows = [Int](repeating: 0, count: largest + 1)
    for count in counts { rows[count] += 1 }
    return rows
  }

  /// Share of the rows that nobody has for a neighbour.
  var antihubShare: Double { Double(counts.count { $0 == 0 }) / Double(counts.count) }
  /// Share of all places in lists that hubs take, rows with at least twice the mean: N_k >= 2k.
  var hubShare: Double {
    let limit = hubLimit
    return Double(counts.reduce(0) { $0 + (Double($1) >= limit ? $1 : 0) }) / Double(placeCount)
  }
  /// Share of all places that would have to change hands for all rows to have the mean.
  var robinHood: Double {
    let mean = mean
    return counts.reduce(0) { $0 + (Double($1) - mean).magnitude } / 2 / Double(placeCount)
  }
  /// The fewest rows that take half of all places together.
  var halfCount: Int {
    var (taken, rows) = (0, 0)
    let half = (placeCount + 1) / 2
    for count in counts.sorted(by: >) {
      guard taken < half else { break }
      taken += count
      rows += 1
    }
    return rows
  }

  /// Rows of at least twice the mean by descending count, equal ones by number.
  func hubs() -> [(row: Int, count: Int)] {
    let limit = hubLimit
    return zip(rows, counts).filter { Double($0.1) >= limit }.map { (row: $0.0, count: $0.1) }
      .sorted { $0.count == $1.count ? $0.row < $1.row : $0.count > $1.count }
  }

  /// Rows that nobody has for a neighbour.
  func antihubs() -> [Int] { zip(rows, counts).filter { $0.1 == 0 }.map(\.0) }
}

/// The parts of the graph that has an edge between every row and its k nearest.
struct NeighborIslands: Sendable {
  /// Row numbers of each part, largest part first, equal ones by first row.
  let parts: [[Int]]

  /// Joins rows and their neighbours until nothing changes (union-find with path halving).
  init(_ table: NeighborTable, rowCount: Int) {
    var parent = Array(0..<rowCount)
    func root(_ row: Int) -> Int {
      var row = row
      while parent[row] != row {
        parent[row] = parent[parent[row]]
        row = parent[row]
      }
      return row
    }
    for (place, query) in table.queries.enumerated() {
      for neighbor in table.neighbors(ofQuery: place) {
        let (a, b) = (root(query), root(Int(neighbor)))
        // the smaller number stays the root
        if a != b { parent[max(a, b)] = min(a, b) }
      }
    }
    var members: [Int: [Int]] = [:]
    for query in table.queries { members[root(query), default: []].append(query) }
    parts = members.values.sorted {
      $0.count == $1.count ? $0[0] < $1[0] : $0.count > $1.count
    }
  }
}
