import LinearAlgebra
import Testing
import TestSupport

@Suite("Singular values and vectors of matrices of any shape")
struct SingularSystemTests {
  static let shapes = [(1, 1), (1, 5), (5, 1), (2, 2), (20, 20), (50, 13), (13, 50)]

  @Test("planted spectra come back", arguments: shapes, Spectrum.allCases)
  func planted(shape: (Int, Int), spectrum: Spectrum) throws {
    var seed = Seed(1)
    let (rowCount, columnCount) = shape
    let planted = spectrum.values(min(rowCount, columnCount), condition: 1e6)
    let matrix = MatrixFactory.matrix(
      rowCount: rowCount, columnCount: columnCount, singularValues: planted, &seed)
    let longest = max(rowCount, columnCount)
    #expect(
      Residuals.values(try matrix.singularValues(), planted, count: longest)
        <= Residuals.threshold)
    let system = try matrix.singularSystem()
    #expect(Residuals.isDescending(system.values) && system.values.allSatisfy { $0 >= 0 })
    #expect(Residuals.values(system.values, planted, count: longest) <= Residuals.threshold)
    #expect(Residuals.singularSystem(system, of: matrix) <= Residuals.threshold)
    #expect(Residuals.orthogonality(ofRows: system.rightVectors) <= Residuals.threshold)
    #expect(
      Residuals.orthogonality(ofRows: system.leftVectors.transposed()) <= Residuals.threshold)
  }

  @Test("a matrix and its transpose have the same values")
  func transposition() throws {
    var seed = Seed(2)
    let matrix = MatrixFactory.gaussian(rowCount: 9, columnCount: 4, &seed)
    #expect(
      Residuals.values(
        try matrix.singularValues(), try matrix.transposed().singularValues(), count: 9)
        <= Residuals.threshold)
  }

  @Test("any scale that a Double holds", arguments: [1e-150, 1e150])
  func scales(scale: Double) throws {
    var seed = Seed(3)
    let planted = Spectrum.arithmetic.values(8, condition: 10).map { $0 * scale }
    let matrix = MatrixFactory.matrix(
      rowCount: 15, columnCount: 8, singularValues: planted, &seed)
    #expect(
      Residuals.values(try matrix.singularValues(), planted, count: 15) <= Residuals.threshold)
  }

  @Test("a matrix with no rows or no columns has no values", arguments: [(0, 0), (0, 4), (4, 0)])
  func empty(rowCount: Int, columnCount: Int) throws {
    let matrix = Matrix(rowCount: rowCount, columnCount: columnCount)
    #expect(try matrix.singularValues() == [])
    let system = try matrix.singularSystem()
    #expect(system.leftVectors.rowCount == rowCount && system.leftVectors.columnCount == 0)
    #expect(system.rightVectors.columnCount == columnCount && system.rightVectors.rowCount == 0)
  }

  @Test("an entry that is not finite is named", arguments: [Double.nan, .infinity])
  func nonFinite(value: Double) {
    var matrix = Matrix(rowCount: 3, columnCount: 2)
    matrix[2, 1] = value
    let expected = LinearAlgebraError.nonFinite(row: 2, column: 1)
    #expect(throws: expected) { try matrix.singularValues() }
    #expect(throws: expected) { try matrix.singularSystem() }
    #expect(throws: expected) { try matrix.triangularFactor() }
  }
}
