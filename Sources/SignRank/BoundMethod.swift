public import SignRankProof

/// One way to find a bound on the sign-rank of a matrix, with evidence.
///
/// **To add a method** write one file in `Methods/` with a type that conforms, one line of
/// ``BoundMethodCatalog``, and one test file. A method sees a ``SignProblem``: a condensed matrix, once
/// S = 2A - 1 and once S+ (S with an all-ones row, whose sign-rank less 1 is the ordering rank), and
/// hands over ``BoundCandidate``s in the rows and columns of that matrix. What follows for the user's
/// matrix, the check of the evidence by SignRankProof, the merging of bounds and the report are done for
/// it; a candidate that is not accepted counts as a bug of the method and never as a bound.
///
/// The pipeline calls methods in the order of the catalogue, in rounds of growing effort, until lower
/// and upper bound meet or the time is over:
///
/// * ``SearchContext/effort`` starts at 1 and doubles each round. It is *counted* work, about 20 ms of a
///   current core for each unit, never measured time, so that the same input and seed give the same
///   bytes on any machine that is given the time. Polynomial methods may ignore it.
/// * ``SearchContext/deadline`` only cuts off. Look at it at least every few milliseconds.
/// * ``SearchResult/isComplete`` says that more effort would not help: the method is not called again.
/// * ``SearchContext/lower`` and ``SearchContext/upper`` are what is proved so far about this matrix: a
///   method need not look for what would not improve on it.
public protocol BoundMethod: Sendable {
  /// The name in reports and in `signrank.bounds`, dashed: `moment-curve`.
  var id: String { get }
  /// What reports call it: `trigonometric moment curve`.
  var title: String { get }
  /// Which side its bounds are on.
  var side: BoundSide { get }
  /// One line: whose theorem, which cost.
  var summary: String { get }
  /// Why it is not tried on a matrix, as a clause (`more than 14 columns`); nil where it is.
  func reasonToSkip(_ problem: SignProblem) -> String?
  /// Looks for bounds.
  ///
  /// - Throws: what went wrong inside, such as a decomposition that did not converge; reported as the
  ///   outcome of this method, never as a bound.
  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult
}

extension BoundMethod {
  /// Tried on every matrix.
  public func reasonToSkip(_ problem: SignProblem) -> String? { nil }
}

/// What a method is told beside the matrix.
public struct SearchContext: Sendable {
  /// How much to do, in units of about 20 ms; doubles from call to call.
  public let effort: Int
  /// When to stop whatever has been reached.
  public let deadline: Deadline
  /// Where random choices start.
  public let seed: UInt64
  /// The greatest lower bound on the sign-rank of the problem's matrix proved so far.
  public let lower: Int
  /// The least upper bound proved so far.
  public let upper: Int

  /// A context.
  public init(effort: Int, deadline: Deadline, seed: UInt64, lower: Int, upper: Int) {
    self.effort = effort
    self.deadline = deadline
    self.seed = seed
    self.lower = lower
    self.upper = upper
  }
}

/// What a method found.
public struct SearchResult: Sendable {
  /// Bounds with evidence; the best one is enough.
  public var candidates: [BoundCandidate]
  /// Whether more effort cannot find more.
  public var isComplete: Bool
  /// Numbers on the way that have a metric of their own, such as `signrank.forster-ratio`.
  public var figures: [Figure]

  /// A number with the id of its metric.
  public struct Figure: Sendable, Hashable {
    /// The id of the metric.
    public let id: String
    /// The value.
    public let value: Double

    /// A figure.
    public init(_ id: String, _ value: Double) {
      self.id = id
      self.value = value
    }
  }

  /// A result.
  public init(
    _ candidates: [BoundCandidate] = [], isComplete: Bool, figures: [Figure] = []
  ) {
    self.candidates = candidates
    self.isComplete = isComplete
    self.figures = figures
  }
}

/// A bound on the sign-rank of the problem's matrix, with evidence about it or about a part of it.
public struct BoundCandidate: Sendable {
  /// The bound that the evidence proves.
  public let signRank: Int
  /// What proves it.
  public let evidence: any Evidence
  /// Rows of the problem's matrix that the evidence is about, in its order; nil for all of them.
  ///
  /// Upper bounds are always about all. The all-ones row, where it is one of them, is the last.
  public let rows: [Int]?
  /// Columns of the problem's matrix that the evidence is about, in its order; nil for all of them.
  public let columns: [Int]?

  /// A bound.
  public init(
    signRank: Int, evidence: any Evidence, rows: [Int]? = nil, columns: [Int]? = nil
  ) {
    self.signRank = signRank
    self.evidence = evidence
    self.rows = rows
    self.columns = columns
  }
}

/// Every method; the only list of them.
public enum BoundMethodCatalog {
  /// All methods, in the order in which a round tries them: cheap ones first.
  public static let all = all(solver: BuiltInSolver())

  /// All methods, with a solver of propositional formulas for those that need one.
  public static func all(solver: any PropositionalSolver) -> [any BoundMethod] {
    [
      AnyMatrixMethod(),
      SmallerSideMethod(),
      MomentCurveMethod(),
      PlaneMethod(),
      HalfTurnMethod(),
      ConsecutiveOnesMethod(),
      CountingMethod(),
      ShatteringMethod(isTransposed: false),
      ShatteringMethod(isTransposed: true),
      FewColumnsMethod(),
      ForsterMethod(),
      ForsterSimonMethod(),
      TwoValuedMethod(),
      RandomFlipsMethod(),
      FiedlerOrderMethod(),
      TruncatedSVDMethod(),
      OrderSearchMethod(),
      GradientSearchMethod(),
      KroneckerMethod(),
      OptimizedWeightsMethod(freedom: .entries),
      OptimizedWeightsMethod(freedom: .rowsAndColumns),
      OrientedMatroidMethod(solver: solver),
    ]
  }
}
