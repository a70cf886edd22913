import CProcess
import FoundationEssentials
import Glibc
import SignRank
import SignRankProof

/// A SAT solver that is installed, run as `PROGRAM FORMULA PROOF`.
///
/// CaDiCaL and kissat write a proof in DRAT to the second file, minisat its answer. All of them exit with
/// 10 for satisfiable and 20 for unsatisfiable. Nothing it says is believed without a proof.
struct ExternalSolver: PropositionalSolver {
  /// A path, or a name in PATH.
  let program: String
  let name: String

  /// A solver, tried on two formulas of one variable first.
  init(program: String) throws {
    self.program = program
    name = program
    var contradiction = ClauseList()
    contradiction.append([1])
    let possible = try run(contradiction, variableCount: 1, seconds: 10)
    contradiction.append([-1])
    let impossible = try run(contradiction, variableCount: 1, seconds: 10)
    guard case .satisfiable = possible, case .unsatisfiable = impossible else {
      throw OutputError(
        "\(program): is no SAT solver that reads DIMACS and exits with 10 or 20; use CaDiCaL, kissat or minisat, or leave --sat-solver out."
      )
    }
  }

  /// Has the program decide; the conflicts are its own business, the deadline is kept.
  func decide(
    _ formula: ClauseList, variableCount: Int, conflicts: Int, deadline: Deadline
  ) throws -> SolverAnswer {
    let seconds = min(deadline.secondsLeft, 1e8)
    guard seconds > 0 else { return .undecided }
    return try run(formula, variableCount: variableCount, seconds: seconds)
  }

  private func run(
    _ formula: ClauseList, variableCount: Int, seconds: Double
  ) throws -> SolverAnswer {
    let manager = FileManager.default
    let directory = manager.temporaryDirectory.appending(path: "embedscope-\(UUID().uuidString)")
    try manager.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { discard(directory) }
    let (question, proof) = (
      directory.appending(path: "formula.cnf"), directory.appending(path: "proof")
    )
    try Data(SolverFiles.formula(formula, variableCount: variableCount)).write(to: question)
    let code = unsafe program_run(program, question.path(), proof.path(), seconds)
    switch Int(code) {
    case 10: return .satisfiable([])
    case 20:
      guard manager.fileExists(atPath: proof.path()) else { return .unsatisfiable(nil) }
      let bytes = [UInt8](try Data(contentsOf: proof))
      if bytes.isEmpty || SolverFiles.isAnswer(bytes) { return .unsatisfiable(nil) }
      return .unsatisfiable(SolverFiles.lemmas(bytes))
    case Int(PROGRAM_NOT_STARTED):
      throw OutputError("\(program): cannot be started; give the path of a SAT solver.")
    default: return .undecided
    }
  }

  /// What is left over in the temporary directory harms nobody, so a failure is only told.
  private func discard(_ directory: URL) {
    do {
      try FileManager.default.removeItem(at: directory)
    } catch {
      StandardStreams.note("\(directory.path()) could not be removed: \(error)\n")
    }
  }
}
