import EmbeddingSets
public import SignRankProof

/// The search for bounds on one of the two matrices, S or S+.
struct FormSearch: Sendable {
  let problem: SignProblem
  /// The greatest lower bound known, from here or from the other matrix.
  private(set) var lower = 0
  /// The least upper bound known.
  private(set) var upper: Int
  /// The best bounds that were proved here.
  private(set) var bestLower: AcceptedBound?
  private(set) var bestUpper: AcceptedBound?
  private(set) var attempts: [BoundAttempt]
  private(set) var figures: [String: Double] = [:]
  private let whole: RelevanceMatrix
  private let options: BoundSearch.Options
  private var isDone: [Bool]

  init(_ problem: SignProblem, whole: RelevanceMatrix, options: BoundSearch.Options) {
    self.problem = problem
    self.whole = whole
    self.options = options
    upper = .max / 2
    isDone = Array(repeating: false, count: options.methods.count)
    attempts = options.methods.map { method in
      BoundAttempt(
        methodID: method.id, methodTitle: method.title, side: method.side, form: problem.form)
    }
  }

  /// Whether the bounds meet.
  var isClosed: Bool { lower >= upper }

  /// Whether no method would find more with more effort.
  var isExhausted: Bool { isDone.allSatisfy { $0 } }

  mutating func learn(lower: Int, upper: Int) {
    self.lower = max(self.lower, lower)
    self.upper = min(self.upper, upper)
  }

  /// Calls every method once, in order, until the bounds meet or the time is over.
  mutating func run(round: Int, deadline: Deadline) {
    // From 2^30 units on, which are months, doubling has no meaning.
    let effort = 1 << min(round - 1, 30)
    for (index, method) in options.methods.enumerated() where !isDone[index] {
      let isLast = isClosed || (deadline.isPassed && bestLower != nil && bestUpper != nil)
      if isLast { return }
      if let reason = problem.matrix.rowCount == 0 ? "no rows" : method.reasonToSkip(problem) {
        attempts[index].outcome = .skipped(reason)
        isDone[index] = true
        continue
      }
      let context = SearchContext(
        effort: effort, deadline: deadline, seed: options.seed, lower: lower, upper: upper)
      let start = ContinuousClock.now
      do {
        let result = try method.search(problem, context)
        isDone[index] = result.isComplete
        for figure in result.figures {
          figures[figure.id] = max(figures[figure.id] ?? -.infinity, figure.value)
        }
        take(result, of: index)
      } catch {
        attempts[index].outcome = .failed("\(error)")
        isDone[index] = true
      }
      attempts[index].seconds += (ContinuousClock.now - start) / .seconds(1)
    }
  }

  /// Has the candidates of a method checked, best first, until one is accepted.
  private mutating func take(_ result: SearchResult, of index: Int) {
    let side = options.methods[index].side
    let candidates = result.candidates.sorted {
      side == .lower ? $0.signRank > $1.signRank : $0.signRank < $1.signRank
    }
    if candidates.isEmpty && attempts[index].value == nil {
      attempts[index].outcome = result.isComplete ? .nothing : .nothingYet
    }
    for candidate in candidates {
      if let known = attempts[index].value,
        side == .lower ? candidate.signRank <= known : candidate.signRank >= known
      {
        return
      }
      let bound = AcceptedBound(
        signRank: candidate.signRank, methodID: options.methods[index].id,
        methodTitle: options.methods[index].title, frame: problem.frame(of: candidate),
        evidence: candidate.evidence)
      do throws(ProofError) {
        try bound.certificate(of: .signRank).check(against: whole)
      } catch {
        attempts[index].outcome = .rejected(candidate.signRank, error.description)
        continue
      }
      attempts[index].value = candidate.signRank
      attempts[index].outcome = .certified
      accept(bound, side)
      return
    }
  }

  private mutating func accept(_ bound: AcceptedBound, _ side: BoundSide) {
    switch side {
    case .lower:
      if bound.signRank > bestLower?.signRank ?? Int.min { bestLower = bound }
      lower = max(lower, bound.signRank)
    case .upper:
      if bound.signRank < bestUpper?.signRank ?? Int.max { bestUpper = bound }
      upper = min(upper, bound.signRank)
    }
  }
}

/// A bound on the sign-rank of S or S+ that SignRankProof accepted.
public struct AcceptedBound: Sendable {
  /// The bound on the sign-rank of the framed matrix.
  public let signRank: Int
  /// The method that found it.
  public let methodID: String
  /// What reports call the method.
  public let methodTitle: String
  /// How the framed matrix comes from the user's.
  public let frame: Frame
  /// What proves it.
  public let evidence: any Evidence

  /// What follows for a quantity of the user's matrix.
  public func certificate(of quantity: BoundedQuantity) -> Certificate {
    Certificate(quantity, signRank: signRank, frame: frame, evidence: evidence)
  }
}

/// What came of one method on one of the two matrices.
public struct BoundAttempt: Sendable {
  /// How it ended.
  public enum Outcome: Sendable, Hashable {
    /// Not called, because the bounds met or the time was over before.
    case notTried
    /// Not meant for this matrix; why, as a clause.
    case skipped(String)
    /// Searched to its end without a bound.
    case nothing
    /// No bound in the effort so far.
    case nothingYet
    /// A bound that the proof accepted.
    case certified
    /// A bound of this value that the proof did not accept, and why: a fault of the method.
    case rejected(Int, String)
    /// The method failed; why.
    case failed(String)
  }

  /// The method.
  public let methodID: String
  /// What reports call it.
  public let methodTitle: String
  /// The side of its bounds.
  public let side: BoundSide
  /// The matrix.
  public let form: SignProblem.Form
  /// The best bound on the sign-rank of that matrix that was accepted.
  public internal(set) var value: Int?
  /// How it ended.
  public internal(set) var outcome = Outcome.notTried
  /// Seconds that were spent, all rounds together, checks included.
  public internal(set) var seconds = 0.0

  /// What is bounded: the sign-rank on S, the ordering rank on S+.
  public var quantity: BoundedQuantity { form == .plain ? .signRank : .orderingRank }

  /// The bound on ``quantity``.
  public var quantityValue: Int? { value.map { form == .plain ? $0 : $0 - 1 } }
}
