import Findings
import EmbeddingSets
import LinearAlgebra
import SignRankProof

/// How many pairs of query and document a model of few dimensions must put on the wrong side.
///
/// A model of d dimensions with a threshold for each query gives a matrix of rank d + 1. If no matrix of
/// that rank has the signs of 2A - 1 but for h of them, it gets more than h pairs wrong, whatever its
/// thresholds are; `SingularValueBound` proves that for the condensed matrix, and pairs that are wrong
/// there are wrong in the user's.
public struct WrongPairs: Sendable {
  /// For each of ``dimensions`` that was looked at, the least number of wrong pairs that is proved.
  public let least: [Int: Int]
  /// Why the others were not looked at, as a clause.
  public let reason: String

  /// The dimensions of the table.
  public static let dimensions = [1, 2, 4, 8, 16, 32]

  static func id(_ dimension: Int) -> MetricID {
    MetricID("signrank.wrong-pairs@dimensions=\(dimension)")
  }

  /// Nothing was looked at.
  public static func none(_ reason: String) -> WrongPairs { WrongPairs(least: [:], reason: reason) }

  private init(least: [Int: Int], reason: String) {
    self.least = least
    self.reason = reason
  }

  /// Seconds of a proof for a unit of cost; measured.
  private static let secondsPerCost = 1e-9

  /// The table for the matrix that bounds are about, as far as there is time.
  public init(_ bounds: SignRankBounds, deadline: Deadline) {
    let problem = bounds.plain
    guard let signs = problem.dense, signs.rowCount > 1, signs.columnCount > 1,
      SpectralCost.reasonToSkip(problem) == nil
    else {
      self = .none("the condensed matrix is too small or too large for a decomposition")
      return
    }
    var least: [Int: Int] = [:]
    let cost = SpectralCost.of(problem) * Self.secondsPerCost
    do {
      // The decompositions, and a proof for each dimension.
      guard deadline.leavesRoom(for: 3 * cost) else {
        self = .none("the time was over")
        return
      }
      let weighted = try TwoValuedWeights(signs, deadline: deadline)
      for weights in [
        SpectralWeights(signs), SpectralWeights(signs, entries: weighted.entries),
      ] where deadline.leavesRoom(for: 2 * cost) {
        let system = try weights.matrix.singularSystem()
        for dimension in Self.dimensions where deadline.leavesRoom(for: cost) {
          // More dimensions than the bounds say order everything.
          if let enough = bounds.orderingRank?.upper.value, dimension >= enough {
            least[dimension] = 0
            continue
          }
          let found = Self.proved(weights, system, problem, dimension: dimension)
          least[dimension] = max(least[dimension] ?? 0, found)
        }
      }
    } catch {
      self = .none("the decomposition failed (\(error))")
      return
    }
    self.init(least: least, reason: "the time was over")
  }

  /// One more than the errors for which the evidence is accepted; 0 where there is none.
  private static func proved(
    _ weights: SpectralWeights, _ system: SingularSystem, _ problem: SignProblem, dimension: Int
  ) -> Int {
    guard
      let evidence = SpectralClaim.withErrors(weights, system, excluding: dimension + 1)
    else { return 0 }
    do throws(ProofError) {
      let bound = try evidence.provenSignRank(of: problem.matrix)
      return bound == dimension + 2 ? evidence.errors + 1 : 0
    } catch {
      // What the proof does not accept was never claimed.
      return 0
    }
  }
}
