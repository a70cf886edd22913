public import SignRankProof

/// Something that decides propositional formulas: ours, or a program that is installed.
///
/// What it says is never believed: unsatisfiable counts only with lemmas that
/// ``SignRankProof/RefutationChecker`` accepts, and satisfiable only ends a search.
public protocol PropositionalSolver: Sendable {
  /// What reports call it.
  var name: String { get }
  /// Decides a formula.
  ///
  /// - Parameters:
  ///   - conflicts: Counted work after which it may give up.
  ///   - deadline: When it has to.
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

/// The solver that is built in, ``ConflictDrivenSolver``.
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
