import EmbeddingSets
import Streaming
import TestSupport
import Testing

@testable import Analysis

/// Column statistics as an accumulator of their own, with weight 1 for every finite row.
private struct Columns: Accumulator {
  var columns: ColumnStatistics
  let shift: [Double]
  init(_ configuration: [Double]) {
    shift = configuration
    columns = ColumnStatistics(columnCount: shift.count)
  }
  mutating func consume(_ block: RowBlock) {
    var measure = RowMeasure()
    measure.measure(block, scale: 1)
    columns.add(block, weights: measure.weights, shift: shift)
  }
  mutating func merge(_ later: Columns) { columns.merge(later.columns) }
  func save(to archive: inout StateWriter) {
    archive.write(shift)
    columns.save(to: &archive)
  }
  init(restoring archive: inout StateReader) throws {
    shift = try archive.readDoubles()
    columns = try ColumnStatistics(restoring: &archive)
  }
}

@Suite("Columns have extremes and spreads")
struct ColumnStatisticsTests {
  @Test("all laws hold", arguments: RowStream.all)
  func laws(stream: RowStream) throws {
    let laws = AccumulatorLaws<Columns>([0.5, -1, 0], blocks: stream.blocks) {
      var differences = Disagreements()
      differences.compare($0.columns, $1.columns)
      return differences.found
    }
    let violations = try laws.violations()
    #expect(violations == [])
  }

  @Test("means and deviations are the textbook's about any shift", arguments: [0.0, 3, -100])
  func moments(shift: Double) throws {
    let values: [Double] = [2, 1, 4, 1, 4, 1, 4, 1, 5, 1, 5, 1, 7, 1, 9, 1]
    var state = Columns([shift, shift])
    state.consume(RowBlock(firstRow: 0, rowCount: 8, columnCount: 2, values: .double(values)))
    let deviations = try #require(state.columns.standardDeviations(sameWeights: true))
    #expect(isNear(deviations[0], (32.0 / 7).squareRoot(), relative: 1e-10))
    #expect(deviations[1] == 0)
    #expect(isNear(state.columns.means()[0] + shift, 5))
    #expect(state.columns.minimum == [2, 1] && state.columns.maximum == [9, 1])
  }

  @Test("a constant column spreads exactly nothing only where all weights are equal")
  func constant() throws {
    var state = Columns([0.1])
    let values = [Double](repeating: 0.3, count: 7)
    state.consume(RowBlock(firstRow: 0, rowCount: 7, columnCount: 1, values: .double(values)))
    #expect(state.columns.standardDeviations(sameWeights: true) == [0])
    let spread = try #require(state.columns.standardDeviations(sameWeights: false))
    #expect(spread[0] < 1e-8)
  }

  @Test("one row has no deviation, none has no mean")
  func few() {
    var state = Columns([0])
    #expect(state.columns.standardDeviations(sameWeights: true) == nil)
    #expect(state.columns.means() == [0])
    state.consume(RowBlock(firstRow: 0, rowCount: 1, columnCount: 1, values: .double([4])))
    #expect(state.columns.standardDeviations(sameWeights: true) == nil)
    #expect(state.columns.means() == [4])
  }

  @Test("parts of unequal length are inconsistent")
  func inconsistent() {
    var writer = StateWriter()
    writer.write(1)
    for values in [[1.0], [1.0], [1.0, 2], [1.0]] { writer.write(values) }
    var reader = StateReader(writer.bytes)
    #expect(throws: StateError.self) { try ColumnStatistics(restoring: &reader) }
  }
}
