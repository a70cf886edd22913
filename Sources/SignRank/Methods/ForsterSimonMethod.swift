import EmbeddingSets
import LinearAlgebra
import SignRankProof

/// Forster and Simon's bound: the whole spectrum of the signs.
struct ForsterSimonMethod: BoundMethod {
  let id = "forster-simon"
  let title = "all singular values (Forster-Simon)"
  let side = BoundSide.lower
  let summary = "the least k with k (s1² + ... + sk²) >= m n, never less than Forster's; one SVD"

  func reasonToSkip(_ problem: SignProblem) -> String? { SpectralCost.reasonToSkip(problem) }

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    guard let signs = problem.dense, signs.rowCount > 0, signs.columnCount > 0 else {
      return SearchResult(isComplete: true)
    }
    guard SpectralCost.fits(problem, context.deadline) else {
      return SearchResult(isComplete: false)
    }
    let weights = SpectralWeights(signs)
    let system = try weights.matrix.singularSystem()
    guard let evidence = SpectralClaim.forsterSimon(weights, system) else {
      return SearchResult(isComplete: true, figures: [.init("signrank.forster-simon", 1)])
    }
    return SearchResult(
      [BoundCandidate(signRank: evidence.excludedRank + 1, evidence: evidence)], isComplete: true,
      figures: [.init("signrank.forster-simon", Double(evidence.excludedRank + 1))])
  }
}
