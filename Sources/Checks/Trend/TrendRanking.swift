import Findings

/// The versions at the top, and how well they can be told apart.
struct TrendRanking {
  /// The best versions, best first; equal scores by day.
  let top: [History.Version]
  /// Comparisons of every two of them, the better first.
  let pairs: [(better: Int, worse: Int, comparison: PairedComparison)]

  /// The ranking of versions.
  init(_ versions: [History.Version], top count: Int, _ comparisons: VersionComparisons) {
    let sorted = versions.enumerated().sorted { left, right in
      left.element.score == right.element.score
        ? left.offset < right.offset : left.element.score > right.element.score
    }.map(\.element)
    top = Array(sorted.prefix(count))
    let means = top.map(comparisons.resampled)
    var pairs: [(better: Int, worse: Int, comparison: PairedComparison)] = []
    for better in top.indices {
      for worse in top.indices where worse > better {
        if let comparison = comparisons.compare(
          top[better], means[better], top[worse], means[worse])
        {
          pairs.append((better, worse, comparison))
        }
      }
    }
    self.pairs = pairs
  }

  /// Whether every two can be compared.
  var isCompared: Bool { top.count > 1 && pairs.count == top.count * (top.count - 1) / 2 }

  /// The comparison of the leader with a rank.
  func behindLeader(_ rank: Int) -> PairedComparison? {
    pairs.first { $0.better == 0 && $0.worse == rank }?.comparison
  }

  /// Versions that cannot be told from the leader, itself included.
  var leadingTies: Int {
    1 + pairs.count { $0.better == 0 && !$0.comparison.isSeparated }
  }

  /// The number of the tie group of each rank: a group ends where a version is separated from the
  /// first of the group.
  var tieGroups: [Int] {
    var groups: [Int] = []
    var first = 0
    for rank in top.indices {
      let isApart = pairs.contains {
        $0.better == first && $0.worse == rank && $0.comparison.isSeparated
      }
      if isApart { first = rank }
      groups.append(isApart ? (groups.last ?? 0) + 1 : groups.last ?? 1)
    }
    return groups
  }

  /// Median half-width of the intervals.
  var noiseFloor: Double? {
    let widths = pairs.map { ($0.comparison.interval.high - $0.comparison.interval.low) / 2 }
      .sorted()
    return widths.isEmpty ? nil : Quantiles.median(ofSorted: widths)
  }

  /// Best score minus that of a rank.
  func spread(_ rank: Int) -> Double? {
    top.count >= rank ? top[0].score - top[rank - 1].score : nil
  }
}
