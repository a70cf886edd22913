import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Running logarithms of sums of exponentials, with both signs")
struct LogSumExpTests {
  /// Relative error of the kernel's exponential.
  static let exponential = 2.4e-10

  static func values(_ projections: [Double], columnCount: Int) -> [Double] {
    var state = LogSumExp(count: columnCount)
    state.add(projections, rowCount: projections.count / columnCount)
    return state.values()
  }

  @Test("plain sums, where they do not overflow", arguments: [1, 2, 9, 64])
  func plain(rowCount: Int) {
    var seed = Seed(311)
    let values = (0..<3 * rowCount).map { _ in 3 * MatrixFactory.gaussian(&seed) }
    let found = Self.values(values, columnCount: 3)
    for column in 0..<3 {
      let own = stride(from: column, to: values.count, by: 3).map { values[$0] }
      let plus: Double = .log(own.reduce(0) { $0 + .exp($1) })
      let minus: Double = .log(own.reduce(0) { $0 + .exp(-$1) })
      #expect(isNear(found[column], plus, relative: 1e-13, absolute: Self.exponential))
      #expect(isNear(found[3 + column], minus, relative: 1e-13, absolute: Self.exponential))
    }
  }

  @Test("one term is itself, both ways", arguments: [0.0, -1.5, 800, -800, 1e300, -1e-300])
  func oneTerm(value: Double) {
    #expect(Self.values([value], columnCount: 1) == [value, -value])
  }

  @Test("n equal terms add ln n", arguments: [800.0, -800, 0])
  func equalTerms(value: Double) {
    let found = Self.values(Array(repeating: value, count: 10), columnCount: 1)
    #expect(isNear(found[0], value + .log(10), relative: 1e-13))
    #expect(isNear(found[1], -value + .log(10), relative: 1e-13))
  }

  @Test("terms 800 either way do not overflow, and the small ones do not count")
  func extremes() {
    // e^-1600 is below every Double
    #expect(Self.values([800, -800], columnCount: 1) == [800, 800])
    #expect(Self.values([-800, 800], columnCount: 1) == [800, 800])
    let found = Self.values([800, -800, 799, -801], columnCount: 1)
    #expect(
      isNear(found[0], 800 + .log(1 + .exp(-1)), relative: 1e-15, absolute: Self.exponential))
    #expect(
      isNear(found[1], 801 + .log(1 + .exp(-1)), relative: 1e-15, absolute: Self.exponential))
  }

  @Test("a shift of all terms shifts the logarithms", arguments: [-700.0, 3, 800])
  func shift(distance: Double) {
    var seed = Seed(312)
    let values = (0..<20).map { _ in MatrixFactory.gaussian(&seed) }
    let here = Self.values(values, columnCount: 1)
    let there = Self.values(values.map { $0 + distance }, columnCount: 1)
    #expect(isNear(there[0] - distance, here[0], relative: 0, absolute: 1e-12 + Self.exponential))
    #expect(isNear(there[1] + distance, here[1], relative: 0, absolute: 1e-12 + Self.exponential))
  }

  @Test("parts merge to the whole in any grouping")
  func merging() {
    var seed = Seed(313)
    let values = (0..<24).map { _ in 400 * MatrixFactory.gaussian(&seed) }
    func part(_ rows: Range<Int>) -> LogSumExp {
      var state = LogSumExp(count: 2)
      state.add(Array(values[2 * rows.lowerBound..<2 * rows.upperBound]), rowCount: rows.count)
      return state
    }
    var left = part(0..<3)
    left.merge(part(3..<4))
    left.merge(part(4..<12))
    var tail = part(3..<4)
    tail.merge(part(4..<12))
    var right = part(0..<3)
    right.merge(tail)
    let whole = part(0..<12).values()
    for index in 0..<4 {
      #expect(isNear(left.values()[index], whole[index], relative: 1e-12, absolute: 1e-9))
      #expect(isNear(right.values()[index], whole[index], relative: 1e-12, absolute: 1e-9))
    }
  }

  @Test("nothing merged with something is something, with nothing is nothing")
  func empty() {
    var state = LogSumExp(count: 1)
    state.merge(LogSumExp(count: 1))
    #expect(state.values() == [-.infinity, -.infinity])
    var one = LogSumExp(count: 1)
    one.add([800], rowCount: 1)
    state.merge(one)
    one.merge(LogSumExp(count: 1))
    #expect(state.values() == [800, -800] && one.values() == [800, -800])
  }
}
