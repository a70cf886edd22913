import SignRankProof
import Testing

@Suite("A matrix of signs, a bit an entry")
struct SignMatrixTests {
  @Test("entries are what was set, in every word", arguments: [1, 63, 64, 65, 130])
  func entries(columnCount: Int) {
    var matrix = SignMatrix(rowCount: 3, columnCount: columnCount)
    for row in 0..<3 {
      for column in 0..<columnCount { matrix[row, column] = (row + column) % 3 - 1 }
    }
    for row in 0..<3 {
      for column in 0..<columnCount { #expect(matrix[row, column] == (row + column) % 3 - 1) }
    }
    #expect(matrix.transposed().transposed() == matrix)
  }

  @Test("without holes there is no mask")
  func withoutHoles() {
    var matrix = SignMatrix(rowCount: 2, columnCount: 2)
    matrix[0, 1] = 1
    #expect(matrix.holes == nil && matrix.positive == [2, 0])
  }
}
