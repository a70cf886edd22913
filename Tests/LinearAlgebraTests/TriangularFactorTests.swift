import LinearAlgebra
import Testing
import TestSupport

@Suite("The triangular factor of QR")
struct TriangularFactorTests {
  @Test(
    "is upper triangular with R′R = A′A",
    arguments: [(0, 3), (1, 1), (1, 4), (2, 2), (5, 9), (9, 5), (60, 33)])
  func factor(rowCount: Int, columnCount: Int) throws {
    var seed = Seed(1)
    let matrix = MatrixFactory.gaussian(rowCount: rowCount, columnCount: columnCount, &seed)
    let factor = try matrix.triangularFactor()
    #expect(factor.rowCount == columnCount && factor.columnCount == columnCount)
    for row in 0..<columnCount {
      #expect(factor[row, row] >= 0)
      for column in 0..<row { #expect(factor[row, column] == 0) }
    }
    #expect(
      Residuals.distance(
        product(factor, factor, transposeA: true), product(matrix, matrix, transposeA: true))
        <= Residuals.threshold)
  }

  /// Singular values of R are within n ε of those of A relative to the largest; the smallest here is
  /// 1e-12 of it, so 12 × 60 × 2.2e-16 / 1e-12 is the relative error that rounding may leave there.
  @Test("keeps singular values that the Gram matrix drowns")
  func conditionOfATrillion() throws {
    var seed = Seed(2)
    let planted = Spectrum.geometric.values(12, condition: 1e12)
    let matrix = MatrixFactory.matrix(
      rowCount: 60, columnCount: 12, singularValues: planted, &seed)
    // The planted matrix itself is rounded: a smallest value known to 60 ε / 1e-12 = 1e-2 at worst.
    let reference = try matrix.singularValues()
    let values = try matrix.triangularFactor().singularValues()
    for (value, expected) in zip(values, reference) {
      #expect(abs(value - expected) <= 60 * .ulpOfOne)
    }
    #expect(abs(values[11] / planted[11] - 1) <= 1e-2)

    var gram = SymmetricMatrix(zero: 12)
    gram.addGram(ofRows: matrix.elements.span, rowCount: 60)
    let drowned = try gram.eigenvalues()[11]
    #expect(abs(drowned - planted[11] * planted[11]) > 1e3 * planted[11] * planted[11])
  }

  /// Columns that differ only by scale lose nothing in QR, whatever the scales are.
  @Test("keeps column scales to 1e-6 relative, condition 1e12 and beyond")
  func gradedColumns() throws {
    var seed = Seed(3)
    let base = MatrixFactory.orthonormalRows(rowCount: 8, columnCount: 40, &seed).transposed()
    let planted = Spectrum.geometric.values(8, condition: 1e12)
    var matrix = base
    for row in 0..<40 {
      for column in 0..<8 { matrix[row, column] *= planted[column] }
    }
    let values = try matrix.triangularFactor().singularValues()
    for (value, expected) in zip(values, planted) { #expect(abs(value / expected - 1) <= 1e-6) }
  }
}
