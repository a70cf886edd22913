import LinearAlgebra
import Testing
import TestSupport

@Suite("A symmetric matrix behaves like the full one while keeping one triangle")
struct SymmetricMatrixTests {
  static let dimensions = [0, 1, 2, 7, 40]

  static func random(_ dimension: Int, _ number: UInt64) -> SymmetricMatrix {
    var seed = Seed(number)
    return SymmetricMatrix(
      dimension: dimension,
      upperTriangleOf: MatrixFactory.gaussian(
        rowCount: dimension, columnCount: dimension, &seed
      ).elements)
  }

  static func vector(_ dimension: Int, _ number: UInt64) -> [Double] {
    var seed = Seed(number)
    return (0..<dimension).map { _ in MatrixFactory.gaussian(&seed) }
  }

  @Test("both triangles read the same; the lower one is stored as zeros")
  func triangles() {
    var matrix = SymmetricMatrix(dimension: 2, upperTriangleOf: [1, 2, 99, 3])
    #expect(matrix.elements == [1, 2, 0, 3])
    #expect(matrix[1, 0] == 2 && matrix[0, 1] == 2)
    matrix[1, 0] = 5
    #expect(matrix.matrix.elements == [1, 5, 5, 3])
    #expect(matrix.trace == 4 && matrix.diagonal == [1, 3])
  }

  @Test("norm and inner products are those of all entries", arguments: dimensions)
  func inner(dimension: Int) {
    let (a, b) = (Self.random(dimension, 1), Self.random(dimension, 2))
    let (x, y) = (a.matrix.elements, b.matrix.elements)
    let expected = zip(x, y).reduce(0.0) { $0 + $1.0 * $1.1 }
    let size = zip(x, y).reduce(0.0) { $0 + abs($1.0 * $1.1) }
    let bound = Double(dimension * dimension) * .ulpOfOne * size
    #expect(abs(a.inner(b) - expected) <= bound)
    #expect(a.inner(b) == b.inner(a))
    #expect(a.squaredFrobeniusNorm == a.inner(a))
  }

  @Test("updates agree with the full matrix", arguments: dimensions)
  func updates(dimension: Int) {
    let (x, y) = (Self.vector(dimension, 3), Self.vector(dimension, 4))
    var matrix = Self.random(dimension, 1)
    let before = matrix
    matrix.addOuterProduct(x, weight: 0.5)
    matrix.addSymmetricOuterProduct(x, y, weight: -2)
    matrix += before
    matrix.add(before, weight: 3)
    matrix.scale(by: 0.25)
    for i in 0..<dimension {
      for j in 0..<dimension {
        let expected =
          0.25 * (5 * before[i, j] + 0.5 * x[i] * x[j] - 2 * (x[i] * y[j] + y[i] * x[j]))
        let size = 5 * abs(before[i, j]) + abs(x[i] * x[j]) + abs(x[i] * y[j]) + abs(y[i] * x[j])
        #expect(abs(matrix[i, j] - expected) <= 8 * .ulpOfOne * size)
      }
    }
    for i in 0..<dimension {
      for j in 0..<i { #expect(matrix.elements[i * dimension + j] == 0) }
    }
  }

  @Test("A x and x′A x agree with the full matrix", arguments: dimensions)
  func vectorProducts(dimension: Int) {
    let matrix = Self.random(dimension, 1)
    let x = Self.vector(dimension, 2)
    let full = product(
      matrix.matrix, Matrix(rowCount: dimension, columnCount: 1, elements: x))
    #expect(
      Residuals.values(matrix.times(x), full.elements, count: dimension) <= Residuals.threshold)
    let expected = zip(x, full.elements).reduce(0.0) { $0 + $1.0 * $1.1 }
    let size = zip(x, full.elements).reduce(0.0) { $0 + abs($1.0 * $1.1) }
    #expect(
      abs(matrix.quadraticForm(x) - expected)
        <= Residuals.threshold * Double(dimension) * .ulpOfOne * size)
  }

  @Test("the Gram matrix and its dual are R′R and R R′", arguments: [0, 1, 3, 30], [0, 1, 2, 17])
  func gram(rowCount: Int, columnCount: Int) {
    var seed = Seed(5)
    let rows = MatrixFactory.gaussian(rowCount: rowCount, columnCount: columnCount, &seed)
    var gram = SymmetricMatrix(zero: columnCount)
    gram.addGram(ofRows: rows.elements.span, rowCount: rowCount, weight: 0.5)
    gram.addGram(ofRows: rows.elements.span, rowCount: rowCount)
    let full = product(rows, rows, transposeA: true)
    gram.scale(by: 1 / 1.5)
    #expect(Residuals.distance(gram.matrix, full) <= Residuals.threshold)

    var dual = SymmetricMatrix(zero: rowCount)
    dual.addGramOfColumns(ofRows: rows.elements.span, columnCount: columnCount)
    #expect(
      Residuals.distance(dual.matrix, product(rows, rows, transposeB: true))
        <= Residuals.threshold)
    dual.addGramOfColumns(ofRows: rows.elements.span, columnCount: columnCount, weight: -1)
    #expect(dual.squaredFrobeniusNorm <= full.elements.reduce(0) { $0 + $1 * $1 } * .ulpOfOne)
  }

  @Test("a block of another size than it says traps")
  func blockSize() async {
    await #expect(processExitsWith: .failure) {
      var matrix = SymmetricMatrix(zero: 2)
      matrix.addGram(ofRows: [1, 2, 3].span, rowCount: 2)
    }
  }
}
