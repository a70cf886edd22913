import EmbeddingSets
import LinearAlgebra
import SignRankProof
import TestSupport
import Testing

@testable import SignRank

@Suite("What queries share, and what few dimensions cost")
struct StructureTests {
  @Test("LIMIT has the strength and density of the paper's table, and the density of its text")
  func limit() throws {
    let graph = try #require(QueryGraph(KnownMatrices.limit()))
    // Six digits, as they are published.
    #expect(abs(try #require(graph.strength) - 28.4653) < 5e-5)
    #expect(abs(try #require(graph.density) - 0.085481) < 5e-7)
    #expect(try #require(graph.documentDensity) == 1000.0 / 1035)
  }

  @Test("All pairs of n documents share as counting says")
  func pairs() throws {
    for n in [3, 5, 9] {
      let graph = try #require(QueryGraph(KnownMatrices.allSubsets(of: n, size: 2)))
      let others = 2 * (n - 2)
      // Each pair meets 2 (n - 2) others in one document of three.
      #expect(abs(try #require(graph.strength) - Double(others) / 3) < 1e-12)
      #expect(
        abs(try #require(graph.density) - Double(others) / Double(n * (n - 1) / 2 - 1)) < 1e-12)
      #expect(graph.documentDensity == 1)
    }
  }

  @Test("Queries that share nothing, or are alone, or have holes")
  func edges() {
    let identity = QueryGraph(KnownMatrices.identity(4))
    #expect(identity?.strength == 0 && identity?.density == 0 && identity?.documentDensity == 0)
    let alone = QueryGraph(RelevanceMatrix(columnCount: 2, relevant: [[0]]))
    #expect(alone?.strength == 0 && alone?.density == nil && alone?.documentDensity == nil)
    let same = QueryGraph(RelevanceMatrix(columnCount: 3, relevant: [[0, 2], [0, 2], []]))
    #expect(same?.strength == 2.0 / 3 && same?.density == 1.0 / 3)
    #expect(
      QueryGraph(
        RelevanceMatrix(columnCount: 2, relevant: [[0]], judgedNotRelevant: [[]])) == nil)
  }

  private func wrongPairs(_ matrix: RelevanceMatrix) async -> WrongPairs {
    let bounds = await BoundSearch(
      matrix,
      options: BoundSearch.Options(
        timeLimit: nil, mostRounds: 1,
        methods: BoundMethodCatalog.all.filter {
          ["not-empty", "smaller-side"].contains($0.id)
        })
    ).run()
    return WrongPairs(bounds, deadline: .never)
  }

  @Test("Sylvester's matrix: what one dimension must get wrong is the closed form")
  func sylvester() async {
    // All singular values √N: rank 2 with h errors is excluded while
    // 2 N (2 N) < (N² - 4 h)² / N, so h < (N² - 2 N √N) / 4.
    for n in [16, 64] {
      let exact = Double(n * n) / 4 - Double(n) * Double(n).squareRoot() / 2
      let found = await wrongPairs(KnownMatrices.sylvester(n)).least[1] ?? 0
      #expect(Double(found) <= exact + 1)
      // The search leaves a thousandth of room for the proof.
      #expect(Double(found) >= exact * 0.995 - 1, "\(found) of \(exact)")
    }
  }

  @Test("A model with fewer wrong pairs than is proved does not exist: planted matrices with flips")
  func planted() async {
    var random = Seed(3)
    for flips in [0, 40, 160] {
      // The signs of products of vectors of length 2, then some flipped: rank 2 does it with those wrong,
      // so that no more may be proved for one dimension and a threshold.
      let base = KnownMatrices.planted(24, 24, rank: 2, 5)
      var sets = base.relevant.map(Set.init)
      for _ in 0..<flips {
        sets[Int(random.next() % 24)].formSymmetricDifference([Int(random.next() % 24)])
      }
      let flipped = RelevanceMatrix(columnCount: 24, relevant: sets.map { $0.sorted() })
      let found = await wrongPairs(flipped)
      #expect((found.least[1] ?? 0) <= flips)
    }
  }

  @Test("More errors than the evidence is for are rejected, fewer are proved too")
  func evidence() throws {
    let problem = SignProblem(KnownMatrices.sylvester(16), form: .plain)
    let signs = try #require(problem.dense)
    let weights = SpectralWeights(signs)
    let found = try #require(
      SpectralClaim.withErrors(weights, weights.matrix.singularSystem(), excluding: 2))
    #expect(found.errors > 20)
    func proves(errors: Int) -> Bool {
      let claim = SingularValueBound(
        excludedRank: 2, errors: errors, shift: found.shift, scale: found.scale,
        vectors: found.vectors)
      do throws(ProofError) {
        return try claim.provenSignRank(of: problem.matrix) == 3
      } catch { return false }
    }
    for errors in [0, 1, found.errors] { #expect(proves(errors: errors)) }
    for errors in [-1, found.errors + 2, 64, Int.max] { #expect(!proves(errors: errors)) }
  }
}
