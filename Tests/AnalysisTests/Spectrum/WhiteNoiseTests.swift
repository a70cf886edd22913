import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("The spectrum of white noise, after Marchenko and Pastur")
struct WhiteNoiseTests {
  static let shapes: [[Int]] = [[1000, 10], [1000, 500], [400, 400], [50, 800], [4000, 100]]

  /// The midpoint quantiles of m values miss second moments by about 1/m².
  @Test("mean 1 and second moment 1 + c, inside the edges of the law", arguments: shapes)
  func moments(shape: [Int]) {
    let (n, d) = (shape[0], shape[1])
    let values = WhiteNoise.eigenvalues(rowCount: n, columnCount: d)
    let count = Double(min(n, d))
    let ratio = count / Double(max(n, d))
    #expect(values.count == min(n, d))
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
    #expect(isNear(values.reduce(0, +) / count, 1, relative: 2 / count))
    let square = values.reduce(0) { $0 + $1 * $1 } / count
    #expect(isNear(square, 1 + ratio, relative: 4 / count))
    let root = ratio.squareRoot()
    #expect((values.first ?? 9) <= (1 + root) * (1 + root))
    #expect((values.last ?? -1) >= (1 - root) * (1 - root))
    #expect(WhiteNoise.eigenvalues(rowCount: d, columnCount: n) == values)
  }

  @Test("the largest and smallest of many reach the edges of the law")
  func edges() {
    let values = WhiteNoise.eigenvalues(rowCount: 80_000, columnCount: 20_000)
    #expect(isNear(values.first, 2.25, relative: 2e-3))
    #expect(isNear(values.last, 0.25, relative: 2e-3))
  }

  /// Eigenvalues of a sample lie within a few 1/d of the quantiles (they repel each other).
  @Test("simulated white noise has this spectrum", arguments: [[300, 60], [60, 60], [60, 300]])
  func simulated(shape: [Int]) throws {
    var seed = Seed(3)
    let (n, d) = (shape[0], shape[1])
    let matrix = MatrixFactory.gaussian(rowCount: n, columnCount: d, &seed)
    let values = try matrix.singularValues()
    let trace = values.reduce(0) { $0 + $1 * $1 }
    let expected = WhiteNoise.singularValues(rowCount: n, columnCount: d, trace: trace)
    #expect(isNear(expected.reduce(0) { $0 + $1 * $1 }, trace, relative: 1e-12))
    for (value, wanted) in zip(values, expected) {
      #expect(isNear(value, wanted, relative: 0, absolute: 0.08 * (values.first ?? 0)))
    }
    let read = SpectralFunctional.effectiveRank.value(values.map { $0 * $0 })
    #expect(isNear(read, WhiteNoise.effectiveRank(rowCount: n, columnCount: d), relative: 0.02))
  }

  /// Values over d measured at d = 256 (0.81 for n = d, 0.93 for 2 d, 0.97 for 4 d).
  @Test("the effective rank that white noise reads", arguments: [(1, 0.81), (2, 0.93), (4, 0.97)])
  func effectiveRank(multiple: Int, share: Double) throws {
    let rank = try #require(WhiteNoise.effectiveRank(rowCount: 256 * multiple, columnCount: 256))
    #expect(isNear(rank / 256, share, relative: 0, absolute: 0.006))
  }

  @Test("no rows or no columns have no spectrum")
  func empty() {
    #expect(WhiteNoise.eigenvalues(rowCount: 0, columnCount: 5).isEmpty)
    #expect(WhiteNoise.singularValues(rowCount: 5, columnCount: 0, trace: 1).isEmpty)
    #expect(WhiteNoise.eigenvalues(rowCount: 1, columnCount: 1).count == 1)
  }
}
