import LinearAlgebra
import TestSupport
import Testing

@Suite("Selection among the products of a tile")
struct NeighborKernelsTests {
  @Test(
    "both sides of a tile get what a sort finds", arguments: [(7, 300), (70, 5), (1, 1), (140, 70)])
  func pairs(rows: Int, columns: Int) {
    var seed = Seed(1)
    // few values, so that ties are everywhere
    let products = (0..<rows * columns).map { _ in (seed.uniform() * 9).rounded() }
    let rowSide = NeighborKernels.Side(
      halves: (0..<rows).map { Double($0 % 3) }, numbers: (0..<rows).map { UInt32(1000 + $0) })
    let columnSide = NeighborKernels.Side(
      halves: (0..<columns).map { Double($0 % 4) }, numbers: (0..<columns).map { UInt32($0) })
    var doubles = (
      RunningNeighbors(rowCount: rows, capacity: 6),
      RunningNeighbors(rowCount: columns, capacity: 6)
    )
    var floats = doubles
    NeighborKernels.select(
      products, rows: rowSide, columns: columnSide, rowLists: &doubles.0, columnLists: &doubles.1)
    NeighborKernels.select(
      products.map { Float($0) }, rows: rowSide, columns: columnSide, rowLists: &floats.0,
      columnLists: &floats.1)
    func nearest(_ candidates: [(key: Double, number: UInt32)]) -> [UInt32] {
      candidates.sorted { $0.key == $1.key ? $0.number < $1.number : $0.key > $1.key }
        .prefix(6).map(\.number)
    }
    for row in 0..<rows {
      let wanted = nearest(
        (0..<columns).map { (products[row * columns + $0] - columnSide.halves[$0], UInt32($0)) })
      #expect(Array(doubles.0.list(row)) == wanted && Array(floats.0.list(row)) == wanted)
    }
    for column in 0..<columns {
      let wanted = nearest(
        (0..<rows).map { (products[$0 * columns + column] - rowSide.halves[$0], UInt32(1000 + $0)) }
      )
      #expect(Array(doubles.1.list(column)) == wanted && Array(floats.1.list(column)) == wanted)
    }
    #expect((doubles.0.leastKey(0) == nil) == (columns < 6))
  }

  @Test("one side leaves out the excluded number")
  func excluded() {
    let columns = NeighborKernels.Side(halves: [0, 0, 0], numbers: [4, 5, 6])
    var lists = RunningNeighbors(rowCount: 2, capacity: 2)
    NeighborKernels.select(
      [3, 2, 1, 1, 1, 1] as [Float], columns: columns, excluded: [4, 9], rowLists: &lists)
    #expect(Array(lists.list(0)) == [5, 6] && Array(lists.list(1)) == [4, 5])
  }

  @Test("long lines of a tile fill empty lists as a sort does", arguments: [1, 6, 30])
  func floors(capacity: Int) {
    var seed = Seed(4)
    let (rows, columns) = (3, 200)
    let products = (0..<rows * columns).map { _ in (seed.uniform() * 40).rounded() }
    let side = NeighborKernels.Side(
      halves: (0..<columns).map { Double($0 % 2) }, numbers: (0..<columns).map(UInt32.init))
    var lists = RunningNeighbors(rowCount: rows, capacity: capacity)
    // the largest key of each row is left out
    let keys = (0..<rows).map { row in
      (0..<columns).map { products[row * columns + $0] - Double($0 % 2) }
    }
    let excluded = keys.map { row in UInt32(row.indices.max { row[$0] < row[$1] } ?? 0) }
    NeighborKernels.select(
      products.map { Float($0) }, columns: side, excluded: excluded, rowLists: &lists)
    for row in 0..<rows {
      let own = keys[row]
      let others = own.indices.filter { UInt32($0) != excluded[row] }
      let wanted = others.sorted { own[$0] == own[$1] ? $0 < $1 : own[$0] > own[$1] }
        .prefix(capacity)
      #expect(lists.list(row).map(Int.init) == Array(wanted))
      #expect(Array(lists.listKeys(row)) == wanted.map { own[$0] })
    }
  }

  @Test("above the diagonal, each pair serves both rows", arguments: [1, 2, 65, 150])
  func triangle(count: Int) {
    var seed = Seed(5)
    var products = [Double](repeating: .nan, count: count * count)
    for row in 0..<count {
      // what is on and below the diagonal is not to be read
      for column in row + 1..<max(count, row + 1) {
        products[row * count + column] = (seed.uniform() * 30).rounded()
      }
    }
    let side = NeighborKernels.Side(
      halves: (0..<count).map { Double($0 % 3) }, numbers: (0..<count).map { UInt32(7 + $0) })
    var doubles = RunningNeighbors(rowCount: count, capacity: 5)
    var floats = doubles
    NeighborKernels.select(products, within: side, lists: &doubles)
    NeighborKernels.select(products.map { Float($0) }, within: side, lists: &floats)
    for row in 0..<count {
      let keys = (0..<count).map { (other: Int) -> Double in
        let at = min(row, other) * count + max(row, other)
        return products[at] - Double(other % 3)
      }
      let others = (0..<count).filter { $0 != row }
      let sorted = others.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] > keys[$1] }
      let wanted: [UInt32] = sorted.prefix(5).map { UInt32(7 + $0) }
      #expect(Array(doubles.list(row)) == wanted && Array(floats.list(row)) == wanted)
    }
  }

  @Test("merged lists are those of all offers, each counted once", arguments: Seed.samples(4))
  func merge(seed: Seed) {
    var seed = seed
    // few keys, so that ties are everywhere
    let keys = (0..<40).map { _ in (seed.uniform() * 8).rounded() }
    func offered(_ range: Range<Int>, to lists: RunningNeighbors) -> RunningNeighbors {
      var lists = lists
      let columns = NeighborKernels.Side(
        halves: range.map { _ in 0 }, numbers: range.map { UInt32($0) })
      NeighborKernels.select(
        range.map { Float(keys[$0]) }, columns: columns, excluded: [99], rowLists: &lists)
      return lists
    }
    let first = offered(0..<15, to: RunningNeighbors(rowCount: 1, capacity: 6))
    // two tasks go on from the same lists
    var one = offered(15..<30, to: first)
    let other = offered(30..<40, to: first)
    one.merge(other)
    let all = offered(0..<40, to: RunningNeighbors(rowCount: 1, capacity: 6))
    #expect(one.numbers == all.numbers && one.keys == all.keys && one.counts == all.counts)
    one.merge(all)
    #expect(one.numbers == all.numbers && one.counts == all.counts)
  }

  @Test("weights scale products, and a weight that is no number leaves a column out")
  func weights() {
    var lists = RunningNeighbors(rowCount: 1, capacity: 3)
    NeighborKernels.select(
      [1, 2, 3, 4], weights: [8, 1, .nan, 1], numbers: [0, 1, 2, 3], excluded: [9],
      rowLists: &lists)
    #expect(Array(lists.list(0)) == [0, 3, 1] && Array(lists.listKeys(0)) == [8, 4, 2])
  }

  @Test("equal rows are at distance 0 whatever their weight", arguments: [3, 16, 37])
  func differences(count: Int) {
    var seed = Seed(2)
    let x = (0..<count).map { _ in MatrixFactory.gaussian(&seed) }
    let y = (0..<count).map { _ in MatrixFactory.gaussian(&seed) }
    let weight = 0.1
    let found = NeighborKernels.squaredDifferences(
      x, weight: weight, rows: x + y, places: [0, 1], weights: [weight, 2])
    var wanted = 0.0
    for index in 0..<count {
      let difference = weight * x[index] - 2 * y[index]
      wanted += difference * difference
    }
    #expect(found[0] == 0)
    #expect((found[1] - wanted).magnitude <= Double(count) * 0x1p-52 * wanted)
    let products = NeighborKernels.innerProducts(
      x, weight: 3, rows: x + y, places: [1], weights: [2])
    let product = 6 * zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    // each term is at most some 10 in size
    #expect((products[0] - product).magnitude <= Double(count) * 60 * 0x1p-52)
  }

  @Test("signs as bits, and the number that differ", arguments: [1, 63, 64, 65, 130])
  func bits(columnCount: Int) {
    var seed = Seed(3)
    let rows = (0..<5 * columnCount).map { _ in Float(MatrixFactory.gaussian(&seed)) }
    let words = NeighborKernels.signBits(rows, columnCount: columnCount)
    let wordCount = (columnCount + 63) / 64
    #expect(words.count == 5 * wordCount)
    let distances = NeighborKernels.hammingDistances(words, wordCount: wordCount, of: 2)
    for row in 0..<5 {
      let wanted = (0..<columnCount).count {
        (rows[row * columnCount + $0] > 0) != (rows[2 * columnCount + $0] > 0)
      }
      #expect(distances[row] == UInt32(wanted))
    }
    #expect(NeighborKernels.signBits([0, -1, 1], columnCount: 3) == [4])
  }
}
