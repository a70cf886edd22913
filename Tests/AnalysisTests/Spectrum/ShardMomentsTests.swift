import EmbeddingSets
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("Moments of blocks of rows, and moments about another origin")
struct ShardMomentsTests {
  /// n, Σ z, Σ |z|², Σ |z|² z, Σ |z|⁴ of z = y - e, and G e, by plain loops.
  struct PlainSums {
    var sum: [Double]
    var trace = 0.0
    var cubic: [Double]
    var quartic = 0.0
    var gramTimesOrigin: [Double]
    /// Σ (|y| + |e|)ᵏ for k = 0 to 4, before any cancellation: what rounding is relative to.
    let sizes: [Double]

    init(_ rows: [[Double]], about origin: [Double], times vector: [Double]) {
      let zeros = [Double](repeating: 0, count: origin.count)
      (sum, cubic, gramTimesOrigin) = (zeros, zeros, zeros)
      var sizes = [0.0, 0, 0, 0, 0]
      let far = dot(origin, origin).squareRoot()
      for row in rows {
        let z = zip(row, origin).map { $0 - $1 }
        let square = dot(z, z)
        let product = dot(z, vector)
        trace += square
        quartic += square * square
        for index in z.indices {
          sum[index] += z[index]
          cubic[index] += square * z[index]
          gramTimesOrigin[index] += product * z[index]
        }
        let reach = dot(row, row).squareRoot() + far
        var power = 1.0
        for index in sizes.indices {
          sizes[index] += power
          power *= reach
        }
      }
      self.sizes = sizes
    }
  }

  static func moments(_ rows: [[Double]], columnCount: Int) -> RowMoments {
    var moments = RowMoments(columnCount: columnCount)
    var scratch: [Double] = []
    let values = rows.flatMap { $0 }
    moments.add(
      RowBlock(
        firstRow: 0, rowCount: rows.count, columnCount: columnCount, values: .double(values)),
      weights: Array(repeating: 1, count: rows.count),
      shift: Array(repeating: 0, count: columnCount), scratch: &scratch)
    return moments
  }

  /// A few hundred roundings, relative to the terms before they cancel.
  static let rounding = 1e-13

  @Test(
    "the shift law is that of sums taken again", arguments: [[1, 1], [1, 4], [7, 3], [40, 5]],
    [0.0, 1, 100])
  func shiftLaw(shape: [Int], distance: Double) {
    var seed = Seed(301)
    let (n, d) = (shape[0], shape[1])
    let rows = Samples.rows(
      Samples.anisotropic(rowCount: n, columnCount: d, offset: 0.5, &seed), d)
    let origin = (0..<d).map { _ in distance * MatrixFactory.gaussian(&seed) }
    let zeros = [Double](repeating: 0, count: d)
    let before = PlainSums(rows, about: zeros, times: origin)
    let after = PlainSums(rows, about: origin, times: origin)
    let moved = ShiftedSums(
      count: n, sum: before.sum, trace: before.trace, cubic: before.cubic,
      quartic: before.quartic, origin: origin, gramTimesOrigin: before.gramTimesOrigin)
    let errors = after.sizes.map { Self.rounding * $0 }
    #expect(isNear(moved.trace, after.trace, relative: 0, absolute: errors[2]))
    #expect(isNear(moved.quartic, after.quartic, relative: 0, absolute: errors[4]))
    for index in 0..<d {
      #expect(isNear(moved.sum[index], after.sum[index], relative: 0, absolute: errors[1]))
      #expect(isNear(moved.cubic[index], after.cubic[index], relative: 0, absolute: errors[3]))
    }
  }

  @Test("an origin of zero moves nothing")
  func zeroOrigin() {
    let moved = ShiftedSums(
      count: 3, sum: [1, -2], trace: 9, cubic: [4, 5], quartic: 31, origin: [0, 0],
      gramTimesOrigin: [0, 0])
    #expect(moved.sum == [1, -2] && moved.trace == 9)
    #expect(moved.cubic == [4, 5] && moved.quartic == 31)
  }

  @Test("rows that all are the origin leave nothing, exactly")
  func pointMass() {
    // small whole numbers: every term is exact
    let rows = [[3.0, -4], [3, -4], [3, -4]]
    let before = PlainSums(rows, about: [0, 0], times: [3, -4])
    let moved = ShiftedSums(
      count: 3, sum: before.sum, trace: before.trace, cubic: before.cubic,
      quartic: before.quartic, origin: [3, -4], gramTimesOrigin: before.gramTimesOrigin)
    #expect(moved.sum == [0, 0] && moved.trace == 0)
    #expect(moved.cubic == [0, 0] && moved.quartic == 0)
  }

  @Test("there and back again is where it was")
  func roundTrip() {
    // whole numbers again
    let rows = [[1.0, 2], [-3, 5], [0, -1], [4, 4]]
    let origin = [2.0, -3]
    let first = PlainSums(rows, about: [0, 0], times: origin)
    let back = origin.map { -$0 }
    let away = PlainSums(rows, about: origin, times: back)
    let moved = ShiftedSums(
      count: 4, sum: away.sum, trace: away.trace, cubic: away.cubic, quartic: away.quartic,
      origin: back, gramTimesOrigin: away.gramTimesOrigin)
    #expect(moved.sum == first.sum && moved.trace == first.trace)
    #expect(moved.cubic == first.cubic && moved.quartic == first.quartic)
  }

  @Test("a block keeps its sums, its trace and its squared norm")
  func oneBlock() {
    let rows = [[1.0, 2], [-3, 5], [0, -1]]
    let moments = Self.moments(rows, columnCount: 2)
    let block = ShardMoments(moments)
    // G = [[10, -13], [-13, 30]]
    #expect(block.count == 3 && block.sum == [-2, 6])
    #expect(block.trace == 40)
    #expect(block.squaredNorm == 1338)
    // 5² + 34² + 1²
    #expect(block.quartic == 1182)
    // 5 · 1 - 34 · 3, 5 · 2 + 34 · 5 - 1 · 1
    #expect(block.cubic == [-97, 179])
  }

  @Test("blocks are appended in order, with their Gram matrices")
  func append() {
    let parts: [[[Double]]] = [[[1, 2]], [[3, -1], [0, 2]], [[2, 2], [1, 0]]]
    let own = parts.map { Self.moments($0, columnCount: 2) }
    var all = ShardedMoments(columnCount: 2)
    #expect(all.shards.isEmpty && all.grams.count == 0)
    for moments in own { all.append(ShardedMoments(moments)) }
    #expect(all.shards.map(\.count) == [1, 2, 2] && all.grams.count == 3)
    // small whole numbers are exact as Floats
    for (index, moments) in own.enumerated() {
      #expect(all.shards[index].sum == moments.sum)
      #expect(all.grams.times([1, -2], matrix: index) == moments.gram.times([1, -2]))
    }
    var tail = ShardedMoments(own[1])
    tail.append(ShardedMoments(own[2]))
    var grouped = ShardedMoments(own[0])
    grouped.append(tail)
    #expect(grouped.grams == all.grams && grouped.shards.map(\.sum) == all.shards.map(\.sum))
  }

  @Test("a dot product of unequal lengths traps")
  func unequal() async {
    await #expect(processExitsWith: .failure) { _ = dot([1, 2], [1]) }
  }
}
