import EmbeddingSets
import LinearAlgebra
import Retrieval
import TestSupport
import Testing

@Suite("Spectra of scores")
struct ScoreSpectrumTests {
  @Test("from factors or from all scores, the spectrum is the same", arguments: Seed.samples(3))
  func routes(seed: Seed) async throws {
    var seed = seed
    let documents = InMemorySource(
      Exports.values(40 * 6, &seed).map(Double.init), columnCount: 6)
    let queries = InMemorySource(Exports.values(25 * 6, &seed).map(Double.init), columnCount: 6)
    let factors = try ScoreSpectrum.ofDotProducts(queries: queries, documents: documents)
    let scores = try await ScoreSpectrum.of(
      DenseRepresentation(name: "dense", documents: documents, queries: queries), jobs: 2)
    #expect(scores.rank(tolerance: 1e-12 * (scores.values.first ?? 0)) == 6)
    for (left, right) in zip(factors.values, scores.values) {
      #expect(isNear(left, right, relative: 1e-10), "\(seed)")
    }
  }

  @Test("closed forms: equal values, one value, none")
  func closedForms() {
    let flat = SingularSpectrum([2, 2, 2, 2])
    #expect(isNear(flat.effectiveRank, 4, relative: 1e-14))
    #expect(isNear(flat.participationRatio, 4, relative: 1e-14))
    #expect(isNear(SingularSpectrum([0, 5, 0]).effectiveRank, 1, relative: 1e-14))
    #expect(SingularSpectrum([0, 0]).effectiveRank == nil)
    #expect(SingularSpectrum([]).participationRatio == nil)
    #expect(SingularSpectrum([1e-200, 1e-200]).participationRatio == 2)
  }

  @Test(
    "real exports of three kinds",
    .enabled(if: SharedData.isThere && !isDebugBuild, SharedData.absence))
  func pydoc() async throws {
    let sparse = try SparseRepresentation(
      name: "bm25", documents: SharedData.sparse("pydoc-minilm/docs_bm25.npz"),
      queries: SharedData.sparse("pydoc-minilm/queries_terms.npz"))
    let tokens = try TokenRepresentation(
      name: "maxsim", documents: SharedData.tokens("pydoc-minilm", "docs"),
      queries: SharedData.tokens("pydoc-minilm", "queries"))
    for (representation, expected) in [(sparse, 217.4844628), (tokens, 93.16189115)]
      as [(any TiledRepresentation, Double)]
    {
      let spectrum = try await ScoreSpectrum.of(representation, jobs: 2)
      #expect(isNear(spectrum.effectiveRank, expected, relative: 0, absolute: 1e-4))
    }
  }
}
