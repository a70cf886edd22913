import LinearAlgebra
import Testing
import TestSupport

@Suite("A matrix keeps its entries row after row")
struct MatrixTests {
  @Test("the entry (r, c) stands at r × columnCount + c")
  func layout() {
    var matrix = Matrix(rowCount: 2, columnCount: 3, elements: [1, 2, 3, 4, 5, 6])
    matrix[1, 0] = 7
    #expect(matrix.elements == [1, 2, 3, 7, 5, 6])
    #expect(matrix[0, 2] == 3)
    #expect(matrix.row(1) == [7, 5, 6])
  }

  @Test("transposing twice gives the same", arguments: [0, 1, 2, 16, 17, 33], [0, 1, 15, 32, 40])
  func transposition(rowCount: Int, columnCount: Int) {
    var seed = Seed(1)
    let matrix = MatrixFactory.gaussian(rowCount: rowCount, columnCount: columnCount, &seed)
    let transposed = matrix.transposed()
    #expect(transposed.transposed() == matrix)
    for row in 0..<rowCount {
      for column in 0..<columnCount { #expect(transposed[column, row] == matrix[row, column]) }
    }
  }

  @Test("a column outside the matrix traps")
  func outside() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 2)[0, 2]
    }
  }

  @Test("an overflowing shape traps")
  func overflow() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 1 << 40, columnCount: 1 << 40)
    }
  }
}
