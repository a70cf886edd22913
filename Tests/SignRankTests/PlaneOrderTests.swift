import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@testable import SignRank

@Suite("Orders of the columns in the plane")
struct PlaneOrderTests {
  /// The exact answer to "at most 2", proved on the side it falls on.
  private func isPlanar(_ matrix: RelevanceMatrix) throws -> Bool {
    let problem = SignProblem(matrix, form: .plain)
    let context = SearchContext(effort: 1, deadline: .never, seed: 0, lower: 1, upper: 9)
    let lower = PlaneMethod().search(problem, context).candidates
    let upper = HalfTurnMethod().search(problem, context).candidates
    for candidate in lower + upper {
      try Certificate(
        .signRank, signRank: candidate.signRank, frame: problem.frame(of: candidate),
        evidence: candidate.evidence
      ).check(against: matrix)
    }
    #expect(lower.count + upper.count == 1)
    return lower.isEmpty
  }

  @Test("Vectors of the plane are put in order, however they are disguised", arguments: 1...30)
  func planted(seed: Int) throws {
    let matrix = KnownMatrices.planted(3 + seed, 40 - seed, rank: 2, UInt64(seed))
    #expect(try isPlanar(KnownMatrices.disguised(matrix, UInt64(seed))), "seed \(seed)")
  }

  @Test("Random matrices are not in the plane, and a few rows and columns say why")
  func random() throws {
    for seed in 1...10 {
      #expect(try !isPlanar(KnownMatrices.random(20, 70, UInt64(seed))), "seed \(seed)")
    }
    #expect(try isPlanar(KnownMatrices.greaterThan(70)))
    #expect(try !isPlanar(KnownMatrices.identity(70)))
  }
}
