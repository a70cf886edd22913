import EmbeddingSets
import LinearAlgebra
import SignRankProof

/// Forster's bound: the largest singular value of the signs.
struct ForsterMethod: BoundMethod {
  let id = "forster"
  let title = "largest singular value (Forster)"
  let side = BoundSide.lower
  let summary = "sqrt(m n) / ||S||; with holes in the form of Razborov and Sherstov; one SVD"

  func reasonToSkip(_ problem: SignProblem) -> String? { SpectralCost.reasonToSkip(problem) }

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    guard let signs = problem.dense, signs.rowCount > 0, signs.columnCount > 0 else {
      return SearchResult(isComplete: true)
    }
    guard SpectralCost.fits(problem, context.deadline) else {
      return SearchResult(isComplete: false)
    }
    let weights = SpectralWeights(signs)
    let greatest = try weights.matrix.singularValues()[0]
    var result = SearchResult(isComplete: true)
    if greatest > 0 {
      let entries = Double(signs.rowCount) * Double(signs.columnCount)
      let holes = weights.holeWeights.reduce(0, +)
      result.figures = [
        .init("signrank.forster-ratio", entries / (greatest * entries.squareRoot() + holes))
      ]
    }
    if let evidence = SpectralClaim.forster(weights, greatest: greatest) {
      result.candidates = [
        BoundCandidate(signRank: evidence.excludedRank + 1, evidence: evidence)
      ]
    }
    return result
  }
}

/// When a decomposition of the whole condensed matrix is out of proportion.
enum SpectralCost {
  /// Of the product of the smaller side squared and the larger one: some seconds of a decomposition.
  static let most = 4e9

  static func of(_ problem: SignProblem) -> Double {
    let (m, n) = (Double(problem.matrix.rowCount), Double(problem.matrix.columnCount))
    return min(m, n) * m * n
  }

  /// Whether a decomposition and its proof, which cannot be interrupted, will be done in time.
  static func fits(_ problem: SignProblem, _ deadline: Deadline) -> Bool {
    deadline.leavesRoom(for: secondsPerUnit * of(problem))
  }

  /// Measured: 0.8 s for a decomposition of order 1,000 with its proof.
  private static let secondsPerUnit = 1e-9

  static func reasonToSkip(_ problem: SignProblem) -> String? {
    if problem.dense == nil || of(problem) > most {
      return "the condensed matrix is too large for a decomposition"
    }
    return nil
  }
}
