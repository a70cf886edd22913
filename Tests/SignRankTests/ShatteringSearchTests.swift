import SignRankProof
import TestSupport
import Testing

@testable import SignRank

@Suite("Shattered sets")
struct ShatteringSearchTests {
  /// The size of the largest shattered set, by trying all.
  private func greatest(_ signs: SignMatrix) -> Int {
    var greatest = 0
    for subset in 1..<(1 << signs.columnCount) where subset.nonzeroBitCount > greatest {
      let first = subset.trailingZeroBitCount
      let patterns = Set(
        (0..<signs.rowCount).map { row in
          (0..<signs.columnCount).filter {
            subset & (1 << $0) != 0 && signs[row, $0] != signs[row, first]
          }
        })
      if patterns.count == 1 << (subset.nonzeroBitCount - 1) { greatest = subset.nonzeroBitCount }
    }
    return greatest
  }

  @Test("The largest set is found, and said to be the largest", arguments: 1...30)
  func exhaustive(seed: Int) throws {
    let signs = try SignMatrix(of: KnownMatrices.random(5 + seed, 8, UInt64(seed)))
    let search = ShatteringSearch(signs, limit: 8, work: 10_000_000, deadline: .never)
    #expect(search.isExhausted)
    #expect(search.best.count == greatest(signs), "seed \(seed)")
    #expect(search.witnesses().count == 1 << (search.best.count - 1))
  }

  @Test("LIMIT: five documents show all patterns; rows and columns of identities: three")
  func known() throws {
    let limit = try SignMatrix(of: KnownMatrices.limit())
    // A descent is enough: the work for it and no more.
    let search = ShatteringSearch(limit, limit: 5, work: 300_000, deadline: .never)
    #expect(search.best.count == 5)
    #expect(search.witnesses().count == 16)
    let identity = try SignMatrix(of: KnownMatrices.identity(70))
    #expect(ShatteringSearch(identity, limit: 9, work: 1_000_000, deadline: .never).best.count == 3)
  }

  @Test("Little work ends early and says so")
  func budget() throws {
    let signs = try SignMatrix(of: KnownMatrices.random(200, 40, 1))
    let search = ShatteringSearch(signs, limit: 40, work: 2_000, deadline: .never)
    #expect(!search.isExhausted && search.best.count >= 1)
  }
}
