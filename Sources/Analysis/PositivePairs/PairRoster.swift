/// Who is a query, who is a candidate, and which candidates are whose positives.
///
/// Each side lists its rows with those that are in a pair first; everything below speaks of positions in
/// these lists. Rows without a direction are in neither.
struct PairRoster: Sendable {
  /// One side: its rows, those in a pair first.
  struct Side: Sendable {
    let rows: [Int]
    let pairedCount: Int
  }

  /// Rows of the first set.
  let first: Side
  /// Rows of the second set.
  let second: Side
  /// Where the pairs of each paired row of the first set start; one more entry than rows.
  let starts: [Int]
  /// Positions in the second set, ascending for each row of the first.
  let positives: [Int]
  /// The number of the pair behind each entry of ``positives``.
  let pairNumbers: [Int]
  /// Within one set, the position in ``second`` of each row of ``first``; empty otherwise.
  let selves: [Int]

  /// Sorts pairs into positions.
  ///
  /// - Parameters:
  ///   - pairs: each once, all rows with a direction.
  ///   - firstUsable: whether each row of the first set has a direction.
  ///   - secondUsable: the same of the second set.
  /// - Complexity: O(n log n).
  init(_ pairs: PositivePairs, firstUsable: [Bool], secondUsable: [Bool]) {
    let (first, firstPositions) = Self.side(pairs.first, usable: firstUsable)
    let (second, secondPositions) = Self.side(pairs.second, usable: secondUsable)
    self.first = first
    self.second = second
    let order = pairs.first.indices.map { pair in
      (
        row: firstPositions[pairs.first[pair]], column: secondPositions[pairs.second[pair]],
        pair: pair
      )
    }.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    var starts = [Int](repeating: 0, count: first.pairedCount + 1)
    for entry in order { starts[entry.row + 1] += 1 }
    for row in 0..<first.pairedCount { starts[row + 1] += starts[row] }
    self.starts = starts
    positives = order.map(\.column)
    pairNumbers = order.map(\.pair)
    selves = pairs.areWithinOneSet ? first.rows.map { secondPositions[$0] } : []
  }

  /// Whether every row is in one pair at most, so that both directions share their pairs.
  var isOneToOne: Bool {
    positives.count == first.pairedCount && positives.count == second.pairedCount
  }

  private static func side(_ paired: [Int], usable: [Bool]) -> (Side, positions: [Int]) {
    var isPaired = [Bool](repeating: false, count: usable.count)
    for row in paired { isPaired[row] = true }
    let rows = usable.indices.filter { isPaired[$0] }
    let others = usable.indices.filter { usable[$0] && !isPaired[$0] }
    var positions = [Int](repeating: -1, count: usable.count)
    for (position, row) in (rows + others).enumerated() { positions[row] = position }
    return (Side(rows: rows + others, pairedCount: rows.count), positions)
  }
}
