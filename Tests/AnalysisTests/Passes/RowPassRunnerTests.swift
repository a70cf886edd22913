import EmbeddingSets
import LinearAlgebra
import Streaming
import TestSupport
import Testing

@testable import Analysis

@Suite("The row pass is run again where the pilot misled")
struct RowPassRunnerTests {
  /// More rows than the pilot looks at, and one between two of its runs.
  static let rowCount = 4000
  static let unseen = 135

  static func run(
    _ source: any EmbeddingSource, jobs: Int = 1,
    parts: RowPass.Parts = [.columns, .rawMoments, .unitMoments]
  ) async throws -> RowPassResult {
    try await RowPassRunner(
      source: source, parts: parts, fingerprintBudget: 0, jobs: jobs, progress: { _ in }
    ).run()
  }

  static func plainMean(_ values: [Double], columnCount: Int) -> [Double] {
    let rows = Samples.rows(values, columnCount)
    return (0..<columnCount).map { column in
      rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
    }
  }

  @Test(
    "the plan depends on the shape alone, and covers every row once",
    arguments: [[0, 3], [1, 3], [9, 3], [40, 1], [5000, 384], [100_000, 4096]])
  func plan(shape: [Int]) {
    let plan = RowPassRunner.plan(rowCount: shape[0], columnCount: shape[1])
    #expect(plan.elementCount == shape[0])
    let rows = (0..<plan.shardCount).flatMap { plan.blocks(ofShard: $0) }
    #expect(rows.reduce(0) { $0 + $1.count } == shape[0])
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    #expect(plan.shardCount <= BlockJackknife.mostBlocks)
    #expect(plan.blockLength >= 128 && plan.blockLength <= 8192)
    // decoded values and their shifted copy stay in cache, unless 128 rows do not
    #expect(plan.blockLength == 128 || plan.blockLength * shape[1] <= 160_000)
  }

  @Test("an ordinary set is read once, and the sums are those of its rows", arguments: [1, 2])
  func once(jobs: Int) async throws {
    var seed = Seed(331)
    let values = Samples.anisotropic(rowCount: 50, columnCount: 3, offset: 5, &seed)
    let result = try await Self.run(InMemorySource(values, columnCount: 3), jobs: jobs)
    #expect(result.notes.isEmpty && !result.unitRowsAreRows)
    let raw = try #require(result.rawMoments)
    #expect(raw.total.count == 50 && raw.blocks.shards.count == 20)
    #expect(raw.blocks.shards.reduce(0) { $0 + $1.count } == 50)
    #expect(result.shardTallies.map(\.rowCount) == raw.blocks.shards.map(\.count))
    #expect(result.shardUnitColumns.count == 20)
    let mean = zip(raw.shift, raw.total.sum).map { $0 + $1 / 50 }
    for (found, wanted) in zip(mean, Self.plainMean(values, columnCount: 3)) {
      #expect(isNear(found, wanted))
    }
  }

  @Test("unit rows have one set of moments for both")
  func unitRows() async throws {
    var seed = Seed(332)
    let values = Samples.unit(
      Samples.gaussian(rowCount: 40, columnCount: 3, &seed), columnCount: 3)
    let result = try await Self.run(InMemorySource(values, columnCount: 3))
    #expect(result.unitRowsAreRows && result.state.ownUnitMoments == nil)
    #expect(result.rawMoments?.total == result.unitMoments?.total)
    // one row that is not unit ends that
    let mixed = try await Self.run(InMemorySource(values + [2, 0, 0], columnCount: 3))
    #expect(!mixed.unitRowsAreRows)
    #expect(mixed.unitMoments?.total.count == 41)
  }

  @Test("no more rows than columns: the n × n route needs no moments")
  func rowGram() async throws {
    let result = try await Self.run(InMemorySource([1.0, 2, 3, 4], columnCount: 2))
    #expect(result.rawMoments == nil && result.unitMoments == nil && !result.unitRowsAreRows)
    #expect(result.state.columns != nil && result.state.tally.rowCount == 2)
  }

  @Test("rows far larger than those first looked at: read again with their scale, and said")
  func largeRows() async throws {
    var values = [Double](repeating: 1, count: 2 * Self.rowCount)
    for row in stride(from: 0, to: Self.rowCount, by: 2) { values[2 * row] = -1 }
    values[2 * Self.unseen] = 0x1p80
    let result = try await Self.run(InMemorySource(values, columnCount: 2))
    #expect(
      result.notes == ["read twice: some rows are far larger than those first looked at"])
    #expect(result.state.configuration.scaleExponent == -80)
    #expect(result.state.neededScaleExponent == nil)
    #expect(result.state.tally.finiteCount == Self.rowCount)
    // the largest row, in scaled units, is all there is of the trace
    let raw = try #require(result.rawMoments)
    let moved = ShiftedSums(
      count: raw.total.count, sum: raw.total.sum, trace: raw.total.gram.trace,
      cubic: raw.total.cubic, quartic: raw.total.quartic, origin: raw.shift.map { -$0 },
      gramTimesOrigin: raw.total.gram.times(raw.shift.map { -$0 }))
    #expect(isNear(moved.trace, 1, relative: 1e-12))
  }

  /// A set whose first blocks, those of the pilot, are not the rows that it holds.
  ///
  /// With the same rows in both reads the guard needs a million times the rows of the pilot.
  struct MisleadingSource: EmbeddingSource {
    let base: InMemorySource
    let shown: [Double]
    var name: String { base.name }
    var shape: EmbeddingShape { base.shape }

    func block(rows: Range<Int>) -> RowBlock {
      let block = base.block(rows: rows)
      // the pilot alone reads a set of fewer than 1,024 rows whole
      guard rows.count == shape.rowCount else { return block }
      return RowBlock(
        firstRow: 0, rowCount: rows.count, columnCount: shape.columnCount,
        values: .double(rows.flatMap { _ in shown }))
    }
  }

  @Test(
    "a mean far from the rows first looked at: read again about it, and said",
    arguments: [[1e4, 1e4], [1, 0]])
  func farMean(shown: [Double]) async throws {
    var seed = Seed(333)
    let values = (0..<100).flatMap { _ -> [Double] in [1e-4 * MatrixFactory.gaussian(&seed), 3] }
    let base = InMemorySource(values, columnCount: 2)
    let result = try await Self.run(MisleadingSource(base: base, shown: shown))
    #expect(
      result.notes == ["read twice: the rows first looked at are far from the mean"])
    let raw = try #require(result.rawMoments)
    for (found, wanted) in zip(raw.shift, Self.plainMean(values, columnCount: 2)) {
      // the first read sums numbers as large as what was shown
      #expect(isNear(found, wanted, relative: 0, absolute: 1e-11))
    }
    let unit = try #require(result.unitMoments)
    let directions = Self.plainMean(
      Samples.unit(values, columnCount: 2), columnCount: 2)
    let mean = zip(unit.shift, unit.total.sum).map { $0 + $1 / 100 }
    for (found, wanted) in zip(mean, directions) { #expect(isNear(found, wanted, absolute: 1e-15)) }
    #expect(!result.unitRowsAreRows && raw.blocks.shards.count == 20)
  }

  @Test("unit rows in another place than the pilot saw stay unit rows")
  func farUnitRows() async throws {
    var seed = Seed(334)
    let values = Samples.unit(
      (0..<100).flatMap { _ -> [Double] in [1e-4 * MatrixFactory.gaussian(&seed), 1] },
      columnCount: 2)
    let base = InMemorySource(values, columnCount: 2)
    let result = try await Self.run(MisleadingSource(base: base, shown: [-1, 0]))
    #expect(result.notes.count == 1 && result.unitRowsAreRows)
    #expect(result.state.configuration.unitShift == result.state.configuration.shift)
  }

  @Test("an offset that the spread covers is not worth another read")
  func nearMean() async throws {
    var seed = Seed(335)
    let values = Samples.gaussian(rowCount: 100, columnCount: 2, &seed)
    let base = InMemorySource(values, columnCount: 2)
    let result = try await Self.run(MisleadingSource(base: base, shown: [100, 100]))
    #expect(result.notes.isEmpty && result.state.configuration.shift == [100, 100])
  }
}
