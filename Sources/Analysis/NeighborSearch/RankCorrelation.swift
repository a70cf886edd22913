import Findings

/// Spearman's rank correlation of two numbers of each row, equal ones sharing their mean rank.
///
/// - Source: Spearman 1904; Kendall and Gibbons, Rank Correlation Methods, for ties.
struct RankCorrelation {
  private let first: [Double]
  private let second: [Double]
  /// Places in ascending order of each.
  private let firstOrder: [Int], secondOrder: [Int]

  /// - Precondition: as many of one as of the other.
  init(_ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count, "every row has both numbers")
    self.first = first
    self.second = second
    firstOrder = first.indices.sorted { first[$0] < first[$1] }
    secondOrder = second.indices.sorted { second[$0] < second[$1] }
  }

  /// The correlation; nil where all of one are equal.
  var value: Double? { value(without: 0..<0) }

  /// The 95 % interval, by leaving out blocks of rows.
  var interval: Interval? {
    let count = first.count
    let blocks = BlockJackknife.blockCount(rowCount: count, columnCount: 1)
    return value.flatMap {
      BlockJackknife.interval(
        about: $0,
        leavingOut: (0..<blocks).map {
          value(without: count * $0 / blocks..<count * ($0 + 1) / blocks)
        }, within: -1...1)
    }
  }

  private func value(without block: Range<Int>) -> Double? {
    let left = Self.ranks(first, firstOrder, without: block)
    let right = Self.ranks(second, secondOrder, without: block)
    let count = Double(first.count - block.count)
    let mean = (count + 1) / 2
    var (product, leftSquare, rightSquare) = (0.0, 0.0, 0.0)
    for place in first.indices where !block.contains(place) {
      let (x, y) = (left[place] - mean, right[place] - mean)
      product += x * y
      leftSquare += x * x
      rightSquare += y * y
    }
    guard leftSquare > 0, rightSquare > 0 else { return nil }
    return max(-1, min(1, product / (leftSquare.squareRoot() * rightSquare.squareRoot())))
  }

  /// Ranks from 1 by place, of all that are not in the block.
  private static func ranks(
    _ values: [Double], _ order: [Int], without block: Range<Int>
  ) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    let order = block.isEmpty ? order : order.filter { !block.contains($0) }
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      // ranks start + 1 ... end
      for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
      start = end
    }
    return ranks
  }
}
