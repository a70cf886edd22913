import EmbeddingSets
import LinearAlgebra
import SignRankProof

/// Forster and Simon's bound with a weight for the rarer sign.
struct TwoValuedMethod: BoundMethod {
  let id = "two-weights"
  let title = "singular values, the rarer sign weighted"
  let side = BoundSide.lower
  let summary = "Forster-Simon for W o S, W one number on each sign; grid and golden section"

  func reasonToSkip(_ problem: SignProblem) -> String? { SpectralCost.reasonToSkip(problem) }

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    guard let signs = problem.dense, signs.rowCount > 0, signs.columnCount > 0 else {
      return SearchResult(isComplete: true)
    }
    guard SpectralCost.fits(problem, context.deadline) else {
      return SearchResult(isComplete: false)
    }
    let chosen = try TwoValuedWeights(signs, deadline: context.deadline)
    // Where both signs weigh the same, the plain bound has said it.
    guard chosen.positive != chosen.negative,
      SpectralCost.fits(problem, context.deadline)
    else {
      return SearchResult(isComplete: true)
    }
    let weights = SpectralWeights(signs, entries: chosen.entries)
    guard
      let evidence = SpectralClaim.forsterSimon(weights, try weights.matrix.singularSystem())
    else { return SearchResult(isComplete: true) }
    return SearchResult(
      [BoundCandidate(signRank: evidence.excludedRank + 1, evidence: evidence)], isComplete: true)
  }
}
