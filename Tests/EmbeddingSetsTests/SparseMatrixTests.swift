import EmbeddingSets
import TestSupport
import Testing

@Suite("Sparse matrices are canonical")
struct SparseMatrixTests {
  private static func random(_ seed: inout Seed, rowCount: Int, columnCount: Int) -> SparseMatrix {
    var (starts, columns, values) = ([0], [Int32](), [Double]())
    for _ in 0..<rowCount {
      for _ in 0..<Int(seed.next() % 6) {
        columns.append(Int32(seed.next() % UInt64(columnCount)))
        values.append(Double(Int(seed.next() % 5)) - 2)
      }
      starts.append(columns.count)
    }
    return SparseMatrix(
      rowCount: rowCount, columnCount: columnCount, starts: starts, columns: columns,
      values: values)
  }

  @Test("columns ascend and no zero is left, whatever came in", arguments: Seed.samples(20))
  func canonical(seed: Seed) {
    var seed = seed
    let matrix = Self.random(&seed, rowCount: 9, columnCount: 4)
    for row in 0..<9 {
      let columns = matrix.entries(of: row).map { matrix.columns[$0] }
      #expect(columns == Set(columns).sorted(), "\(seed)")
    }
    #expect(!matrix.values.contains(0))
  }

  @Test("two transpositions give the matrix back", arguments: Seed.samples(20))
  func transposition(seed: Seed) {
    var seed = seed
    let matrix = Self.random(&seed, rowCount: 7, columnCount: 5)
    let back = matrix.transposed().transposed()
    #expect(back == matrix, "\(seed)")
    for row in 0..<5 {
      let documents = matrix.transposed().entries(of: row).map { matrix.transposed().columns[$0] }
      #expect(documents == documents.sorted())
    }
  }

  @Test("repeated columns that cancel are no entry")
  func cancellation() {
    let matrix = SparseMatrix(
      rowCount: 1, columnCount: 2, starts: [0, 3], columns: [1, 0, 1], values: [2, 5, -2])
    #expect(matrix.columns == [0] && matrix.values == [5])
    #expect(matrix.repairs.duplicatesSummed == 1 && matrix.repairs.zerosDropped == 1)
    #expect(matrix.repairs.rowsSorted == 1)
  }
}
