import EmbeddingSets
import LinearAlgebra
import Streaming
import TestSupport
import Testing

@testable import Analysis

/// Moments as an accumulator of their own.
private struct Moments: Accumulator {
  var moments: RowMoments
  let shift: [Double]
  private var scratch: [Double] = []
  init(_ configuration: [Double]) {
    shift = configuration
    moments = RowMoments(columnCount: shift.count)
  }
  mutating func consume(_ block: RowBlock) {
    var measure = RowMeasure()
    measure.measure(block, scale: 1)
    moments.add(block, weights: measure.weights, shift: shift, scratch: &scratch)
  }
  mutating func merge(_ later: Moments) { moments.merge(later.moments) }
  func save(to archive: inout StateWriter) {
    archive.write(shift)
    moments.save(to: &archive)
  }
  init(restoring archive: inout StateReader) throws {
    shift = try archive.readDoubles()
    moments = try RowMoments(restoring: &archive)
  }
}

@Suite("Rows are summed to second and fourth order")
struct RowMomentsTests {
  @Test("all laws hold", arguments: RowStream.all.filter { $0.scaleExponent == 0 })
  func laws(stream: RowStream) throws {
    let laws = AccumulatorLaws<Moments>([0.5, -1, 0], blocks: stream.blocks) {
      var differences = Disagreements()
      differences.compare($0.moments, $1.moments)
      return differences.found
    }
    let violations = try laws.violations()
    #expect(violations == [])
  }

  @Test("the sums are those of plain loops", arguments: [false, true])
  func plainLoops(asFloat: Bool) {
    // integers: every sum is exact
    let values = (0..<18).map { Double($0 * $0 % 11) }
    let shift = [1.0, 2, 3]
    var state = Moments(shift)
    for block in RowStream("integers", values, columnCount: 3, asFloat: asFloat).blocks {
      state.consume(block)
    }
    var wanted = RowMoments(columnCount: 3)
    for row in Samples.rows(values, 3) {
      let y = zip(row, shift).map { $0 - $1 }
      let square = y.reduce(0) { $0 + $1 * $1 }
      wanted.count += 1
      wanted.quartic += square * square
      for i in 0..<3 {
        wanted.sum[i] += y[i]
        wanted.cubic[i] += square * y[i]
        for j in i..<3 { wanted.gram[i, j] += y[i] * y[j] }
      }
    }
    #expect(state.moments == wanted)
  }

  @Test("sums move to another origin by the closed form")
  func shiftLaw() {
    var seed = Seed(5)
    let rows = Samples.anisotropic(rowCount: 30, columnCount: 3, &seed)
    let move = [0.5, -0.25, 2]
    func moments(_ shift: [Double]) -> RowMoments {
      var state = Moments(shift)
      state.consume(RowBlock(firstRow: 0, rowCount: 30, columnCount: 3, values: .double(rows)))
      return state.moments
    }
    let (here, there) = (moments([0, 0, 0]), moments(move))
    let moved = ShiftedSums(
      count: 30, sum: here.sum, trace: here.gram.trace, cubic: here.cubic, quartic: here.quartic,
      origin: move, gramTimesOrigin: here.gram.times(move))
    // all terms are below the fourth powers of |y| + |e|
    let bound = 1e-14 * (here.quartic + 30 * 20 + there.quartic)
    #expect(isNear(moved.trace, there.gram.trace, relative: 0, absolute: bound))
    #expect(isNear(moved.quartic, there.quartic, relative: 0, absolute: bound))
    for column in 0..<3 {
      #expect(isNear(moved.sum[column], there.sum[column], relative: 0, absolute: bound))
      #expect(isNear(moved.cubic[column], there.cubic[column], relative: 0, absolute: bound))
    }
  }

  @Test("parts of unequal dimension are inconsistent")
  func inconsistent() {
    for (cubic, packed) in [([1.0], [1.0, 2, 3]), ([1.0, 2], [1.0, 2])] {
      var writer = StateWriter()
      writer.write(1)
      writer.write(1.0)
      writer.write([1.0, 2])
      writer.write(cubic)
      writer.write(packed)
      var reader = StateReader(writer.bytes)
      #expect(throws: StateError.self) { try RowMoments(restoring: &reader) }
    }
  }
}
