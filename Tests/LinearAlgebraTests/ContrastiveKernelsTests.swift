import Glibc
import TestSupport
import Testing

@testable import LinearAlgebra

@Suite("Softmax denominators of a tile of cosines")
struct ContrastiveKernelsTests {
  private func cosines(_ count: Int, _ seed: inout Seed) -> [Double] {
    (0..<count).map { _ in 2 * seed.uniform() - 1 }
  }

  @Test(
    "row and column sums equal exp by plain loops", arguments: [(1, 1), (3, 5), (4, 300), (257, 2)])
  func sums(rows: Int, columns: Int) {
    var seed = Seed(2)
    let values = cosines(rows * columns, &seed)
    let rates = [1.0, 10, 20, 300]
    var rowSums = [Double](repeating: 0.5, count: rows * 4)
    var columnSums = [Double](repeating: 0.25, count: columns * 4)
    ContrastiveKernels.addTerms(
      values, rowCount: rows, columnCount: columns, rates: rates, powers: [0, 0, 0, 0],
      rowSums: &rowSums, columnSums: &columnSums)
    for (step, rate) in rates.enumerated() {
      for row in 0..<rows {
        let wanted = (0..<columns).reduce(0.5) {
          $0 + exp((values[row * columns + $1] - 1) * rate)
        }
        #expect((rowSums[step * rows + row] - wanted).magnitude <= 3e-10 * wanted)
      }
      for column in 0..<columns {
        let wanted = (0..<rows).reduce(0.25) {
          $0 + exp((values[$1 * columns + column] - 1) * rate)
        }
        #expect((columnSums[step * columns + column] - wanted).magnitude <= 3e-10 * wanted)
      }
    }
  }

  @Test("powers of the last terms are the terms of ten and two times the rate")
  func powers() {
    var seed = Seed(3)
    let values = cosines(6 * 70, &seed).map(Float.init)
    func sums(_ powers: [Int32]) -> [Double] {
      var rowSums = [Double](repeating: 0, count: 18)
      var columnSums = [Double](repeating: 0, count: 210)
      ContrastiveKernels.addTerms(
        values, rowCount: 6, columnCount: 70, rates: [1, 10, 20], powers: powers,
        rowSums: &rowSums, columnSums: &columnSums)
      return rowSums + columnSums
    }
    // each power multiplies the relative error of the first exponential, 2.4e-10
    for (power, fresh) in zip(sums([0, 10, 2]), sums([0, 0, 0])) {
      #expect((power - fresh).magnitude <= 21 * 2.4e-10 * fresh)
    }
  }

  @Test("a pair that is left out adds nothing at any temperature")
  func leftOut() {
    for rate in [0.001, 1, 300] {
      var rowSums = [0.0]
      var columnSums = [0.0, 0]
      ContrastiveKernels.addTerms(
        [1, ContrastiveKernels.leftOut], rowCount: 1, columnCount: 2, rates: [rate], powers: [0],
        rowSums: &rowSums, columnSums: &columnSums)
      #expect(rowSums[0] == 1)
      #expect(columnSums[0] == 1 && columnSums[1] < 1e-300)
    }
  }

  @Test("the cross product of two blocks equals plain loops")
  func crossProduct() {
    var seed = Seed(4)
    let (rows, columns) = (7, 5)
    let left = cosines(rows * columns, &seed).map(Float.init)
    let right = cosines(rows * columns, &seed).map(Float.init)
    var result = [Float](repeating: 9, count: columns * columns)
    BLAS.singleCrossProduct(
      left: left.span, right: right.span, rowCount: rows, columnCount: columns, into: &result)
    for i in 0..<columns {
      for j in 0..<columns {
        let wanted = (0..<rows).reduce(Float(0)) {
          $0 + left[$1 * columns + i] * right[$1 * columns + j]
        }
        // rows roundings of terms below 1
        #expect((result[i * columns + j] - wanted).magnitude <= Float(rows) * 0x1p-22)
      }
    }
  }
}
