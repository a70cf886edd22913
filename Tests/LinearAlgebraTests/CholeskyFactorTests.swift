import Glibc
import LinearAlgebra
import Testing
import TestSupport

@Suite("The Cholesky factor of a positive definite matrix")
struct CholeskyFactorTests {
  @Test("rebuilds the matrix and solves", arguments: [0, 1, 2, 30])
  func residual(dimension: Int) throws {
    var seed = Seed(1)
    let condition = 100.0
    let planted = Spectrum.geometric.values(dimension, condition: condition)
    let matrix = MatrixFactory.symmetric(eigenvalues: planted, &seed)
    let factor = try matrix.choleskyFactor()
    #expect(
      Residuals.distance(product(factor.upper, factor.upper, transposeA: true), matrix.matrix)
        <= Residuals.threshold)
    let expected = (0..<dimension).map { _ in MatrixFactory.gaussian(&seed) }
    let rightSide = matrix.times(expected)
    let solution = factor.solve(rightSide)
    #expect(
      Residuals.values(solution, expected, count: dimension) <= condition * Residuals.threshold)
    let rows = factor.solve(
      rows: Matrix(rowCount: 2, columnCount: dimension, elements: rightSide + rightSide))
    #expect(rows.row(0) == rows.row(1))
    #expect(
      Residuals.values(rows.row(0), expected, count: dimension)
        <= condition * Residuals.threshold)
    let logarithm = planted.reduce(0) { $0 + log($1) }
    #expect(
      abs(factor.logDeterminant - logarithm)
        <= Residuals.threshold * Double(dimension) * condition * .ulpOfOne)
  }

  @Test("any scale that a Double holds", arguments: [1e-150, 1e150])
  func scales(scale: Double) throws {
    var seed = Seed(2)
    let planted = Spectrum.arithmetic.values(9, condition: 10).map { $0 * scale }
    let matrix = MatrixFactory.symmetric(eigenvalues: planted, &seed)
    let upper = try matrix.choleskyFactor().upper
    #expect(
      Residuals.distance(product(upper, upper, transposeA: true), matrix.matrix)
        <= Residuals.threshold)
  }

  @Test("names the first order that is not positive", arguments: 1...4)
  func notPositiveDefinite(order: Int) {
    var matrix = SymmetricMatrix(zero: 4)
    for index in 0..<4 { matrix[index, index] = index + 1 == order ? -1 : 1 }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: order)) {
      try matrix.choleskyFactor()
    }
  }
}
