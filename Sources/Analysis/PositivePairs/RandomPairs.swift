import EmbeddingSets

/// Seeded pairs of a query and a candidate that is none of its positives: what positives are held
/// against.
enum RandomPairs {
  /// Most pairs, and most numbers that are read for them.
  private static let mostPairs = 16_384
  private static let mostValues = 1 << 23

  /// Pairs drawn with replacement; none where every candidate is a positive.
  static func draw(_ roster: PairRoster, columnCount: Int, seed: UInt64) -> PositivePairs {
    let count = min(mostPairs, max(1024, mostValues / max(1, columnCount)))
    var bits = SplitMix64(seed: seed)
    var (first, second): ([Int], [Int]) = ([], [])
    // where nearly every candidate is a positive, most draws are in vain
    for _ in 0..<4 * count where first.count < count {
      let query = bits.next(below: roster.first.pairedCount)
      let candidate = bits.next(below: roster.second.rows.count)
      guard !roster.isPositiveOrSelf(candidate, of: query) else { continue }
      first.append(roster.first.rows[query])
      second.append(roster.second.rows[candidate])
    }
    return PositivePairs(
      first: first, second: second, areWithinOneSet: !roster.selves.isEmpty)
  }
}

extension PairRoster {
  /// Whether a candidate is a positive of a query, or within one set the query itself.
  ///
  /// - Complexity: O(log of the positives of the query).
  fileprivate func isPositiveOrSelf(_ candidate: Int, of query: Int) -> Bool {
    if !selves.isEmpty, selves[query] == candidate { return true }
    var (low, high) = (starts[query], starts[query + 1])
    while low < high {
      let middle = (low + high) / 2
      if positives[middle] < candidate { low = middle + 1 } else { high = middle }
    }
    return low < starts[query + 1] && positives[low] == candidate
  }
}
