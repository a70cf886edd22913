import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("The hubness of white noise")
struct WhiteNoiseHubnessTests {
  static func search(_ rowCount: Int, columnCount: Int, jobs: Int = 2) async throws
    -> WhiteNoiseHubness.Found
  {
    try await WhiteNoiseHubness(
      setRowCount: rowCount, setColumnCount: columnCount, jobs: jobs, seed: 5
    ).search()
  }

  @Test("many columns: Poisson's skewness 1/sqrt(10) lies in the interval")
  func poisson() async throws {
    let found = try await Self.search(1100, columnCount: 60)
    #expect(found.counts.counts.count == 1100)
    let interval = try #require(found.blocks.interval)
    #expect(interval.low < 0.3163 && interval.high > 0.3163)
    // the 95 % interval of a skewness of 1,100 numbers: some 4 sqrt(6/n)
    #expect(interval.high - interval.low < 0.6)
  }

  @Test("the same numbers whatever the number of tasks")
  func jobs() async throws {
    let one = try await Self.search(600, columnCount: 8, jobs: 1)
    let three = try await Self.search(600, columnCount: 8, jobs: 3)
    #expect(one.counts == three.counts && one.blocks.value == three.blocks.value)
  }

  @Test("a larger set is held against as many rows, in proportion")
  func proportion() async throws {
    let small = try await Self.search(200, columnCount: 8)
    #expect(small.largest == small.counts.largest)
    #expect(small.histogram(upTo: small.largest).reduce(0, +) == 200)
    let large = WhiteNoiseHubness.Found(
      setRowCount: 1_000_000, blocks: small.blocks)
    // Poisson of mean 10 reaches 28 twice in a million, 29 three times in four million
    #expect(large.largest == max(28, small.counts.largest))
    #expect(large.histogram(upTo: 40)[10] == 5000 * small.histogram(upTo: 40)[10])
  }
}
