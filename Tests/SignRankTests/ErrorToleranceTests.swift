import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@testable import SignRank

@Suite("Wrong judgments")
struct ErrorToleranceTests {
  private func tolerance(_ matrix: RelevanceMatrix) async throws -> ErrorTolerance {
    let bounds = await BoundSearch(
      matrix, options: .init(timeLimit: nil, mostRounds: 1, methods: [AnyMatrixMethod()])
    ).run()
    return try #require(try ErrorTolerance.of(bounds, deadline: .never).tolerance)
  }

  /// Closed form: ||S|| = √n for Sylvester's matrix, so h < (n²/d - n √n) / 2.
  @Test("Sylvester's matrix tolerates what the formula says", arguments: [4, 16, 64])
  func sylvester(order: Int) async throws {
    let found = try await tolerance(KnownMatrices.sylvester(order))
    let root = Int(Double(order).squareRoot())
    #expect(found.steps.map(\.excludedRank) == Array(1..<root))
    for step in found.steps {
      // (n²/d - n √n) / 2 as a fraction: the greatest whole number strictly below it
      let numerator = order * order - order * root * step.excludedRank
      let expected = (numerator - 1) / (2 * step.excludedRank)
      #expect(step.wrongEntries == expected)
    }
    #expect(found.steps.map(\.wrongEntries) == found.steps.map(\.wrongEntries).sorted(by: >))
  }

  @Test("What floating point proposes is the most that is proved: one more is refused")
  func tight() throws {
    let matrix = KnownMatrices.sylvester(16)
    func proves(_ rank: Int, _ wrong: Int) -> Bool {
      do throws(ProofError) {
        return try WrongEntriesBound(excludedRank: rank, wrongEntries: wrong)
          .provenSignRank(of: matrix) == rank + 1
      } catch { return false }
    }
    // d = 3: 256 / 3 - 64 = 64 / 3, half of which is 10 2/3
    #expect(proves(3, 0) && proves(3, 10) && !proves(3, 11))
    #expect(proves(1, 95) && !proves(1, 96))
    #expect(!proves(4, 0) && !proves(0, 0) && !proves(17, 0) && !proves(1, -1))
    #expect(!proves(1, .max) && !proves(.max, 1) && !proves(.min, .min))
  }

  /// Soundness by exhaustion: no change of so many entries brings the rank down.
  @Test("No matrix within the tolerance of Sylvester's of order 4 has sign-rank 1")
  func exhausted() async throws {
    let step = try #require(try await tolerance(KnownMatrices.sylvester(4)).strongest)
    #expect(step.excludedRank == 1 && step.wrongEntries == 3)
    let rows: [Int] = (0..<4).map { row in
      (0..<4).filter { ($0 & row).nonzeroBitCount.isMultiple(of: 2) }.reduce(0) { $0 | 1 << $1 }
    }
    var (within, rankOne) = (0, 0)
    for change in 0..<(1 << 16) {
      let changed = (0..<4).map { rows[$0] ^ (change >> (4 * $0)) & 15 }
      // sign-rank 1: every row is the first one or its opposite
      let isOne = changed.allSatisfy { $0 == changed[0] || $0 == changed[0] ^ 15 }
      if isOne { rankOne += 1 }
      if change.nonzeroBitCount <= step.wrongEntries {
        within += 1
        #expect(!isOne)
      }
    }
    #expect(within == 1 + 16 + 120 + 560 && rankOne > 0)
  }

  @Test("Sparse relevance tolerates nothing, because Forster's bound excludes nothing there")
  func sparse() async throws {
    #expect(try await tolerance(KnownMatrices.greaterThan(1)).steps.isEmpty)
  }

  @Test("Certificates survive the file and prove the matrix; holes are skipped with the reason")
  func certificates() async throws {
    let matrix = KnownMatrices.projectivePlane(3)
    for step in try await tolerance(matrix).steps {
      let written = CertificateText.bytes(of: step.certificate.json)
      let read = try Certificate(CertificateText.value(of: written))
      try read.check(against: matrix)
      #expect(read.evidence.remark.contains("\(step.wrongEntries)"))
      #expect(throws: ProofError.self) {
        try read.check(against: KnownMatrices.identity(matrix.rowCount))
      }
    }
    let holes = RelevanceMatrix(columnCount: 2, relevant: [[0]], judgedNotRelevant: [[]])
    let bounds = await BoundSearch(holes, options: .init(timeLimit: nil, mostRounds: 1)).run()
    let outcome = try ErrorTolerance.of(bounds, deadline: .never)
    #expect(outcome.tolerance == nil && outcome.reason.contains("holes"))
  }
}
