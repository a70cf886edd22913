import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@Suite("Evidence of singular values")
struct SingularValueBoundTests {
  private func matrix(
    _ rowCount: Int, _ columnCount: Int, _ isRelevant: (Int, Int) -> Bool
  ) -> RelevanceMatrix {
    RelevanceMatrix(
      columnCount: columnCount,
      relevant: (0..<rowCount).map { row in (0..<columnCount).filter { isRelevant(row, $0) } })
  }

  private var hadamard: RelevanceMatrix {
    matrix(4, 4) { ($0 & $1).nonzeroBitCount % 2 == 0 }
  }

  private func rejects(_ evidence: SingularValueBound, _ matrix: RelevanceMatrix) -> Bool {
    do throws(ProofError) {
      _ = try evidence.provenSignRank(of: matrix)
      return false
    } catch { return true }
  }

  @Test("No all-ones matrix is said to have rank 2, whatever its shape", arguments: 1..<40)
  func allOnes(rowCount: Int) {
    for columnCount in rowCount..<40 {
      let ones = matrix(rowCount, columnCount) { _, _ in true }
      // σ₁² = m n exactly: below it the shift is not large enough, from it on the bound fails.
      for shift in [rowCount * columnCount - 1, rowCount * columnCount] {
        #expect(rejects(SingularValueBound(excludedRank: 1, shift: shift), ones))
      }
    }
  }

  @Test("Sylvester's matrix of order 4 has all singular values 2: rank 1 is excluded, 2 is not")
  func sylvester() throws {
    // d τ d < m n with τ > σ₁² = 4: 5 < 16 for d = 1, 4 τ < 16 for d = 2 has no such τ.
    #expect(
      try SingularValueBound(excludedRank: 1, shift: 5).provenSignRank(of: hadamard) == 2)
    for shift in 0...8 {
      #expect(rejects(SingularValueBound(excludedRank: 2, shift: shift), hadamard))
    }
    // All weights 7: everything times 49.
    #expect(
      try SingularValueBound(
        excludedRank: 1, entryWeights: .twoValued(positive: 7, negative: 7), shift: 250
      ).provenSignRank(of: hadamard) == 2)
    #expect(
      try SingularValueBound(
        excludedRank: 1, entryWeights: .table([[Int]](repeating: [7, 7, 7, 7], count: 4)),
        rowWeights: [3, 3, 3, 3], columnWeights: [2, 2, 2, 2], shift: 1_500
      ).provenSignRank(of: hadamard) == 2)
  }

  @Test("The vectors lower the sum of eigenvalues, and only as far as they are right")
  func vectors() throws {
    // Identity of order 4 as 2I - J: eigenvalues of S S′ are 4, all; of order 3: 4, 4, 1.
    let identity = matrix(3, 3, ==)
    // d = 2: 2 (4 + 4) < 9 fails; d = 1: 4 < 9 holds by the shift alone.
    #expect(try SingularValueBound(excludedRank: 1, shift: 5).provenSignRank(of: identity) == 2)
    // Order 6: S S′ = 4 I + 2 J, eigenvalues 16 once and 4 five times; d = 2: 2 (16 + 4) = 40 >= 36.
    // Order 7: S S′ = 4 I + 3 J, 25 and 4 six times; d = 1: 25 < 49 by one vector and little shift.
    let seven = matrix(7, 7, ==)
    let right = [[Int]](repeating: [18], count: 7)
    // c = 100: τ = 450, V V′ = 324 J >= 300 J; 450 + 7 * 324 = 2718 < 4900.
    #expect(
      try SingularValueBound(excludedRank: 1, shift: 450, scale: 100, vectors: right)
        .provenSignRank(of: seven) == 2)
    let wrong = [[18], [18], [18], [18], [18], [18], [-18]]
    #expect(
      rejects(SingularValueBound(excludedRank: 1, shift: 450, scale: 100, vectors: wrong), seven))
    #expect(
      rejects(
        SingularValueBound(
          excludedRank: 1, shift: 450, scale: 100, vectors: Array(right.dropLast())), seven))
  }

  @Test("Numbers that make no sense are refused, and nothing overflows")
  func nonsense() {
    let huge = Int.max
    for evidence in [
      SingularValueBound(excludedRank: 0, shift: 5), SingularValueBound(excludedRank: -1, shift: 5),
      SingularValueBound(excludedRank: huge, shift: 5),
      SingularValueBound(excludedRank: 1, shift: -1),
      SingularValueBound(excludedRank: 1, shift: huge),
      SingularValueBound(excludedRank: 1, shift: huge, scale: huge),
      SingularValueBound(excludedRank: 1, shift: 5, scale: 0),
      SingularValueBound(
        excludedRank: 1, entryWeights: .twoValued(positive: 0, negative: 1), shift: 5),
      SingularValueBound(
        excludedRank: 1, entryWeights: .twoValued(positive: huge, negative: 1), shift: 5),
      SingularValueBound(excludedRank: 1, entryWeights: .table([[1]]), shift: 5),
      SingularValueBound(excludedRank: 1, rowWeights: [1, 1, 1], shift: 5),
      SingularValueBound(excludedRank: 1, rowWeights: [1, 1, 1, -1], shift: 5),
      SingularValueBound(excludedRank: 1, columnWeights: [huge, huge, huge, huge], shift: 5),
      SingularValueBound(
        excludedRank: 1, shift: 5, vectors: [[Int]](repeating: [huge], count: 4)),
      SingularValueBound(
        excludedRank: 1, shift: 5,
        vectors: [[Int]](repeating: [Int](repeating: 1 << 51, count: 9), count: 4)),
    ] {
      #expect(rejects(evidence, hadamard))
    }
    #expect(rejects(SingularValueBound(excludedRank: 1, shift: 5), matrix(0, 3) { _, _ in true }))
  }

  @Test("A row that weighs more than 1/d of all is refused")
  func heavyRow() {
    #expect(
      rejects(SingularValueBound(excludedRank: 2, rowWeights: [5, 1, 1, 1], shift: 5), hadamard))
  }

  @Test("Holes cost what Razborov and Sherstov say")
  func holes() throws {
    // Sylvester's matrix of order 16 with h holes in one column: rank d is excluded if
    // d (σ₁² + ... ) < (1/m) Σ_j max(0, m - d h_j)².
    let order = 16
    for holes in [0, 2, 9] {
      let judged = (0..<order).map { row in
        (0..<order).filter { ($0 & row).nonzeroBitCount % 2 == 1 && !($0 == 0 && row < holes) }
      }
      let relevant = (0..<order).map { row in
        (0..<order).filter { ($0 & row).nonzeroBitCount % 2 == 0 && !($0 == 0 && row < holes) }
      }
      let matrix = RelevanceMatrix(
        columnCount: order, relevant: relevant, judgedNotRelevant: judged)
      // H without a of the 16 entries of a column: σ₁² = 16 + (√(a² + 4 a (16 - a)) - a) / 2 < 21, so 22
      // is enough of a shift. d = 3: 9 * 22 = 198 < 15 * 16 + max(0, 16 - 3 h)² / 16.
      #expect(try SingularValueBound(excludedRank: 3, shift: 22).provenSignRank(of: matrix) == 4)
      // d = 4: 16 * 22 = 352 is too much even without holes.
      #expect(rejects(SingularValueBound(excludedRank: 4, shift: 22), matrix))
    }
    // With half of every column open, nothing is left of rank 2: m - d h = 0.
    let half = RelevanceMatrix(
      columnCount: order,
      relevant: (0..<order).map { row in
        (0..<order).filter { ($0 & row).nonzeroBitCount % 2 == 0 && (row + $0) % 2 == 0 }
      },
      judgedNotRelevant: (0..<order).map { row in
        (0..<order).filter { ($0 & row).nonzeroBitCount % 2 == 1 && (row + $0) % 2 == 0 }
      })
    #expect(rejects(SingularValueBound(excludedRank: 2, shift: 17), half))
  }
}
