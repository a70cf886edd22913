import LinearAlgebra
import Testing
import TestSupport

@Suite("The triangular factor of rows that arrive in blocks")
struct TallSkinnyFactorTests {
  /// More than two panels of rows, so that panels are folded and some rows stay over.
  static let (rowCount, columnCount) = (600, 6)

  static func rows(_ seed: Seed) -> Matrix {
    var seed = seed
    return MatrixFactory.matrix(
      rowCount: rowCount, columnCount: columnCount,
      singularValues: Spectrum.geometric.values(columnCount, condition: 1e3), &seed)
  }

  static func state(_ rows: Matrix, _ range: Range<Int>) throws -> TallSkinnyFactor {
    var state = TallSkinnyFactor(columnCount: rows.columnCount)
    let values = rows.elements.span
    try state.absorb(
      rows: values.extracting(
        range.lowerBound * rows.columnCount..<range.upperBound * rows.columnCount),
      rowCount: range.count)
    return state
  }

  @Test("any partition into blocks gives the factor of the whole", arguments: Seed.samples(8))
  func partition(seed: Seed) throws {
    let rows = Self.rows(seed)
    let direct = try rows.triangularFactor()
    var generator = seed
    var state = TallSkinnyFactor(columnCount: Self.columnCount)
    var start = 0
    while start < Self.rowCount {
      let count = min(Self.rowCount - start, Int(generator.next() % 300))
      let part = Array(
        rows.elements[start * Self.columnCount..<(start + count) * Self.columnCount])
      try state.absorb(rows: part.span, rowCount: count)
      start += count
    }
    #expect(state.rowCount == Self.rowCount)
    try expectSame(state.finish(), direct)
  }

  @Test(
    "states of parts merge in any order",
    arguments: [
      [0, 600], [0, 1, 600], [0, 3, 4, 300, 600], [0, 256, 512, 600], [0, 0, 599, 600],
    ])
  func merging(bounds: [Int]) throws {
    let rows = Self.rows(Seed(9))
    let direct = try rows.triangularFactor()
    var states: [TallSkinnyFactor] = []
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      states.append(try Self.state(rows, start..<end))
    }
    for order in [states, states.reversed()] {
      var whole = TallSkinnyFactor(columnCount: Self.columnCount)
      for state in order { try whole.merge(state) }
      #expect(whole.rowCount == Self.rowCount)
      try expectSame(whole.finish(), direct)
    }
  }

  /// R is unique up to rounding times the condition, 1e3; its singular values up to rounding.
  func expectSame(_ factor: Matrix, _ direct: Matrix) throws {
    #expect(Residuals.distance(factor, direct) <= 1e3 * Residuals.threshold)
    #expect(
      Residuals.values(
        try factor.singularValues(), try direct.singularValues(), count: Self.rowCount)
        <= Residuals.threshold)
  }

  @Test("a state without rows is neutral")
  func identity() throws {
    let rows = Self.rows(Seed(1))
    var state = try Self.state(rows, 0..<Self.rowCount)
    let before = state.finish()
    try state.merge(TallSkinnyFactor(columnCount: Self.columnCount))
    #expect(state.finish() == before)
    #expect(
      TallSkinnyFactor(columnCount: 2).finish() == Matrix(rowCount: 2, columnCount: 2))
    var empty = TallSkinnyFactor(columnCount: 0)
    try empty.absorb(rows: [Double]().span, rowCount: 5)
    #expect(empty.rowCount == 5 && empty.finish().elements.isEmpty)
  }

  @Test("finishing does not end the state")
  func goesOn() throws {
    let rows = Self.rows(Seed(2))
    var state = try Self.state(rows, 0..<100)
    _ = state.finish()
    try state.merge(try Self.state(rows, 100..<Self.rowCount))
    try expectSame(state.finish(), try rows.triangularFactor())
  }

  @Test("a restored state goes on bit for bit", arguments: [0, 100, 256, 500])
  func restored(count: Int) throws {
    let rows = Self.rows(Seed(4))
    var state = try Self.state(rows, 0..<count)
    var copy = try TallSkinnyFactor(
      columnCount: state.columnCount, rowCount: state.rowCount, triangle: state.triangle,
      pending: state.pending)
    #expect(copy == state)
    let rest = Array(rows.elements.dropFirst(count * Self.columnCount))
    try state.absorb(rows: rest.span, rowCount: Self.rowCount - count)
    try copy.absorb(rows: rest.span, rowCount: Self.rowCount - count)
    #expect(copy.finish() == state.finish())
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 1)) {
      try TallSkinnyFactor(columnCount: 2, rowCount: 1, triangle: [1, .nan, 0, 1], pending: [])
    }
  }

  @Test("fewer rows than columns leave zero rows")
  func wide() throws {
    var seed = Seed(3)
    let rows = MatrixFactory.gaussian(rowCount: 3, columnCount: 7, &seed)
    var state = TallSkinnyFactor(columnCount: 7)
    try state.absorb(rows: rows.elements.span, rowCount: 3)
    let factor = state.finish()
    #expect(
      Residuals.values(
        Array(try factor.singularValues().prefix(3)), try rows.singularValues(), count: 7)
        <= Residuals.threshold)
    #expect(factor.elements.dropFirst(3 * 7).allSatisfy { abs($0) <= 7 * .ulpOfOne })
  }

  @Test("an entry that is not finite is named and nothing is absorbed")
  func nonFinite() throws {
    var state = TallSkinnyFactor(columnCount: 2)
    let before = state
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try state.absorb(rows: [1, 2, .nan, 3].span, rowCount: 2)
    }
    #expect(state == before)
  }
}
