/// Checks that clauses contradict each other, lemma by lemma.
///
/// A lemma is accepted where assuming its negation and propagating units over the formula and the
/// earlier lemmas ends in a conflict (reverse unit propagation; Goldberg and Novikov 2003). Every
/// accepted lemma follows from the formula, so an empty one refutes it. This propagator is the
/// proof's own: no solver is trusted, ours no more than any other.
public struct RefutationChecker {
  /// 1 for true, -1 for false, 0 for open, by the code of the literal: 2v, or 2v + 1 negated.
  private var values: [Int8]
  /// The literals of all clauses; a clause is a range that begins with the two it is watched by.
  private var literals: [Int32] = []
  private var clauses: [Range<Int>] = []
  /// The clauses that watch a literal, by its code.
  private var watchers: [[Int32]]
  /// Literals that are true, in the order in which they became so.
  private var trail: [Int32] = []
  private var propagated = 0
  /// How many of the trail follow from the formula and the lemmas alone.
  private var permanent = 0
  /// Whether unit propagation alone has found the contradiction.
  public private(set) var isRefuted = false

  /// A checker of a formula.
  ///
  /// - Precondition: no literal is 0 or beyond the number of variables.
  public init(_ formula: ClauseList, variableCount: Int) {
    values = [Int8](repeating: 0, count: 2 * variableCount)
    watchers = [[Int32]](repeating: [], count: 2 * variableCount)
    literals.reserveCapacity(formula.literals.count)
    clauses.reserveCapacity(formula.count)
    for index in 0..<formula.count { add(formula[index].map(Self.code)) }
    settle()
  }

  /// Accepts a lemma, and keeps it, if it follows by unit propagation.
  ///
  /// - Returns: False where it does not follow, or has a literal that does not exist.
  public mutating func accept(_ lemma: some Collection<Int32>) -> Bool {
    guard !isRefuted else { return true }
    guard lemma.allSatisfy({ $0 != 0 && Int($0.magnitude) * 2 <= values.count }) else {
      return false
    }
    let codes = lemma.map(Self.code)
    var follows = false
    for code in codes where !follows {
      switch values[Int(code)] {
      case 1: follows = true
      case 0: assign(code ^ 1)
      default: break
      }
    }
    if !follows { follows = !propagate() }
    retract()
    guard follows else { return false }
    add(codes)
    settle()
    return true
  }

  private static func code(_ literal: Int32) -> Int32 {
    literal > 0 ? 2 * literal - 2 : -2 * literal - 1
  }

  private mutating func assign(_ code: Int32) {
    values[Int(code)] = 1
    values[Int(code ^ 1)] = -1
    trail.append(code)
  }

  private mutating func retract() {
    while trail.count > permanent {
      let code = trail.removeLast()
      values[Int(code)] = 0
      values[Int(code ^ 1)] = 0
    }
    propagated = permanent
  }

  /// Adds a clause; what it implies at once is assigned for good.
  private mutating func add(_ codes: [Int32]) {
    guard !isRefuted else { return }
    // Watched are literals that are not false; where there are none or one, the clause is spent.
    var clause: [Int32] = []
    for code in codes where !clause.contains(code) { clause.append(code) }
    guard !clause.contains(where: { values[Int($0)] == 1 || clause.contains($0 ^ 1) }) else {
      return
    }
    clause.removeAll { values[Int($0)] == -1 }
    switch clause.count {
    case 0: isRefuted = true
    case 1: assign(clause[0])
    default:
      let start = literals.count
      literals.append(contentsOf: clause)
      watchers[Int(clause[0])].append(Int32(clauses.count))
      watchers[Int(clause[1])].append(Int32(clauses.count))
      clauses.append(start..<literals.count)
    }
  }

  /// Propagates what has been assigned for good.
  private mutating func settle() {
    guard !isRefuted else { return }
    if !propagate() { isRefuted = true }
    permanent = trail.count
  }

  /// Propagates units; false at a conflict.
  private mutating func propagate() -> Bool {
    while propagated < trail.count {
      let failed = trail[propagated] ^ 1
      propagated += 1
      var list: [Int32] = []
      swap(&list, &watchers[Int(failed)])
      var kept = 0
      var conflict = false
      for (position, clause) in list.enumerated() {
        let range = clauses[Int(clause)]
        let start = range.lowerBound
        let other = literals[start] ^ literals[start + 1] ^ failed
        if values[Int(other)] != 1, let place = replacement(in: range) {
          let literal = literals[place]
          literals[start] = other
          literals[start + 1] = literal
          literals[place] = failed
          watchers[Int(literal)].append(clause)
          continue
        }
        list[kept] = clause
        kept += 1
        if values[Int(other)] == 0 { assign(other) }
        if values[Int(other)] == -1 {
          for rest in list[(position + 1)...] {
            list[kept] = rest
            kept += 1
          }
          conflict = true
          break
        }
      }
      list.removeLast(list.count - kept)
      swap(&list, &watchers[Int(failed)])
      if conflict { return false }
    }
    return true
  }

  /// The place of a literal, beyond the two watched, that is not false.
  private func replacement(in clause: Range<Int>) -> Int? {
    var place = clause.lowerBound + 2
    while place < clause.upperBound {
      if values[Int(literals[place])] != -1 { return place }
      place += 1
    }
    return nil
  }
}
