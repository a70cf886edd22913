extension ConflictDrivenSolver {
  // A clause in the arena, from its reference: the number of literals, the LBD (0 for a clause of the
  // formula), the number of its derivation, the literals.
  static let headerLength = 3

  /// Stores a clause; the watches are the caller's.
  mutating func store(_ literals: [Int32], derivation: Int32, lbd: Int) -> Int32 {
    let reference = Int32(arena.count)
    arena.append(Int32(literals.count))
    arena.append(Int32(lbd))
    arena.append(derivation)
    arena.append(contentsOf: literals)
    return reference
  }

  /// The literals of a clause.
  func literals(of reference: Int32) -> ArraySlice<Int32> {
    let start = Int(reference) + Self.headerLength
    return arena[start..<start + Int(arena[Int(reference)])]
  }

  /// Drops the worse half of the learned clauses and packs the others.
  ///
  /// Kept are clauses of at most two decision levels and those that imply a literal at present. Worse
  /// is a greater LBD, then a greater length, then an earlier birth.
  mutating func reduceLearned() {
    var isReason: Set<Int32> = []
    for position in 0..<trailCount {
      let reason = reasons[Int(trail[position] >> 1)]
      if reason != Self.none { isReason.insert(reason) }
    }
    let ranked = learned.sorted { left, right in
      let (first, second) = (Int(left), Int(right))
      if arena[first + 1] != arena[second + 1] { return arena[first + 1] < arena[second + 1] }
      if arena[first] != arena[second] { return arena[first] < arena[second] }
      return left > right
    }
    var dropped: Set<Int32> = []
    for reference in ranked[(ranked.count / 2)...]
    where arena[Int(reference) + 1] > 2 && !isReason.contains(reference) {
      dropped.insert(reference)
    }
    pack(without: dropped)
  }

  private mutating func pack(without dropped: Set<Int32>) {
    var packed: [Int32] = []
    packed.reserveCapacity(arena.count)
    var moved: [Int32: Int32] = [:]
    var reference = 0
    watches.clear()
    while reference < arena.count {
      let length = Self.headerLength + Int(arena[reference])
      if !dropped.contains(Int32(reference)) {
        let place = Int32(packed.count)
        // Where a clause of the formula stays, nothing needs to know: most never move.
        if place != Int32(reference) { moved[Int32(reference)] = place }
        packed.append(contentsOf: arena[reference..<reference + length])
        if length > Self.headerLength + 1 {
          let first = arena[reference + Self.headerLength]
          let second = arena[reference + Self.headerLength + 1]
          watches.watch(first, place, blocker: second)
          watches.watch(second, place, blocker: first)
        }
      }
      reference += length
    }
    arena = packed
    learned = learned.compactMap { dropped.contains($0) ? nil : moved[$0] ?? $0 }
    for position in 0..<trailCount {
      let variable = Int(trail[position] >> 1)
      if let place = moved[reasons[variable]] { reasons[variable] = place }
    }
  }
}
