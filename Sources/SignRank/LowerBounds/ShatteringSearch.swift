import SignRankProof

/// Looks for a large set of columns on which the rows show all patterns of signs, up to negation.
///
/// The rows of a set of v columns fall into 2ᵛ⁻¹ classes by pattern, taken relative to the first column; the
/// set is shattered while no class is empty. A greedy descent from each of the most balanced columns adds
/// the column that leaves the smallest class largest. Then all sets are tried in depth: a subset of a
/// shattered set is shattered, so only columns that extend a set can extend its extensions.
struct ShatteringSearch {
  /// The largest set found.
  private(set) var best: [Int] = []
  /// Whether no larger set exists.
  private(set) var isExhausted = false

  private let sets: SignSets
  private let limit: Int
  private let deadline: Deadline
  /// Words that may still be looked at.
  private var work: Int
  private var steps = 0

  /// The classes of rows of a set of columns.
  private struct Classes {
    var columns: [Int]
    /// Sets of rows, one after the other.
    var members: [UInt64]
    /// The number of rows in the smallest.
    var smallest: Int
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - limit: A set of this size is enough.
  ///   - work: Words to look at before it stops.
  init(_ signs: SignMatrix, limit: Int, work: Int, deadline: Deadline) {
    sets = SignSets(columnsOf: signs)
    // 2ᵛ⁻¹ classes need as many rows.
    let room = sets.rowCount == 0 ? 0 : Int.bitWidth - sets.rowCount.leadingZeroBitCount
    self.limit = min(limit, room, ShatteredColumns.mostColumns)
    self.work = work
    self.deadline = deadline
    run()
  }

  private var isOver: Bool { work <= 0 || best.count >= limit }

  private mutating func run() {
    let balance = (0..<sets.columnCount).map { min(sets.plusCount($0), sets.minusCount($0)) }
    let order = (0..<sets.columnCount).sorted {
      balance[$0] != balance[$1] ? balance[$0] > balance[$1] : $0 < $1
    }
    let whole = work
    for start in order {
      descend(from: start, order)
      if isOver || work < whole / 2 { break }
    }
    if best.count < limit {
      for (place, column) in order.enumerated() {
        guard let classes = first(column) else { continue }
        extend(classes, candidates: Array(order[(place + 1)...]))
        if isOver { break }
      }
    }
    isExhausted = work > 0
  }

  /// The two sides of a column are one class: a row and its negation are the same.
  private func first(_ column: Int) -> Classes? {
    let members = (0..<sets.words).map {
      sets.plus[column * sets.words + $0] | sets.minus[column * sets.words + $0]
    }
    let count = members.reduce(0) { $0 + $1.nonzeroBitCount }
    return count > 0 ? Classes(columns: [column], members: members, smallest: count) : nil
  }

  private mutating func note(_ classes: Classes) {
    if classes.columns.count > best.count { best = classes.columns }
  }

  private mutating func descend(from start: Int, _ candidates: [Int]) {
    guard var classes = first(start) else { return }
    note(classes)
    while !isOver {
      var (bestColumn, bestSize) = (-1, 0)
      for column in candidates where !classes.columns.contains(column) {
        let size = smallestPart(of: classes, by: column, atLeast: bestSize + 1)
        if size > bestSize { (bestColumn, bestSize) = (column, size) }
        if isOver { return }
      }
      guard bestSize > 0 else { return }
      classes = parts(of: classes, by: bestColumn, smallest: bestSize)
      note(classes)
    }
  }

  private mutating func extend(_ classes: Classes, candidates: [Int]) {
    note(classes)
    // Every column halves the smallest class at best.
    let reach = classes.columns.count + Int.bitWidth - 1 - classes.smallest.leadingZeroBitCount
    guard !isOver, reach > best.count, classes.columns.count + candidates.count > best.count else {
      return
    }
    var extending: [(column: Int, smallest: Int)] = []
    for column in candidates {
      let size = smallestPart(of: classes, by: column, atLeast: 1)
      if size > 0 { extending.append((column, size)) }
      if work <= 0 { return }
    }
    for (place, addition) in extending.enumerated() {
      guard classes.columns.count + extending.count - place > best.count else { return }
      extend(
        parts(of: classes, by: addition.column, smallest: addition.smallest),
        candidates: extending[(place + 1)...].map(\.column))
      if isOver { return }
    }
  }

  /// The size of the smallest class after a column is added; 0 as soon as it is below a bound.
  private mutating func smallestPart(
    of classes: Classes, by column: Int, atLeast bound: Int
  ) -> Int {
    let words = sets.words
    // Spans of what belongs to `self` would forbid to count the work.
    let sets = self.sets
    let (plus, minus, members) = (sets.plus.span, sets.minus.span, classes.members.span)
    let first = classes.columns[0] &* words
    let own = column &* words
    var smallest = Int.max
    var start = 0
    steps += 1
    if steps % 1_024 == 0, deadline.isPassed { work = 0 }
    while start < members.count {
      var (same, opposite) = (0, 0)
      for word in 0..<words {
        let (a, b) = (plus[own &+ word], minus[own &+ word])
        let (c, d) = (plus[first &+ word], minus[first &+ word])
        let member = members[start &+ word]
        same &+= (member & ((a & c) | (b & d))).nonzeroBitCount
        opposite &+= (member & ((a & d) | (b & c))).nonzeroBitCount
      }
      work &-= words
      smallest = min(smallest, same, opposite)
      if smallest < bound { return 0 }
      start &+= words
    }
    return smallest
  }

  private func parts(of classes: Classes, by column: Int, smallest: Int) -> Classes {
    let words = sets.words
    var members: [UInt64] = []
    members.reserveCapacity(2 * classes.members.count)
    let first = classes.columns[0] * words
    for start in stride(from: 0, to: classes.members.count, by: words) {
      for isOpposite in [false, true] {
        for word in 0..<words {
          let (a, b) = (sets.plus[column * words + word], sets.minus[column * words + word])
          let (c, d) = (sets.plus[first + word], sets.minus[first + word])
          let part = isOpposite ? (a & d) | (b & c) : (a & c) | (b & d)
          members.append(classes.members[start + word] & part)
        }
      }
    }
    return Classes(columns: classes.columns + [column], members: members, smallest: smallest)
  }

  /// One row for each pattern on the columns found, in increasing order.
  func witnesses() -> [Int] {
    guard let first = best.first, var classes = self.first(first) else { return [] }
    for column in best.dropFirst() { classes = parts(of: classes, by: column, smallest: 1) }
    var rows: [Int] = []
    for start in stride(from: 0, to: classes.members.count, by: sets.words) {
      for word in 0..<sets.words where classes.members[start + word] != 0 {
        rows.append(64 * word + classes.members[start + word].trailingZeroBitCount)
        break
      }
    }
    return rows.sorted()
  }
}
