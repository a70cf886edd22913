import LinearAlgebra
import Testing
import TestSupport

@Suite("Products agree with plain loops")
struct ProductsTests {
  static let shapes = [(0, 3, 2), (3, 0, 2), (2, 3, 0), (1, 1, 1), (2, 3, 4), (17, 9, 33)]

  @Test("every combination of transposed operands", arguments: shapes, [false, true])
  func product(shape: (Int, Int, Int), transposeB: Bool) {
    let (m, n, k) = shape
    for transposeA in [false, true] {
      var seed = Seed(2)
      let a = MatrixFactory.gaussian(rowCount: m, columnCount: k, &seed)
      let b = MatrixFactory.gaussian(rowCount: k, columnCount: n, &seed)
      let result = LinearAlgebra.product(
        transposeA ? a.transposed() : a, transposeB ? b.transposed() : b, transposeA: transposeA,
        transposeB: transposeB)
      expectWithinBound(result, a, b)
    }
  }

  /// |error| ≤ k ε Σ|aᵢ bᵢ|: the bound of two sums in any order.
  func expectWithinBound(_ result: Matrix, _ a: Matrix, _ b: Matrix) {
    #expect(result.rowCount == a.rowCount && result.columnCount == b.columnCount)
    for row in 0..<a.rowCount {
      for column in 0..<b.columnCount {
        var (sum, size) = (0.0, 0.0)
        for index in 0..<a.columnCount {
          sum += a[row, index] * b[index, column]
          size += abs(a[row, index] * b[index, column])
        }
        let bound = Double(a.columnCount) * .ulpOfOne * size
        #expect(abs(result[row, column] - sum) <= bound)
      }
    }
  }

  @Test(
    "a tile with itself, on and above the diagonal", arguments: [(0, 3), (1, 4), (9, 0), (70, 29)])
  func gram(shape: (Int, Int)) {
    let (count, depth) = shape
    var seed = Seed(6)
    let rows = MatrixFactory.gaussian(rowCount: count, columnCount: depth, &seed)
    var doubles = [Double](repeating: .infinity, count: count * count)
    BLAS.doubleGram(of: rows.elements.span, rowCount: count, depth: depth, into: &doubles)
    var floats = [Float](repeating: .infinity, count: count * count)
    let rounded = rows.elements.map { Float($0) }
    BLAS.singleGram(of: rounded.span, rowCount: count, depth: depth, into: &floats)
    for row in 0..<count {
      for column in 0..<count {
        let at = row * count + column
        guard column >= row else {
          #expect(doubles[at] == .infinity && floats[at] == .infinity)
          continue
        }
        var (sum, size) = (0.0, 0.0)
        for index in 0..<depth {
          sum += rows[row, index] * rows[column, index]
          size += abs(rows[row, index] * rows[column, index])
        }
        #expect(abs(doubles[at] - sum) <= Double(depth + 1) * .ulpOfOne * size)
        // two roundings of the factors, and one a term
        #expect(abs(Double(floats[at]) - sum) <= Double(depth + 3) * 0x1p-23 * size)
      }
    }
  }

  @Test("products of a prefix of the columns become those of a longer one")
  func extended() {
    var seed = Seed(7)
    let left = (0..<5 * 12).map { _ in Float((seed.uniform() * 9).rounded()) }
    let right = (0..<3 * 12).map { _ in Float((seed.uniform() * 9).rounded()) }
    var products = [Float](repeating: .nan, count: 15)
    var done = 0
    for width in [1, 4, 12] {
      BLAS.extendSingleProductTransposed(
        left: left.span, leftRows: 5, right: right.span, rightRows: 3, width: 12,
        columns: done..<width, into: &products)
      done = width
      for row in 0..<5 {
        for column in 0..<3 {
          // whole numbers: exact
          let wanted = (0..<width).reduce(Float(0)) {
            $0 + left[row * 12 + $1] * right[column * 12 + $1]
          }
          #expect(products[row * 3 + column] == wanted)
        }
      }
    }
  }

  @Test(
    "tiles of rows, single and double", arguments: [(0, 3, 2), (3, 1, 4), (5, 8, 0), (13, 7, 29)])
  func tiles(leftRows: Int, rightRows: Int, depth: Int) {
    var seed = Seed(3)
    let left = (0..<leftRows * depth).map { _ in Float(seed.uniform() - 0.5) }
    let right = (0..<rightRows * depth).map { _ in Float(seed.uniform() - 0.5) }
    // Longer than needed, as a sweep keeps one for its largest tile; the rest stays untouched.
    var single = [Float](repeating: 7, count: leftRows * rightRows + 3)
    var double = [Double](repeating: 7, count: leftRows * rightRows + 3)
    // Named, since the compiler crashes on two spans of temporary arrays in one call (6.3.1).
    let (wideLeft, wideRight) = (left.map(Double.init), right.map(Double.init))
    BLAS.singleProductTransposed(
      left: left.span, leftRows: leftRows, right: right.span, rightRows: rightRows, depth: depth,
      into: &single)
    BLAS.doubleProductTransposed(
      left: wideLeft.span, leftRows: leftRows, right: wideRight.span, rightRows: rightRows,
      depth: depth, into: &double)
    #expect(single.suffix(3) == [7, 7, 7] && double.suffix(3) == [7, 7, 7])
    for i in 0..<leftRows {
      for j in 0..<rightRows {
        var (sum, size) = (0.0, 0.0)
        for index in 0..<depth {
          let term = Double(left[i * depth + index]) * Double(right[j * depth + index])
          sum += term
          size += abs(term)
        }
        let position = i * rightRows + j
        let unit = Double(depth) * size
        #expect(abs(double[position] - sum) <= unit * .ulpOfOne)
        #expect(abs(Double(single[position]) - sum) <= unit * Double(Float.ulpOfOne))
      }
    }
  }

  @Test("a tile of another length than it says traps")
  func tileLength() async {
    await #expect(processExitsWith: .failure) {
      let (left, right): ([Float], [Float]) = ([1, 2], [1])
      var result: [Float] = [0]
      BLAS.singleProductTransposed(
        left: left.span, leftRows: 1, right: right.span, rightRows: 1, depth: 2, into: &result)
    }
  }
}
