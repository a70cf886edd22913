extension ConflictDrivenSolver {
  /// Learns from a conflict above level 0 and goes back to where the new clause implies something.
  ///
  /// - Returns: The LBD of the new clause.
  mutating func learn(from conflict: Int32) -> Int {
    var antecedents: [Int32] = []
    var clause: [Int32] = [0]
    var marked: [Int] = []
    let level = Int32(levelStarts.count)
    var open = 0
    var reference = conflict
    var position = trailCount
    var pivot: Int32 = Self.none
    repeat {
      antecedents.append(arena[Int(reference) + 2])
      refresh(reference)
      for literal in literals(of: reference) where literal != pivot {
        let variable = Int(literal >> 1)
        guard !marks[variable] else { continue }
        guard levels[variable] > 0 else {
          antecedents.append(unitDerivations[variable])
          continue
        }
        marks[variable] = true
        marked.append(variable)
        order.bump(variable)
        if levels[variable] == level { open += 1 } else { clause.append(literal) }
      }
      repeat { position -= 1 } while !marks[Int(trail[position] >> 1)]
      pivot = trail[position]
      reference = reasons[Int(pivot >> 1)]
      open -= 1
    } while open > 0
    clause[0] = pivot ^ 1
    minimize(&clause, &marked, &antecedents)
    for variable in marked { marks[variable] = false }
    order.decay()

    let lbd = decisionLevelCount(of: clause[...])
    let derivation = log.learned(clause, from: antecedents)
    guard clause.count > 1 else {
      cancel(to: 0)
      let reference = store(clause, derivation: derivation, lbd: 1)
      enqueue(clause[0], reason: reference)
      return 1
    }
    // Second watched is a literal of the level to go back to.
    var second = 1
    for index in 2..<max(clause.count, 2)
    where levels[Int(clause[index] >> 1)] > levels[Int(clause[second] >> 1)] { second = index }
    clause.swapAt(1, second)
    cancel(to: Int(levels[Int(clause[1] >> 1)]))
    let stored = store(clause, derivation: derivation, lbd: lbd)
    learned.append(stored)
    watches.watch(clause[0], stored, blocker: clause[1])
    watches.watch(clause[1], stored, blocker: clause[0])
    enqueue(clause[0], reason: stored)
    return lbd
  }

  /// A learned clause that is of use again, with fewer decision levels than before, is worth more.
  private mutating func refresh(_ reference: Int32) {
    let place = Int(reference)
    guard arena[place + 1] > 2 else { return }
    let lbd = Int32(decisionLevelCount(of: literals(of: reference)))
    if lbd < arena[place + 1] { arena[place + 1] = lbd }
  }

  private mutating func decisionLevelCount(of clause: ArraySlice<Int32>) -> Int {
    levelStamp += 1
    var count = 0
    for literal in clause {
      let level = Int(levels[Int(literal >> 1)])
      if levelMarks[level] != levelStamp {
        levelMarks[level] = levelStamp
        count += 1
      }
    }
    return count
  }

  /// Drops literals whose negation follows from the others.
  private mutating func minimize(
    _ clause: inout [Int32], _ marked: inout [Int], _ antecedents: inout [Int32]
  ) {
    levelStamp += 1
    let stamp = levelStamp
    for literal in clause.dropFirst() { levelMarks[Int(levels[Int(literal >> 1)])] = stamp }
    var kept = 1
    for index in clause.indices.dropFirst() {
      let literal = clause[index]
      if reasons[Int(literal >> 1)] == Self.none
        || !isImplied(literal, stamp: stamp, &marked, &antecedents)
      {
        clause[kept] = literal
        kept += 1
      }
    }
    clause.removeLast(clause.count - kept)
  }

  /// Whether a literal's reasons lead to marked literals only; then what was met is marked as well.
  private mutating func isImplied(
    _ literal: Int32, stamp: Int, _ marked: inout [Int], _ antecedents: inout [Int32]
  ) -> Bool {
    let (markedBefore, antecedentsBefore) = (marked.count, antecedents.count)
    var stack = [literal]
    while let next = stack.popLast() {
      let reason = reasons[Int(next >> 1)]
      antecedents.append(arena[Int(reason) + 2])
      for other in literals(of: reason) {
        let variable = Int(other >> 1)
        guard variable != Int(next >> 1), !marks[variable] else { continue }
        guard levels[variable] > 0 else {
          antecedents.append(unitDerivations[variable])
          continue
        }
        guard reasons[variable] != Self.none, levelMarks[Int(levels[variable])] == stamp else {
          for undone in marked[markedBefore...] { marks[undone] = false }
          marked.removeLast(marked.count - markedBefore)
          antecedents.removeLast(antecedents.count - antecedentsBefore)
          return false
        }
        marks[variable] = true
        marked.append(variable)
        stack.append(other)
      }
    }
    return true
  }

  /// Logs how the values of level 0 follow, in the order in which they became known.
  mutating func logUnits() {
    while loggedUnits < trailCount {
      let literal = trail[loggedUnits]
      let variable = Int(literal >> 1)
      let reason = reasons[variable]
      var antecedents = [arena[Int(reason) + 2]]
      for other in literals(of: reason) where other != literal {
        antecedents.append(unitDerivations[Int(other >> 1)])
      }
      unitDerivations[variable] = log.implied(from: antecedents)
      loggedUnits += 1
    }
  }

  /// Ends the search: a clause fails at level 0.
  mutating func refute(by conflict: Int32) {
    logUnits()
    var antecedents = [arena[Int(conflict) + 2]]
    for literal in literals(of: conflict) {
      antecedents.append(unitDerivations[Int(literal >> 1)])
    }
    log.close(from: antecedents)
    isContradictory = true
  }
}
