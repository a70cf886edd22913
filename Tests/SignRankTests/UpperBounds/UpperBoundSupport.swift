import EmbeddingSets
import SignRankProof
import Testing

@testable import SignRank

/// Runs upper-bound methods as the pipeline does, with every certificate checked against the user's
/// matrix.
enum UpperBoundSupport {
  /// All methods for upper bounds in catalogue order.
  static let all = BoundMethodCatalog.all.filter { $0.side == .upper }

  /// The least certified upper bound on a quantity, from the form of the matrix that is about it.
  static func least(
    _ quantity: BoundedQuantity, of matrix: RelevanceMatrix,
    methods: [any BoundMethod] = all, lower: Int = 1, effort: Int = 2, seed: UInt64 = 1
  ) throws -> Int {
    let problem = SignProblem(matrix, form: quantity == .signRank ? .plain : .augmented)
    var upper = min(problem.matrix.rowCount, problem.matrix.columnCount)
    var least = Int.max
    for method in methods where method.reasonToSkip(problem) == nil {
      let context = SearchContext(
        effort: effort, deadline: .never, seed: seed, lower: lower, upper: upper)
      for candidate in try method.search(problem, context).candidates {
        let certificate = Certificate(
          quantity, signRank: candidate.signRank, frame: problem.frame(of: candidate),
          evidence: candidate.evidence)
        try certificate.check(against: matrix)
        upper = min(upper, candidate.signRank)
        least = min(least, certificate.value)
      }
    }
    return least
  }
}
