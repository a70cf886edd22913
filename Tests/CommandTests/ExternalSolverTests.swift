import FoundationEssentials
import SignRank
import SignRankProof
import Testing

@testable import embedscope

@Suite("SAT solvers that are installed")
struct ExternalSolverTests {
  /// Solvers of Debian; those that are not installed are skipped.
  static let candidates = ["cadical", "kissat", "minisat"]

  static func isInstalled(_ program: String) -> Bool {
    ["/usr/bin", "/usr/local/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  /// 2I - J of order 5 in rank 2, which no plane allows, and the greater-than pattern, which one does.
  private func statement(isPossible: Bool) throws -> (ClauseList, Int) {
    var signs = SignMatrix(rowCount: 5, columnCount: 5)
    for row in 0..<5 {
      for column in 0..<5 where isPossible ? row > column : row == column { signs[row, column] = 1 }
    }
    return (
      OrientedMatroidClauses.clauses(of: signs, rank: 2),
      OrientedMatroidClauses.variableCount(columnCount: 5, rank: 2)
    )
  }

  @Test(
    "Their answers are right, and where they write a proof it is accepted", arguments: candidates)
  func answers(program: String) throws {
    guard Self.isInstalled(program) else {
      print("skipped: \(program) is not installed")
      return
    }
    let solver = try ExternalSolver(program: program)
    let (possible, variables) = try statement(isPossible: true)
    let answer = try solver.decide(
      possible, variableCount: variables, conflicts: 100, deadline: .never)
    guard case .satisfiable = answer else {
      Issue.record("\(program): \(answer)")
      return
    }
    let (impossible, _) = try statement(isPossible: false)
    guard
      case .unsatisfiable(let lemmas) = try solver.decide(
        impossible, variableCount: variables, conflicts: 100, deadline: .never)
    else {
      Issue.record("\(program) finds a plane for five clusters")
      return
    }
    if program == "minisat" { #expect(lemmas == nil) }
    guard let lemmas else { return }
    var checker = RefutationChecker(impossible, variableCount: variables)
    for index in 0..<lemmas.count {
      let isAccepted = checker.accept(lemmas[index])
      #expect(isAccepted)
    }
    #expect(checker.isRefuted)
  }

  @Test("What is no solver is refused before anything is asked of it")
  func refused() {
    for program in ["/bin/true", "/nonexistent/solver", "/"] {
      #expect(throws: OutputError.self) { try ExternalSolver(program: program) }
    }
  }

  @Test("After the deadline nothing is started")
  func late() throws {
    guard let program = Self.candidates.first(where: Self.isInstalled) else {
      print("skipped: no SAT solver is installed")
      return
    }
    let (formula, variables) = try statement(isPossible: true)
    let answer = try ExternalSolver(program: program).decide(
      formula, variableCount: variables, conflicts: 100,
      deadline: Deadline(at: ContinuousClock.now - .seconds(1)))
    #expect(answer == .undecided)
  }
}
