import EmbeddingSets
import LinearAlgebra
public import SignRankProof

/// How many judgments may be wrong before Forster's bound excludes no more: for every rank d that it
/// excludes, the greatest number h of wrong entries under which it still does, proved.
///
/// Judgments are made by people and models; an impossibility that one wrong judgment undoes is none. The
/// entries are those of the condensed matrix, so h is for queries and documents that differ.
///
/// - Source: `SignRankProof/WrongEntriesBound`.
public struct ErrorTolerance: Sendable {
  /// One excluded rank.
  public struct Step: Sendable {
    /// d.
    public let excludedRank: Int
    /// h.
    public let wrongEntries: Int
    /// What proves it, in the user's rows and columns.
    public let certificate: Certificate
  }

  /// What is proved, d ascending, h falling; empty where Forster's bound excludes nothing.
  public let steps: [Step]

  /// The step of the greatest excluded rank.
  public var strongest: Step? { steps.last }

  /// Longest side for which every rank is proved; above, only the least, the middle and the greatest one are.
  private static let everyRankSide = 256

  /// The tolerance of a matrix; nil with a reason where it is not measured.
  ///
  /// - Complexity: a singular value decomposition, and a proof of O(min(m, n)³) a step.
  public static func of(
    _ bounds: SignRankBounds, deadline: Deadline
  ) throws -> (tolerance: ErrorTolerance?, reason: String) {
    let problem = bounds.plain
    if bounds.matrix.hasHoles {
      return (nil, "with holes every filling is allowed for already")
    }
    if let reason = SpectralCost.reasonToSkip(problem) { return (nil, reason) }
    guard let signs = problem.dense, signs.rowCount > 0, signs.columnCount > 0 else {
      return (nil, "no entry is judged")
    }
    guard 3 * SpectralCost.seconds(problem) < deadline.secondsLeft else {
      return (nil, "the time was over")
    }
    let greatest = try SpectralWeights(signs).matrix.singularValues()[0]
    let entries = Double(signs.rowCount) * Double(signs.columnCount)
    // the sum that h wrong entries have to fall short of, for rank d
    func room(_ rank: Int) -> Double {
      (entries / Double(rank) - greatest * entries.squareRoot()) / 2
    }
    let side = min(signs.rowCount, signs.columnCount)
    var last = 0
    while last < side, room(last + 1) > entries * 1e-9 { last += 1 }
    guard last > 0 else { return (ErrorTolerance(steps: []), "") }
    let ranks =
      side <= everyRankSide ? Array(1...last) : Array(Set([1, (last + 1) / 2, last])).sorted()
    var steps: [Step] = []
    for rank in ranks {
      if steps.isEmpty || !deadline.isPassed, let step = step(rank, room: room(rank), bounds) {
        steps.append(step)
      }
    }
    return (ErrorTolerance(steps: steps), "")
  }

  /// The greatest h near what floating point says that the proof accepts.
  private static func step(_ rank: Int, room: Double, _ bounds: SignRankBounds) -> Step? {
    // strictly below the room; a proof needs some of it
    for share in [0, 1e-9, 1e-6, 1e-3] {
      let wrong = Int((room * (1 - share)).rounded(.up)) - 1
      guard wrong >= 0 else { return nil }
      let evidence = WrongEntriesBound(excludedRank: rank, wrongEntries: wrong)
      let certificate = Certificate(
        .signRank, signRank: rank + 1,
        frame: bounds.plain.frame(of: BoundCandidate(signRank: rank + 1, evidence: evidence)),
        evidence: evidence)
      do throws(ProofError) {
        try certificate.check(against: bounds.matrix)
        return Step(excludedRank: rank, wrongEntries: wrong, certificate: certificate)
      } catch {
        continue
      }
    }
    return nil
  }
}
