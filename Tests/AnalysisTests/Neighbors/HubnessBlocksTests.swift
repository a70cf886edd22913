import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Intervals of hubness")
struct HubnessBlocksTests {
  private static let rowCount = 160
  /// Twenty equal numbers of size one differ from their mean by a rounding each.
  private static let rounding = 20 * 0x1p-52

  /// Rows about a few centres, where leaving out queries only is too sure of itself.
  private static func clustered(_ seed: inout Seed) -> [Double] {
    let centres = Samples.rows(Samples.gaussian(rowCount: 5, columnCount: 6, &seed), 6)
    return (0..<rowCount).flatMap { _ -> [Double] in
      let centre = centres[Int(seed.next() % 5)]
      return centre.map { $0 + 0.3 * MatrixFactory.gaussian(&seed) }
    }
  }

  private static func halfWidth(_ interval: Interval?) throws -> Double {
    let interval = try #require(interval)
    return (interval.high - interval.low) / 2
  }

  @Test("are not narrower than sets drawn anew vary", .timeLimit(.minutes(1)))
  func variation() async throws {
    var seed = Seed(61)
    var values: [[Double]] = [[], [], []]
    var halves = [0.0, 0, 0]
    let draws = 30
    for _ in 0..<draws {
      let source = InMemorySource(Self.clustered(&seed), columnCount: 6)
      let table = try await NearestNeighbors(in: source).ofAllRows(k: 10)
      let blocks = HubnessBlocks(table, rowCount: Self.rowCount)
      values[0].append(try #require(blocks.value))
      values[1].append(blocks.counts.antihubShare)
      values[2].append(blocks.counts.robinHood)
      halves[0] += try Self.halfWidth(blocks.interval) / Double(draws)
      halves[1] += try Self.halfWidth(blocks.antihubInterval) / Double(draws)
      halves[2] += try Self.halfWidth(blocks.robinHoodInterval) / Double(draws)
    }
    let quantile = BlockJackknife.studentQuantile(degreesOfFreedom: 19)
    for (values, half) in zip(values, halves) {
      let mean = values.reduce(0, +) / Double(draws)
      let scatter = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (scatter / Double(draws - 1)).squareRoot()
      // a standard deviation of 30 draws is known to 13 %: three times that
      #expect(half / quantile >= 0.6 * deviation, "\(half / quantile) for \(deviation)")
      #expect(half / quantile <= 4 * deviation, "\(half / quantile) for \(deviation)")
    }
  }

  @Test("blocks that all give the same leave no doubt")
  func identicalBlocks() {
    // a ring: every row has the next as neighbour, so all counts are 1 whatever is left out but at
    // the ends of a block
    var table = NeighborTable(metric: .cosine, count: 1)
    for row in 0..<100 {
      table.append(query: row, neighbors: [UInt32((row + 1) % 100)], values: [1])
    }
    let blocks = HubnessBlocks(table, rowCount: 100)
    #expect(blocks.value == nil && blocks.interval == nil)
    let antihubs = blocks.antihubInterval
    #expect(antihubs?.low == 0 && isNear(antihubs?.high, 0, absolute: Self.rounding))
  }

  @Test("queries of another set leave the rows in place")
  func otherQueries() throws {
    // row 0 is found by every query, row 1 by half of them in turn, row 2 by none
    var table = NeighborTable(metric: .cosine, count: 1)
    for query in 0..<40 {
      table.append(query: query, neighbors: [query % 2 == 0 ? 0 : 1], values: [1])
    }
    let blocks = HubnessBlocks(table, among: [0, 1, 2], rowCount: 3, isBase: false)
    #expect(blocks.counts.counts == [20, 20, 0] && blocks.counts.antihubShare == 1.0 / 3)
    #expect(try Self.halfWidth(blocks.antihubInterval) <= Self.rounding)
    #expect(try Self.halfWidth(blocks.interval) <= Self.rounding)
  }
}
