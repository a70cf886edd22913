import SignRankProof

/// A compact solver of propositional formulas by conflict-driven clause learning.
///
/// Two watched literals with blockers, first unique implication points with recursive
/// minimisation, variable activities in a heap, phase saving, restarts and clause deletion by the
/// number of decision levels in a clause (LBD). It logs what every learned clause was derived from, so
/// that a refutation consists of the clauses that were needed and no others.
///
/// A structure and not a class: access to its arrays is checked for exclusivity by the compiler, not
/// while it runs. The inner loops work on spans.
///
/// Sources: Marques-Silva and Sakallah 1999; Eén and Sörensson 2003 (MiniSat); Audemard and Simon 2009
/// (LBD).
struct ConflictDrivenSolver {
  /// How far a search may go.
  struct Budget {
    /// Conflicts before it gives up.
    var conflicts = Int.max
    /// Entries of the log of derivations, after which there is no refutation to show.
    var logEntries = 40_000_000
    /// Asked every few hundred conflicts, and every few thousand decisions.
    var isOver: () -> Bool = { false }
  }

  static let none: Int32 = -1

  // Assignment. A literal is 2v or, negated, 2v + 1.
  /// 1 for true, -1 for false, 0 for open, by literal.
  var values: [Int8]
  /// The decision level of a variable.
  var levels: [Int32]
  /// The clause that implied a variable, or none.
  var reasons: [Int32]
  /// Literals in the order in which they became true, of which the first `trailCount` count.
  var trail: [Int32]
  var trailCount = 0
  /// Where the decision levels from 1 begin in the trail.
  var levelStarts: [Int32] = []
  var propagated = 0

  // Clauses: a header of three words, then the literals.
  var arena: [Int32] = []
  var learned: [Int32] = []
  var watches: WatchLists
  var isContradictory = false

  // Decisions.
  var order: VariableOrder
  /// The last value of a variable.
  var phases: [Bool]

  // Learning.
  var marks: [Bool]
  var levelMarks: [Int]
  var levelStamp = 0
  var log: DerivationLog
  /// The derivation of the value of a variable that is implied for good.
  var unitDerivations: [Int32]
  var loggedUnits = 0
  private(set) var conflictCount = 0

  /// A solver of a formula.
  init(_ formula: ClauseList, variableCount: Int, logEntries: Int = Budget().logEntries) {
    values = [Int8](repeating: 0, count: 2 * variableCount)
    levels = [Int32](repeating: 0, count: variableCount)
    reasons = [Int32](repeating: Self.none, count: variableCount)
    trail = [Int32](repeating: 0, count: variableCount)
    phases = [Bool](repeating: false, count: variableCount)
    marks = [Bool](repeating: false, count: variableCount)
    levelMarks = [Int](repeating: 0, count: variableCount + 1)
    unitDerivations = [Int32](repeating: Self.none, count: variableCount)
    order = VariableOrder(variableCount: variableCount)
    log = DerivationLog(entryLimit: logEntries)
    watches = WatchLists(formula: formula, variableCount: variableCount)
    arena.reserveCapacity(formula.literals.count + 3 * formula.count)
    var codes: [Int32] = []
    for index in 0..<formula.count { addOriginal(formula[index], &codes) }
  }

  /// Searches until the formula is decided or the budget is spent.
  mutating func solve(_ budget: Budget = Budget()) -> SolverAnswer {
    var restarts = RestartPolicy()
    var nextReduction = 2_000
    var reductionStep = 2_000
    var decisions = 0
    while !isContradictory {
      let conflict = propagate()
      if conflict != Self.none {
        conflictCount += 1
        if levelStarts.isEmpty {
          refute(by: conflict)
          break
        }
        restarts.note(lbd: learn(from: conflict))
        if conflictCount >= budget.conflicts { return .undecided }
        if conflictCount % 256 == 0 && budget.isOver() { return .undecided }
        continue
      }
      if levelStarts.isEmpty { logUnits() }
      if restarts.isDue {
        restarts.start()
        cancel(to: 0)
        continue
      }
      if conflictCount >= nextReduction {
        reduceLearned()
        reductionStep += 300
        nextReduction = conflictCount + reductionStep
      }
      guard let variable = nextVariable() else { return .satisfiable(values(of: phases.count)) }
      decisions += 1
      if decisions % 8_192 == 0 && budget.isOver() { return .undecided }
      levelStarts.append(Int32(trailCount))
      enqueue(Int32(2 * variable + (phases[variable] ? 0 : 1)), reason: Self.none)
    }
    return .unsatisfiable(log.refutation())
  }

  private func values(of count: Int) -> [Bool] {
    (0..<count).map { values[2 * $0] > 0 }
  }

  mutating func enqueue(_ literal: Int32, reason: Int32) {
    let variable = Int(literal >> 1)
    values[Int(literal)] = 1
    values[Int(literal ^ 1)] = -1
    levels[variable] = Int32(levelStarts.count)
    reasons[variable] = reason
    trail[trailCount] = literal
    trailCount += 1
  }

  /// Takes back all levels above one.
  mutating func cancel(to level: Int) {
    guard levelStarts.count > level else { return }
    let keep = Int(levelStarts[level])
    while trailCount > keep {
      trailCount -= 1
      let literal = Int(trail[trailCount])
      let variable = literal >> 1
      values[literal] = 0
      values[literal ^ 1] = 0
      phases[variable] = literal & 1 == 0
      order.insert(variable)
    }
    propagated = keep
    levelStarts.removeLast(levelStarts.count - level)
  }

  private mutating func nextVariable() -> Int? {
    while let variable = order.popGreatest() {
      if values[2 * variable] == 0 { return variable }
    }
    return nil
  }

  /// Adds a clause of the formula; the codes of its literals go into an array that is kept.
  private mutating func addOriginal(_ clause: ArraySlice<Int32>, _ codes: inout [Int32]) {
    codes.removeAll(keepingCapacity: true)
    for literal in clause {
      let code = literal > 0 ? 2 * literal - 2 : -2 * literal - 1
      if codes.contains(code ^ 1) { return }
      if !codes.contains(code) { codes.append(code) }
    }
    let derivation = log.original()
    switch codes.count {
    case 0: isContradictory = true
    case 1:
      switch values[Int(codes[0])] {
      case 0:
        let reference = store(codes, derivation: derivation, lbd: 0)
        enqueue(codes[0], reason: reference)
      case -1:
        logUnits()
        isContradictory = true
        log.close(from: [derivation, unitDerivations[Int(codes[0] >> 1)]])
      default: break
      }
    default:
      let reference = store(codes, derivation: derivation, lbd: 0)
      watches.watch(codes[0], reference, blocker: codes[1])
      watches.watch(codes[1], reference, blocker: codes[0])
    }
  }
}
