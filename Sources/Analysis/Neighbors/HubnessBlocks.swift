import Findings

/// Hubness with each block of rows left out: what its intervals come from.
///
/// The rows are cut into consecutive blocks. Where the rows are searched among themselves a block goes
/// as queries and as neighbours, and the lists of the others are not filled up again; where queries of
/// another set were searched, blocks of queries go and the rows stay. Two tables of the same queries are
/// cut alike, so that the interval of a difference is paired.
///
/// Leaving out queries only would hold the rows for fixed: on clustered sets drawn anew the skewness
/// varies by twice what that says, while leaving out rows gives 1.0 to 2.3 times the standard deviation
/// found for skewness, antihubs and Robin Hood index (`Tests/Reference/hubness_intervals.py`). The share
/// of antihubs is no smooth function of the queries, it falls with their number: every value without a block is above it. The interval is about the value all the same,
/// because only the scatter of these values counts, whose expectation bounds the variance from above
/// (Efron and Stein 1981).
struct HubnessBlocks: Sendable {
  /// The counts of all queries.
  let counts: OccurrenceCounts
  /// Skewness of all queries; nil where all counts are equal.
  let value: Double?
  /// Skewness without each block.
  private var leavingOut: [Double?] = []
  private var antihubShares: [Double?] = []
  private var robinHoods: [Double?] = []

  /// The hubness of a table whose queries are all rows that can be neighbours.
  init(_ table: NeighborTable, rowCount: Int) {
    self.init(table, among: table.queries, rowCount: rowCount, isBase: true)
  }

  /// The hubness of some usable rows in a table of queries: the same rows, or those of another set.
  init(_ table: NeighborTable, among rows: [Int], rowCount: Int, isBase: Bool) {
    counts = OccurrenceCounts(table, among: rows, rowCount: rowCount)
    value = counts.skewness
    let queryCount = table.queryCount
    let blocks = BlockJackknife.blockCount(rowCount: queryCount, columnCount: 1)
    for block in 0..<blocks {
      let range = queryCount * block / blocks..<queryCount * (block + 1) / blocks
      let left = counts.leavingOut(range, of: table, rowCount: rowCount, isBase: isBase)
      let isEmpty = left.placeCount == 0
      leavingOut.append(isEmpty ? nil : left.skewness)
      antihubShares.append(isEmpty ? nil : left.antihubShare)
      robinHoods.append(isEmpty ? nil : left.robinHood)
    }
  }

  /// The 95 % interval of the skewness.
  var interval: Interval? {
    value.flatMap { BlockJackknife.interval(about: $0, leavingOut: leavingOut, within: Self.all) }
  }

  /// The 95 % interval of the share of antihubs; too wide rather than too narrow.
  var antihubInterval: Interval? {
    BlockJackknife.interval(
      about: counts.antihubShare, leavingOut: antihubShares, within: 0...1)
  }

  /// The 95 % interval of the Robin Hood index.
  var robinHoodInterval: Interval? {
    BlockJackknife.interval(about: counts.robinHood, leavingOut: robinHoods, within: 0...1)
  }

  /// This skewness less another of the same queries, with its paired interval.
  func difference(_ other: HubnessBlocks) -> (value: Double, interval: Interval?)? {
    guard let value, let less = other.value else { return nil }
    let parts = zip(leavingOut, other.leavingOut).map { left, right -> Double? in
      guard let left, let right else { return nil }
      return left - right
    }
    return (
      value - less,
      BlockJackknife.interval(about: value - less, leavingOut: parts, within: Self.all)
    )
  }

  private static let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
}

extension OccurrenceCounts {
  /// The counts without what the queries at some places gave, and, where these are rows themselves,
  /// without these rows.
  fileprivate func leavingOut(
    _ places: Range<Int>, of table: NeighborTable, rowCount: Int, isBase: Bool
  ) -> OccurrenceCounts {
    var lost = [Int](repeating: 0, count: rowCount)
    for place in places {
      for neighbor in table.neighbors(ofQuery: place) { lost[Int(neighbor)] += 1 }
    }
    var (kept, left): ([Int], [Int]) = ([], [])
    kept.reserveCapacity(rows.count)
    left.reserveCapacity(rows.count)
    for (place, row) in rows.enumerated() where !(isBase && places.contains(place)) {
      kept.append(row)
      left.append(counts[place] - lost[row])
    }
    return OccurrenceCounts(k: k, rows: kept, counts: left)
  }
}
