extension ConflictDrivenSolver {
  /// Propagates units until nothing follows any more; the clause that failed, or none.
  mutating func propagate() -> Int32 {
    while propagated < trailCount {
      let failed = Int(trail[propagated] ^ 1)
      propagated += 1
      var visit = Visit(failed: failed, count: watches.counts[failed])
      repeat {
        Self.visit(
          &visit, level: Int32(levelStarts.count), &watches.entries, &watches.counts,
          watches.starts, watches.capacities, &arena, &values, &levels, &reasons, &trail,
          &trailCount)
        if let list = visit.fullList { watches.grow(list) }
      } while visit.fullList != nil
      if visit.conflict != Self.none {
        propagated = trailCount
        return visit.conflict
      }
    }
    return Self.none
  }

  /// How far the visit of the clauses of a false literal has come.
  private struct Visit {
    let failed: Int
    /// Entries there were.
    let count: Int
    /// Entry to look at next, and where the next one that stays is written to, within the list.
    var position = 0
    var kept = 0
    /// A list without room for the next entry.
    var fullList: Int?
    var conflict = ConflictDrivenSolver.none
  }

  /// Visits the clauses that watch a false literal, until the end, a conflict or a list without room.
  ///
  /// The arrays come one by one: spans of several parts of one structure exclude each other.
  private static func visit(
    _ visit: inout Visit, level: Int32, _ entryList: inout [UInt64], _ countList: inout [Int],
    _ startList: [Int], _ capacityList: [Int], _ clauses: inout [Int32],
    _ assignment: inout [Int8], _ levelList: inout [Int32], _ reasonList: inout [Int32],
    _ assigned: inout [Int32], _ trailCount: inout Int
  ) {
    var entries = entryList.mutableSpan
    var counts = countList.mutableSpan
    let starts = startList.span
    let capacities = capacityList.span
    var arena = clauses.mutableSpan
    var values = assignment.mutableSpan
    var levels = levelList.mutableSpan
    var reasons = reasonList.mutableSpan
    var trail = assigned.mutableSpan

    let failed = visit.failed
    let failedLiteral = Int32(failed)
    let start = starts[failed]
    let end = start + visit.count
    var position = start + visit.position
    var kept = start + visit.kept
    visit.fullList = nil

    while position < end {
      let entry = entries[position]
      if values[Int(truncatingIfNeeded: entry >> 32)] > 0 {
        entries[kept] = entry
        kept &+= 1
        position &+= 1
        continue
      }
      let clause = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)
      let first = clause &+ Self.headerLength
      let other = arena[first] ^ arena[first &+ 1] ^ failedLiteral
      let otherValue = values[Int(truncatingIfNeeded: other)]
      let updated =
        UInt64(UInt32(bitPattern: other)) << 32 | UInt64(truncatingIfNeeded: clause)
      if otherValue > 0 {
        entries[kept] = updated
        kept &+= 1
        position &+= 1
        continue
      }
      let clauseEnd = first &+ Int(arena[clause])
      var place = first &+ 2
      while place < clauseEnd, values[Int(truncatingIfNeeded: arena[place])] < 0 { place &+= 1 }
      if place < clauseEnd {
        let literal = arena[place]
        let list = Int(truncatingIfNeeded: literal)
        let count = counts[list]
        if count == capacities[list] {
          visit.fullList = list
          visit.position = position &- start
          visit.kept = kept &- start
          return
        }
        arena[first] = other
        arena[first &+ 1] = literal
        arena[place] = failedLiteral
        entries[starts[list] &+ count] = updated
        counts[list] = count &+ 1
        position &+= 1
        continue
      }
      entries[kept] = updated
      kept &+= 1
      position &+= 1
      if otherValue < 0 {
        visit.conflict = Int32(truncatingIfNeeded: clause)
        break
      }
      let variable = Int(truncatingIfNeeded: other >> 1)
      values[Int(truncatingIfNeeded: other)] = 1
      values[Int(truncatingIfNeeded: other ^ 1)] = -1
      levels[variable] = level
      reasons[variable] = Int32(truncatingIfNeeded: clause)
      trail[trailCount] = other
      trailCount &+= 1
    }

    while position < end {
      entries[kept] = entries[position]
      kept &+= 1
      position &+= 1
    }
    counts[failed] = kept &- start
  }
}
