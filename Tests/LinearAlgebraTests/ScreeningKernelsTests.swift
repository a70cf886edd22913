import LinearAlgebra
import TestSupport
import Testing

@Suite(
  "Pairs sorted out by codes of 8 bits",
  .enabled(if: ScreeningKernels.isAvailable, "needs a processor with AVX-512 VNNI"))
struct ScreeningKernelsTests {
  /// Rows of whole numbers: products in Float are exact, in any order.
  static func rows(_ count: Int, _ columnCount: Int, _ seed: inout Seed) -> [Float] {
    (0..<count * columnCount).map { _ in Float((seed.uniform() * 20 - 10).rounded()) }
  }

  static func side(_ values: [Float], _ columnCount: Int, first: Int = 0) -> ScreeningKernels.Side {
    ScreeningKernels.Side(
      values: values, codes: ScreeningKernels.codes(values, columnCount: columnCount),
      numbers: (0..<values.count / columnCount).map { UInt32(first + $0) })
  }

  static func inner(_ x: [Float], _ i: Int, _ y: [Float], _ j: Int, _ depth: Int) -> Double {
    (0..<depth).reduce(0) { $0 + Double(x[i * depth + $1]) * Double(y[j * depth + $1]) }
  }

  /// The largest keys of a row, equal ones by number; NaN is left out.
  static func nearest(_ keys: [Double], capacity: Int, first: Int = 0) -> [UInt32] {
    let there = keys.indices.filter { !keys[$0].isNaN }
    return there.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] > keys[$1] }
      .prefix(capacity).map { UInt32(first + $0) }
  }

  @Test(
    "both sides of a tile get what a sort of all products finds",
    arguments: [(1, 1, 1), (7, 33, 5), (12, 32, 16), (25, 70, 37), (40, 100, 64)],
    [true, false])
  func pairs(shape: (Int, Int, Int), hasHalves: Bool) {
    let (rowCount, columnCount, depth) = shape
    var seed = Seed(8)
    let (x, y) = (Self.rows(rowCount, depth, &seed), Self.rows(columnCount, depth, &seed))
    var rowLists = RunningNeighbors(rowCount: rowCount, capacity: 4)
    var columnLists = RunningNeighbors(rowCount: columnCount, capacity: 4)
    let computed = ScreeningKernels.screen(
      rows: Self.side(x, depth), columns: Self.side(y, depth, first: 500), hasHalves: hasHalves,
      rowLists: &rowLists, columnLists: &columnLists)
    #expect(computed > 0 && computed <= rowCount * columnCount)
    func half(_ rows: [Float], _ row: Int) -> Double {
      hasHalves ? Self.inner(rows, row, rows, row, depth) / 2 : 0
    }
    for row in 0..<rowCount {
      let keys = (0..<columnCount).map { Self.inner(x, row, y, $0, depth) - half(y, $0) }
      #expect(Array(rowLists.list(row)) == Self.nearest(keys, capacity: 4, first: 500))
    }
    for column in 0..<columnCount {
      let keys = (0..<rowCount).map { Self.inner(x, $0, y, column, depth) - half(x, $0) }
      #expect(Array(columnLists.list(column)) == Self.nearest(keys, capacity: 4))
    }
  }

  @Test(
    "a panel with itself: each pair serves both rows, and no row is its own",
    arguments: [1, 31, 77])
  func within(count: Int) {
    var seed = Seed(9)
    let depth = 20
    let x = Self.rows(count, depth, &seed)
    var lists = RunningNeighbors(rowCount: count, capacity: 5)
    _ = ScreeningKernels.screen(within: Self.side(x, depth), hasHalves: true, lists: &lists)
    for row in 0..<count {
      let keys = (0..<count).map { other in
        other == row
          ? Double.nan
          : Self.inner(x, row, x, other, depth) - Self.inner(x, other, x, other, depth) / 2
      }
      #expect(Array(lists.list(row)) == Self.nearest(keys, capacity: 5))
    }
  }

  @Test("rows of one huge component, of tiny ones and of zeros lose no neighbour")
  func hostile() {
    var seed = Seed(10)
    let depth = 40
    var x = (0..<90 * depth).map { _ in Float(MatrixFactory.gaussian(&seed)) }
    for row in 0..<90 {
      switch row % 5 {
      case 1: x[row * depth + 3] = 1000
      case 2: for column in 0..<depth { x[row * depth + column] *= 1e-30 }
      case 3: for column in 0..<depth { x[row * depth + column] = 0 }
      case 4: for column in 0..<depth { x[row * depth + column] *= 0x1p-140 }
      default: break
      }
    }
    var lists = RunningNeighbors(rowCount: 90, capacity: 6)
    _ = ScreeningKernels.screen(within: Self.side(x, depth), hasHalves: true, lists: &lists)
    for row in 0..<90 {
      let keys = (0..<90).map { other in
        other == row
          ? -Double.infinity
          : Self.inner(x, row, x, other, depth) - Self.inner(x, other, x, other, depth) / 2
      }
      let sorted = keys.sorted(by: >)
      // Float products of up to 1e6: what is kept is within their rounding of what should be
      let slack = Double(depth + 2) * 0x1p-23 * 1.1e6 * (row % 5 == 1 ? 1 : 1e-3)
      for (place, number) in lists.list(row).enumerated() {
        #expect(keys[Int(number)] >= sorted[place] - slack, "row \(row)")
      }
    }
  }

  @Test("most pairs of a set with neighbours are ruled out")
  func rate() {
    var seed = Seed(11)
    let depth = 128
    // eight rows near each of 100 centres
    let centres = (0..<100 * depth).map { _ in MatrixFactory.gaussian(&seed) }
    let x = (0..<800).flatMap { row in
      (0..<depth).map { column in
        Float(centres[row % 100 * depth + column] + 0.2 * MatrixFactory.gaussian(&seed))
      }
    }
    var lists = RunningNeighbors(rowCount: 800, capacity: 4)
    let computed = ScreeningKernels.screen(
      within: Self.side(x, depth), hasHalves: true, lists: &lists)
    #expect(computed < 800 * 799 / 2 / 8)
    #expect(
      (0..<800).allSatisfy { row in lists.list(row).allSatisfy { Int($0) % 100 == row % 100 } })
  }
}
