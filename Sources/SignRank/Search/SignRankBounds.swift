public import EmbeddingSets
public import SignRankProof

/// What is proved about the sign-rank and the ordering rank of a matrix.
public struct SignRankBounds: Sendable {
  /// Why the search ended.
  public enum Ending: Sendable, Hashable {
    /// Lower and upper bounds meet.
    case closed
    /// No method would find more.
    case nothingLeft
    /// The time limit.
    case outOfTime
    /// The limit of rounds.
    case outOfRounds
  }

  /// An interval for a quantity, both ends proved.
  public struct Bounds: Sendable {
    /// At least.
    public let lower: Proved
    /// At most.
    public let upper: Proved
    /// Whether they meet.
    public var isExact: Bool { lower.value == upper.value }
  }

  /// One end of an interval.
  public struct Proved: Sendable {
    /// The bound.
    public let value: Int
    /// What was found and accepted.
    public let bound: AcceptedBound
    /// What proves it, in the user's rows and columns.
    public let certificate: Certificate

    init(_ bound: AcceptedBound, _ quantity: BoundedQuantity) {
      self.bound = bound
      certificate = bound.certificate(of: quantity)
      value = certificate.value
    }
  }

  /// The matrix.
  public let matrix: RelevanceMatrix
  /// S, condensed.
  public let plain: SignProblem
  /// S+, condensed.
  public let augmented: SignProblem
  /// rank±(2A - 1); nil where no entry is judged.
  public let signRank: Bounds?
  /// rank_rop(A); nil where no entry is judged.
  public let orderingRank: Bounds?
  /// What came of every method on both matrices, in the order of the catalogue.
  public let attempts: [BoundAttempt]
  /// Numbers on the way, by the id of their metric: those of S.
  public let figures: [String: Double]
  /// How many rounds were begun.
  public let rounds: Int
  /// Why the search ended.
  public let ending: Ending

  init(_ matrix: RelevanceMatrix, _ searches: [FormSearch], rounds: Int, ending: Ending) {
    self.matrix = matrix
    self.rounds = rounds
    self.ending = ending
    plain = searches[0].problem
    augmented = searches[1].problem
    signRank = Self.bounds(.signRank, [searches[0], searches[1]])
    orderingRank = Self.bounds(.orderingRank, [searches[1], searches[0]])
    attempts = zip(searches[0].attempts, searches[1].attempts).flatMap { [$0, $1] }
    figures = searches[0].figures
  }

  /// The best of what both matrices prove; the first wins ties.
  private static func bounds(_ quantity: BoundedQuantity, _ searches: [FormSearch]) -> Bounds? {
    let lower = searches.compactMap(\.bestLower).map { Proved($0, quantity) }
    let upper = searches.compactMap(\.bestUpper).map { Proved($0, quantity) }
    guard var least = upper.first, var greatest = lower.first else { return nil }
    for bound in upper where bound.value < least.value { least = bound }
    for bound in lower where bound.value > greatest.value { greatest = bound }
    return Bounds(lower: greatest, upper: least)
  }

  /// The four claims, for a certificate file.
  public var certificates: [Certificate] {
    [signRank, orderingRank].compactMap(\.self).flatMap {
      [$0.lower.certificate, $0.upper.certificate]
    }
  }
}
