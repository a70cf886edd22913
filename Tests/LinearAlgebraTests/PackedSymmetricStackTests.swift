import LinearAlgebra
import TestSupport
import Testing

@Suite("A packed stack answers like its matrices, in single precision")
struct PackedSymmetricStackTests {
  static let dimensions = [1, 2, 7, 40]

  /// Errors of a single-precision sum of `count` products, in units of the sum of magnitudes.
  private static func tolerance(_ count: Int) -> Double {
    Double(count + 2) * Double(Float.ulpOfOne)
  }

  private static func stack(_ dimension: Int) -> (PackedSymmetricStack, [SymmetricMatrix]) {
    let matrices = (1...3).map { SymmetricMatrixTests.random(dimension, UInt64($0)) }
    var stack = PackedSymmetricStack(dimension: dimension)
    stack.append(matrices[0])
    stack.append(matrices[1])
    var later = PackedSymmetricStack(dimension: dimension)
    later.append(matrices[2])
    stack.append(later)
    return (stack, matrices)
  }

  @Test("inner products are those of the full matrices", arguments: dimensions)
  func inner(dimension: Int) {
    let (stack, matrices) = Self.stack(dimension)
    let others = (11...12).map { SymmetricMatrixTests.random(dimension, UInt64($0)) }
    let table = stack.inner(others)
    #expect(table.rowCount == 3 && table.columnCount == 2)
    for (row, matrix) in matrices.enumerated() {
      for (column, other) in others.enumerated() {
        let size = zip(matrix.matrix.elements, other.matrix.elements)
          .reduce(0.0) { $0 + abs($1.0 * $1.1) }
        #expect(
          abs(table[row, column] - matrix.inner(other))
            <= Self.tolerance(stack.packedCount) * size)
      }
    }
  }

  @Test("products with a vector are those of the full matrix", arguments: dimensions)
  func times(dimension: Int) {
    let (stack, matrices) = Self.stack(dimension)
    let vector = SymmetricMatrixTests.vector(dimension, 5)
    for (index, matrix) in matrices.enumerated() {
      let expected = matrix.times(vector)
      let size =
        matrix.squaredFrobeniusNorm.squareRoot()
        * vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (value, wanted) in zip(stack.times(vector, matrix: index), expected) {
        #expect(abs(value - wanted) <= Self.tolerance(dimension) * size)
      }
    }
  }

  @Test("an empty stack has empty tables")
  func empty() {
    let stack = PackedSymmetricStack(dimension: 4)
    #expect(stack.count == 0 && stack.packedCount == 10)
    #expect(stack.inner([SymmetricMatrix(zero: 4)]).rowCount == 0)
  }

  @Test("an index outside the stack traps")
  func outside() async {
    await #expect(processExitsWith: .failure) {
      _ = PackedSymmetricStack(dimension: 1).times([1], matrix: 0)
    }
  }
}
