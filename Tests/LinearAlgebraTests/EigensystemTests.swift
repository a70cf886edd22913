import LinearAlgebra
import Testing
import TestSupport

@Suite("Eigenvalues and eigenvectors of symmetric matrices")
struct EigensystemTests {
  @Test("planted spectra come back", arguments: Spectrum.allCases, [1, 2, 3, 40])
  func planted(spectrum: Spectrum, dimension: Int) throws {
    var seed = Seed(1)
    let planted = spectrum.values(dimension, condition: 1e6)
    let matrix = MatrixFactory.symmetric(eigenvalues: planted, &seed)
    let values = try matrix.eigenvalues()
    #expect(Residuals.values(values, planted, count: dimension) <= Residuals.threshold)
    try expectEigensystem(matrix)
  }

  @Test("indefinite matrices too, negative values last")
  func indefinite() throws {
    var seed = Seed(2)
    let planted = [5, 1, 0, -1, -7.0]
    let matrix = MatrixFactory.symmetric(eigenvalues: planted, &seed)
    #expect(Residuals.values(try matrix.eigenvalues(), planted, count: 5) <= Residuals.threshold)
    try expectEigensystem(matrix)
  }

  @Test("any scale that a Double holds", arguments: [1e-150, 1e-30, 1e20, 1e150])
  func scales(scale: Double) throws {
    var seed = Seed(3)
    let planted = Spectrum.geometric.values(12, condition: 100).map { $0 * scale }
    let matrix = MatrixFactory.symmetric(eigenvalues: planted, &seed)
    #expect(Residuals.values(try matrix.eigenvalues(), planted, count: 12) <= Residuals.threshold)
    try expectEigensystem(matrix)
  }

  func expectEigensystem(_ matrix: SymmetricMatrix) throws {
    let system = try matrix.eigensystem()
    #expect(Residuals.isDescending(system.values))
    #expect(Residuals.eigensystem(system, of: matrix) <= Residuals.threshold)
    #expect(Residuals.orthogonality(ofRows: system.vectors) <= Residuals.threshold)
  }

  @Test("no dimension, no values; one, the entry; zeros, zeros")
  func edges() throws {
    #expect(try SymmetricMatrix(zero: 0).eigenvalues() == [])
    #expect(try SymmetricMatrix(zero: 0).eigensystem().vectors.elements == [])
    #expect(
      try SymmetricMatrix(dimension: 1, upperTriangleOf: [-3]).eigensystem().values == [-3])
    #expect(try SymmetricMatrix(zero: 3).eigenvalues() == [0, 0, 0])
  }

  @Test("an entry that is not finite is named", arguments: [Double.nan, .infinity, -.infinity])
  func nonFinite(value: Double) {
    var matrix = SymmetricMatrix(zero: 3)
    matrix[2, 1] = value
    let expected = LinearAlgebraError.nonFinite(row: 1, column: 2)
    #expect(throws: expected) { try matrix.eigenvalues() }
    #expect(throws: expected) { try matrix.eigensystem() }
    #expect(throws: expected) { try generalizedEigensystem(matrix, SymmetricMatrix(zero: 3)) }
    #expect(throws: expected) { try generalizedEigensystem(SymmetricMatrix(zero: 3), matrix) }
    #expect(throws: expected) { try matrix.choleskyFactor() }
  }

  @Test("A w = λ B w with w′B w = 1", arguments: [0, 1, 2, 25])
  func generalized(dimension: Int) throws {
    var seed = Seed(4)
    let a = MatrixFactory.symmetric(
      eigenvalues: Spectrum.arithmetic.values(dimension, condition: 10), &seed)
    let b = MatrixFactory.symmetric(
      eigenvalues: Spectrum.geometric.values(dimension, condition: 10), &seed)
    let system = try generalizedEigensystem(a, b)
    #expect(Residuals.isDescending(system.values))
    let left = product(system.vectors, a.matrix)
    let weighted = product(system.vectors, b.matrix)
    let right = Residuals.scaledRows(weighted, by: system.values)
    // Both residuals grow with the condition of B, here 10.
    #expect(Residuals.distance(left, right) <= 10 * Residuals.threshold)
    let unit = product(weighted, system.vectors, transposeB: true)
    #expect(
      Residuals.distance(unit, Residuals.identity(dimension)) <= 10 * Residuals.threshold)
  }

  @Test("B must be positive definite")
  func generalizedIndefinite() {
    let a = SymmetricMatrix(dimension: 2, upperTriangleOf: [1, 0, 0, 1])
    let b = SymmetricMatrix(dimension: 2, upperTriangleOf: [1, 0, 0, -1])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try generalizedEigensystem(a, b)
    }
  }
}
