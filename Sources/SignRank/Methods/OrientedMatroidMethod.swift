import EmbeddingSets
import SignRankProof

/// Refutes that the columns, or the rows, are an oriented matroid of the rank proved so far.
///
/// Up to 13 columns are taken as a whole; of more, and of rows, some are chosen. A refutation for some
/// columns is one for all. Where all of them on either side can be an oriented matroid, nothing more can
/// be had: for rank 3 on up to 8 columns and rank 4 on up to 7 that means that the rank is exact, but only
/// an explicit embedding proves it.
struct OrientedMatroidMethod: BoundMethod {
  /// What decides the statements.
  var solver: any PropositionalSolver = BuiltInSolver()

  let id = "oriented-matroid"
  let title = "no oriented matroid (SAT)"
  let side = BoundSide.lower
  let summary =
    "the columns would be an oriented matroid with the rows as topes; refuted by a SAT solver, checked"

  /// Clauses that may be stated, and conflicts that may be met, for a unit of effort.
  private static let clausesPerEffort = 60_000
  private static let conflictsPerEffort = 400
  private static let clausesPerConflict = clausesPerEffort / conflictsPerEffort
  /// More columns than this are not taken at once.
  private static let mostColumns = 13
  private static let mostClauses = 3_000_000
  /// Stating, loading and checking a statement cannot be interrupted.
  private static let secondsPerClause = 4e-6

  func reasonToSkip(_ problem: SignProblem) -> String? {
    if problem.dense == nil { return "the condensed matrix is too large" }
    if min(problem.matrix.rowCount, problem.matrix.columnCount) < 4 {
      return "fewer than four rows or columns"
    }
    return nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    guard let dense = problem.dense else { return SearchResult(isComplete: true) }
    var run = Run(solver: solver, context: context, clauses: Self.clausesPerEffort * context.effort)
    let sides = [(dense, false), (dense.transposed(), true)].sorted {
      $0.0.columnCount < $1.0.columnCount
    }
    var isOpen = false
    for (signs, isTransposed) in sides {
      if try run.refute(signs, isTransposed: isTransposed, problem) != .impossible { isOpen = true }
    }
    return SearchResult(run.candidates, isComplete: !isOpen)
  }

  /// What is left to do on one side.
  private enum Remaining {
    /// More effort may help.
    case possible
    /// All columns can be an oriented matroid of the rank, or there are too few or too many of them.
    case impossible
  }

  private struct Run {
    let solver: any PropositionalSolver
    let context: SearchContext
    /// Clauses that may still be stated.
    var clauses: Int
    var candidates: [BoundCandidate] = []

    /// The greatest rank that is not excluded yet.
    var rank: Int { max(2, candidates.last?.signRank ?? 0, context.lower) }

    mutating func refute(
      _ signs: SignMatrix, isTransposed: Bool, _ problem: SignProblem
    ) throws -> Remaining {
      if signs.columnCount <= mostColumns {
        return try refuteWhole(signs, isTransposed: isTransposed, problem)
      }
      // The rank has to stay well below the number of columns for a choice of them to tell more than
      // the exact tests do.
      var size = rank + 3
      var start = 0
      while size <= mostColumns {
        guard rank < context.upper else { return .impossible }
        guard !context.deadline.isPassed else { return .possible }
        let choice = ColumnChoice(greedily: size, of: signs, start: start)
        switch try attempt(choice, signs, isTransposed: isTransposed, problem) {
        case .tooMuch: return .possible
        case .excluded: size = max(size, rank + 3)
        case .allowed, .undecided:
          // One more column, and after the most another start; the effort ends it.
          size += 1
          if size > mostColumns {
            (size, start) = (rank + 3, start + 1)
            if start > 8 { return .possible }
          }
        }
      }
      return .impossible
    }

    private mutating func refuteWhole(
      _ signs: SignMatrix, isTransposed: Bool, _ problem: SignProblem
    ) throws -> Remaining {
      let choice = ColumnChoice(allOf: signs)
      while rank < min(signs.columnCount, context.upper) {
        guard !context.deadline.isPassed else { return .possible }
        switch try attempt(choice, signs, isTransposed: isTransposed, problem) {
        case .excluded: continue
        case .allowed: return .impossible
        case .undecided, .tooMuch: return .possible
        }
      }
      return .impossible
    }

    private enum Attempt {
      case excluded
      case allowed
      case undecided
      case tooMuch
    }

    private mutating func attempt(
      _ choice: ColumnChoice, _ signs: SignMatrix, isTransposed: Bool, _ problem: SignProblem
    ) throws -> Attempt {
      let count = choice.columns.count
      let expected = OrientedMatroidClauses.greatestClauseCount(
        columnCount: count, rank: rank, rowCount: choice.rows.count)
      guard expected <= clauses, expected <= mostClauses,
        Double(expected) * secondsPerClause < context.deadline.secondsLeft
      else { return .tooMuch }
      clauses -= expected
      let statement = OrientedMatroidClauses.clauses(of: choice.part(of: signs), rank: rank)
      let variables = OrientedMatroidClauses.variableCount(columnCount: count, rank: rank)
      switch try decide(statement, variables) {
      case .undecided:
        // The conflicts were in vain, and they count.
        clauses -= conflictsPerEffort * context.effort * clausesPerConflict
        return .undecided
      case .satisfiable: return .allowed
      case .unsatisfiable(let lemmas):
        guard let lemmas else { return .undecided }
        let evidence = OrientedMatroidRefutation(
          isTransposed: isTransposed, rank: rank, lemmas: lemmas)
        candidates.append(
          BoundCandidate(
            signRank: rank + 1, evidence: evidence,
            rows: problem.ordered(isTransposed ? choice.columns : choice.rows),
            columns: isTransposed ? choice.rows : choice.columns))
        return .excluded
      }
    }

    /// The answer of the solver, with lemmas that the proof will accept.
    ///
    /// Where another solver than ours gives none, or some that do not follow by unit propagation, ours
    /// runs again to find its own. Half of the time that is left is for the check.
    private func decide(_ statement: ClauseList, _ variableCount: Int) throws -> SolverAnswer {
      let deadline = context.deadline.within(
        seconds: min(context.deadline.secondsLeft / 2, 1e8))
      let answer = try solver.decide(
        statement, variableCount: variableCount, conflicts: conflictsPerEffort * context.effort,
        deadline: deadline)
      guard !(solver is BuiltInSolver), case .unsatisfiable(let lemmas) = answer else {
        return answer
      }
      if let lemmas, Self.refutes(lemmas, statement, variableCount) { return answer }
      return BuiltInSolver().decide(
        statement, variableCount: variableCount, conflicts: Int.max, deadline: deadline)
    }

    private static func refutes(
      _ lemmas: ClauseList, _ statement: ClauseList, _ variableCount: Int
    ) -> Bool {
      var checker = RefutationChecker(statement, variableCount: variableCount)
      for index in 0..<lemmas.count where !checker.isRefuted {
        guard checker.accept(lemmas[index]) else { return false }
      }
      return checker.isRefuted
    }
  }
}
