public import SignRankProof

/// Something that decides propositional formulas: ours, or a program that is installed.
///
/// What it says is never believed: unsatisfiable counts only with lemmas that
/// `RefutationChecker` of SignRankProof accepts, and satisfiable only ends a search.
public protocol PropositionalSolver: Sendable {
  /// What reports call it.
  var name: String { get }
  /// Decides a formula.
  ///
  /// - Parameters:
  ///   - formula: clauses, of which all have to hold.
  ///   - variableCount: variables are numbered from 1 to this.
  ///   - conflicts: counted work after which it may give up.
  ///   - deadline: when it has to.
  /// - Throws: what kept it from answering.
  func decide(
    _ formula: ClauseList, variableCount: Int, conflicts: Int, deadline: Deadline
  ) throws -> SolverAnswer
}

/// What a solver says of a formula.
public enum SolverAnswer: Sendable, Hashable {
  /// All clauses can hold: the value of every variable, as far as it was told.
  case satisfiable([Bool])
  /// They cannot: lemmas that prove it by unit propagation; nil where it gave none.
  case unsatisfiable(ClauseList?)
  /// It gave up.
  case undecided
}

/// The solver that is built in: conflict-driven clause learning.
public struct BuiltInSolver: PropositionalSolver {
  /// `built-in`.
  public let name = "built-in"

  /// The solver.
  public init() {}

  /// Decides a formula, with lemmas.
  public func decide(
    _ formula: ClauseList, variableCount: Int, conflicts: Int, deadline: Deadline
  ) -> SolverAnswer {
    guard !deadline.isPassed else { return .undecided }
    var solver = ConflictDrivenSolver(formula, variableCount: variableCount)
    return solver.solve(.init(conflicts: conflicts, isOver: { deadline.isPassed }))
  }
}
