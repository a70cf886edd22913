import Findings

/// The skewness of N_k with each block of queries left out: what intervals of hubness come from.
///
/// The queries are cut into consecutive blocks; without a block every N_k loses what its lists gave. Two
/// tables of the same queries are cut alike, so that the interval of a difference is paired.
struct HubnessBlocks: Sendable {
  /// Skewness of all queries; nil where all counts are equal.
  let value: Double?
  /// Skewness without each block.
  let leavingOut: [Double?]

  /// The skewness of a table whose queries are all rows that can be neighbours.
  init(_ table: NeighborTable, rowCount: Int) {
    let all = OccurrenceCounts(table, rowCount: rowCount)
    value = all.skewness
    let queryCount = table.queryCount
    let blocks = BlockJackknife.blockCount(rowCount: queryCount, columnCount: 1)
    leavingOut = (0..<blocks).map { block in
      let range = queryCount * block / blocks..<queryCount * (block + 1) / blocks
      var lost = [Int](repeating: 0, count: rowCount)
      for place in range {
        for neighbor in table.neighbors(ofQuery: place) { lost[Int(neighbor)] += 1 }
      }
      return OccurrenceCounts.skewness(
        zip(all.rows, all.counts).map { $0.1 - lost[$0.0] })
    }
  }

  /// The 95 % interval of the skewness.
  var interval: Interval? {
    value.flatMap {
      BlockJackknife.interval(
        about: $0, leavingOut: leavingOut,
        within: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
    }
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
      BlockJackknife.interval(
        about: value - less, leavingOut: parts,
        within: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
    )
  }
}
