import TestSupport
import Testing

@testable import SignRankProof

@Suite("Proofs of positive definiteness")
struct PositiveDefinitenessTests {
  /// Rows of the lower triangle of a matrix given by its entries.
  private func triangle(_ side: Int, _ entry: (Int, Int) -> Int128) -> [Int128] {
    (0..<side).flatMap { row in (0...row).map { entry(row, $0) } }
  }

  /// H H′ + c I for random H with a number of columns.
  private func gram(_ side: Int, columns: Int, plus: Int128, _ seed: UInt64) -> [Int128] {
    var random = Seed(seed)
    let factor = (0..<side).map { _ in
      (0..<columns).map { _ in Int128(random.next() % 2_001) - 1_000 }
    }
    return triangle(side) { row, column in
      zip(factor[row], factor[column]).reduce(row == column ? plus : 0) { $0 + $1.0 * $1.1 }
    }
  }

  @Test("Gram matrices with a multiple of the identity are proved", arguments: 1...12)
  func grams(side: Int) {
    #expect(
      PositiveDefiniteness.isProven(
        gram(side, columns: max(1, side - 1), plus: 1, UInt64(side)), side: side))
  }

  @Test("Singular matrices are not", arguments: 2...12)
  func singular(side: Int) {
    #expect(
      !PositiveDefiniteness.isProven(
        gram(side, columns: side - 1, plus: 0, UInt64(side)), side: side))
    // n I - J has the null vector (1, ..., 1); one more on the diagonal, and it is definite.
    let n = Int128(side)
    #expect(
      !PositiveDefiniteness.isProven(triangle(side) { $0 == $1 ? n - 1 : -1 }, side: side))
    #expect(PositiveDefiniteness.isProven(triangle(side) { $0 == $1 ? n : -1 }, side: side))
  }

  @Test("Indefinite matrices are not, however little they lack")
  func indefinite() {
    #expect(!PositiveDefiniteness.isProven([0], side: 1))
    #expect(!PositiveDefiniteness.isProven([-5], side: 1))
    #expect(!PositiveDefiniteness.isProven([1, 2, 1], side: 2))
    let large: Int128 = 1 << 60
    #expect(!PositiveDefiniteness.isProven([large, large + 1, large], side: 2))
    #expect(!PositiveDefiniteness.isProven([1, 1 << 100, 1], side: 2))
  }

  @Test("Rows of very different sizes do not matter, sizes beyond the limit are refused")
  func scales() {
    #expect(PositiveDefiniteness.isProven([1 << 100, 0, 1], side: 2))
    #expect(PositiveDefiniteness.isProven([1 << 100, 1 << 49, 1], side: 2))
    #expect(!PositiveDefiniteness.isProven([1 << 115], side: 1))
    #expect(!PositiveDefiniteness.isProven([], side: 0))
  }
}
