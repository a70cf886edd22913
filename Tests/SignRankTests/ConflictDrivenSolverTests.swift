import SignRankProof
import TestSupport
import Testing

@testable import SignRank

@Suite("The solver that learns clauses")
struct ConflictDrivenSolverTests {
  /// Random clauses of three literals.
  static func randomFormula(variables: Int, clauses: Int, _ seed: UInt64) -> ClauseList {
    var random = Seed(seed)
    var list = ClauseList()
    for _ in 0..<clauses {
      list.append(
        (0..<3).map { _ in
          Int32(random.next() % UInt64(variables) + 1) * (random.next() & 1 == 0 ? 1 : -1)
        })
    }
    return list
  }

  /// One more pigeon than holes.
  static func pigeons(holes: Int) -> (ClauseList, Int) {
    var list = ClauseList()
    func sits(_ pigeon: Int, _ hole: Int) -> Int32 { Int32(pigeon * holes + hole + 1) }
    for pigeon in 0...holes { list.append((0..<holes).map { sits(pigeon, $0) }) }
    for hole in 0..<holes {
      for pigeon in 0...holes {
        for other in 0..<pigeon { list.append([-sits(pigeon, hole), -sits(other, hole)]) }
      }
    }
    return (list, holes * (holes + 1))
  }

  static func holds(_ formula: ClauseList, _ values: [Bool]) -> Bool {
    (0..<formula.count).allSatisfy { index in
      formula[index].contains { values[Int($0.magnitude) - 1] == ($0 > 0) }
    }
  }

  static func refutes(_ lemmas: ClauseList, _ formula: ClauseList, variables: Int) -> Bool {
    var checker = RefutationChecker(formula, variableCount: variables)
    return (0..<lemmas.count).allSatisfy { checker.accept(lemmas[$0]) } && checker.isRefuted
  }

  @Test("Random formulas are decided as trying all values decides them", arguments: 1...60)
  func random(seed: Int) {
    let variables = 10
    // From mostly satisfiable to mostly not.
    let formula = Self.randomFormula(variables: variables, clauses: 25 + seed, UInt64(seed))
    let truth = (0..<(1 << variables)).contains { bits in
      Self.holds(formula, (0..<variables).map { bits & (1 << $0) != 0 })
    }
    var solver = ConflictDrivenSolver(formula, variableCount: variables)
    switch solver.solve() {
    case .satisfiable(let values):
      #expect(Self.holds(formula, values), "seed \(seed)")
    case .unsatisfiable(let lemmas):
      #expect(!truth, "seed \(seed)")
      #expect(lemmas.map { Self.refutes($0, formula, variables: variables) } == true)
    case .undecided: Issue.record("seed \(seed) was not decided")
    }
  }

  @Test("Larger ones are refuted with lemmas that are accepted", arguments: 1...4)
  func larger(seed: Int) {
    let formula = Self.randomFormula(variables: 60, clauses: 330, UInt64(seed))
    var solver = ConflictDrivenSolver(formula, variableCount: 60)
    switch solver.solve() {
    case .satisfiable(let values): #expect(Self.holds(formula, values))
    case .unsatisfiable(let lemmas):
      #expect(lemmas.map { Self.refutes($0, formula, variables: 60) } == true)
    case .undecided: Issue.record("seed \(seed) was not decided")
    }
  }

  @Test("Pigeons do not fit into fewer holes, through restarts and the deletion of clauses")
  func pigeonholes() {
    let (formula, variables) = Self.pigeons(holes: 6)
    var solver = ConflictDrivenSolver(formula, variableCount: variables)
    guard case .unsatisfiable(let lemmas?) = solver.solve() else {
      Issue.record("not refuted")
      return
    }
    #expect(Self.refutes(lemmas, formula, variables: variables))
    // Without any one lemma that is needed, the next does not follow, or nothing contradicts.
    var cut = ClauseList()
    for index in 0..<lemmas.count / 4 { cut.append(lemmas[index]) }
    #expect(!Self.refutes(cut, formula, variables: variables))
  }

  @Test("Empty, contradictory and repeated clauses")
  func oddities() {
    var list = ClauseList()
    var none = ConflictDrivenSolver(list, variableCount: 2)
    let answer = none.solve()
    guard case .satisfiable = answer else {
      Issue.record("no clause is no contradiction")
      return
    }
    list.append([1, 1, 2, -2])
    list.append([1, 1])
    list.append([-1, 2, 2])
    var satisfiable = ConflictDrivenSolver(list, variableCount: 2)
    let values = satisfiable.solve()
    #expect(values == .satisfiable([true, true]))
    list.append([-2])
    var contradictory = ConflictDrivenSolver(list, variableCount: 2)
    guard case .unsatisfiable(let lemmas?) = contradictory.solve() else {
      Issue.record("not refuted")
      return
    }
    #expect(Self.refutes(lemmas, list, variables: 2))
  }

  @Test("A budget of conflicts, a deadline and a full log end it without a wrong answer")
  func budgets() {
    let (formula, variables) = Self.pigeons(holes: 6)
    var limited = ConflictDrivenSolver(formula, variableCount: variables)
    let afterConflicts = limited.solve(.init(conflicts: 20))
    #expect(afterConflicts == .undecided)
    var late = ConflictDrivenSolver(formula, variableCount: variables)
    let afterDeadline = late.solve(.init(isOver: { true }))
    #expect(afterDeadline == .undecided)
    var forgetful = ConflictDrivenSolver(formula, variableCount: variables, logEntries: 10)
    let withoutLog = forgetful.solve()
    #expect(withoutLog == .unsatisfiable(nil))
  }
}
