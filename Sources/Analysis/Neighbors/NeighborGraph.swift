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
  /// Hubness of white noise of the same size, or why it is not known.
  let noise: StageOutcome<WhiteNoiseHubness.Found>

  /// How often each usable row is among the ten nearest of others; nil for a sample or few rows.
  let occurrences: OccurrenceCounts?
  /// The parts of the graph of the ten nearest; nil for a sample or few rows.
  let islands: [[Int]]?

  init(
    table: NeighborTable, rowCount: Int, usableCount: Int, duplicatePairs: Int?,
    typicalDistance: Double?, noise: StageOutcome<WhiteNoiseHubness.Found>
  ) {
    self.table = table
    self.rowCount = rowCount
    self.usableCount = usableCount
    self.duplicatePairs = duplicatePairs
    self.typicalDistance = typicalDistance
    self.noise = noise
    let isComplete = table.queryCount == usableCount && table.count >= Self.hubCount
    let nearest = isComplete ? table.prefix(Self.hubCount) : nil
    occurrences = nearest.map { OccurrenceCounts($0, rowCount: rowCount) }
    islands = nearest.map { NeighborIslands($0, rowCount: rowCount).parts }
  }

  /// Whether every usable row was a query.
  var isComplete: Bool { table.queryCount == usableCount }

  /// Distances to the tenth neighbour, in the order of the queries; nil for few rows.
  var tenthDistances: [Double]? {
    guard table.count >= Self.hubCount else { return nil }
    return (0..<table.queryCount).map { table.values[$0 * table.count + Self.hubCount - 1] }
  }
}

/// N_k: how often each row is among the k nearest of others.
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
    k = table.count
    rows = table.queries
    var all = [Int](repeating: 0, count: rowCount)
    for neighbor in table.neighbors { all[Int(neighbor)] += 1 }
    counts = table.queries.map { all[$0] }
  }

  /// Population skewness m₃/m₂^{3/2}; nil where all counts are equal.
  var skewness: Double? { Self.skewness(counts) }

  /// The same of any counts.
  static func skewness(_ counts: [Int]) -> Double? {
    let n = Double(counts.count)
    let mean = Double(counts.reduce(0, +)) / n
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
  /// Share of the rows that nobody has for a neighbour.
  var antihubShare: Double { Double(counts.count { $0 == 0 }) / Double(counts.count) }
  /// Share of all places in lists that hubs take, N_k >= 2k.
  var hubShare: Double {
    Double(counts.reduce(0) { $0 + ($1 >= 2 * k ? $1 : 0) }) / Double(counts.count * k)
  }
  /// Share of all places that would have to change hands for all rows to have k.
  var robinHood: Double {
    Double(counts.reduce(0) { $0 + abs($1 - k) }) / 2 / Double(counts.count * k)
  }

  /// Rows by descending count, equal ones by number.
  func hubs() -> [(row: Int, count: Int)] {
    zip(rows, counts).filter { $0.1 >= 2 * k }.map { (row: $0.0, count: $0.1) }
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
