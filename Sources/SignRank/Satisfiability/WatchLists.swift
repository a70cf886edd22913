import SignRankProof

/// For every literal the clauses that are visited when it becomes false, in one array.
///
/// An entry is a clause with a blocker, a literal of it that, while true, spares the visit: blocker
/// in the upper 32 bits, reference of the clause in the lower. A list that outgrows its place moves to
/// the end.
struct WatchLists {
  var entries: [UInt64]
  var starts: [Int]
  var counts: [Int]
  var capacities: [Int]

  /// Empty lists with the room that the clauses of a formula need.
  init(formula: ClauseList, variableCount: Int) {
    var room = [Int](repeating: 4, count: 2 * variableCount)
    var start = 0
    for end in formula.ends {
      if end - start > 1 {
        for place in start..<start + 2 {
          let literal = formula.literals[place]
          room[literal > 0 ? Int(2 * literal - 2) : Int(-2 * literal - 1)] += 2
        }
      }
      start = end
    }
    capacities = room
    counts = [Int](repeating: 0, count: 2 * variableCount)
    starts = []
    starts.reserveCapacity(2 * variableCount)
    var total = 0
    for length in room {
      starts.append(total)
      total += length
    }
    entries = [UInt64](repeating: 0, count: total)
  }

  static func entry(_ reference: Int32, blocker: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: blocker)) << 32 | UInt64(UInt32(bitPattern: reference))
  }

  mutating func watch(_ literal: Int32, _ reference: Int32, blocker: Int32) {
    let list = Int(literal)
    if counts[list] == capacities[list] { grow(list) }
    entries[starts[list] + counts[list]] = Self.entry(reference, blocker: blocker)
    counts[list] += 1
  }

  /// Twice the room for a list, at the end of the array.
  mutating func grow(_ list: Int) {
    let start = entries.count
    let count = counts[list]
    let capacity = 2 * capacities[list]
    // A slice appended to its own array would be copied with all of the array.
    for index in starts[list]..<starts[list] + count { entries.append(entries[index]) }
    entries.append(contentsOf: repeatElement(0, count: capacity - count))
    starts[list] = start
    capacities[list] = capacity
  }

  /// Empties all lists; they keep their room.
  mutating func clear() {
    for list in counts.indices { counts[list] = 0 }
  }
}
