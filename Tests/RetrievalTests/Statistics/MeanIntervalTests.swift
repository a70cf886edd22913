import Findings
import Testing
import TestSupport

@testable import Retrieval

@Suite("Intervals of means and medians")
struct MeanIntervalTests {
  @Test("fewer than two values have none, equal ones have no width")
  func closedForms() async throws {
    #expect(try await MeanInterval.of([1], resamples: 100, seed: 0, jobs: 1) == nil)
    let equal = try await MeanInterval.of([2, 2, 2], resamples: 100, seed: 0, jobs: 1)
    #expect(equal?.low == 2 && equal?.high == 2)
    #expect(MeanInterval.ofMedian([1, 2, 3, 4, 5]) == nil)
  }

  /// Above the limit the normal interval, whose width is known: 2 × 1.96 s / √n with s² = n / (4 (n - 1)).
  @Test("of many values it is the normal one")
  func normal() async throws {
    let count = MeanInterval.mostResampled + 2
    let values = (0..<count).map { Double($0 % 2) }
    let found = try #require(
      try await MeanInterval.of(values, resamples: 100, seed: 0, jobs: 1))
    let deviation = (Double(count) / (4 * Double(count - 1))).squareRoot()
    let reach = 1.959963984540054 * deviation / Double(count).squareRoot()
    #expect(isNear(found.high, 0.5 + reach, relative: 1e-12))
    #expect(isNear(found.low, 0.5 - reach, relative: 1e-12))
  }

  @Test("resampled and normal intervals of the same values are alike", arguments: Seed.samples(3))
  func alike(seed: Seed) async throws {
    var seed = seed
    let values = (0..<400).map { _ in seed.uniform() }
    let found = try #require(
      try await MeanInterval.of(values, resamples: 2000, seed: 1, jobs: 2))
    let mean = values.reduce(0, +) / 400
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    let reach = 1.96 * (squares / 399 / 400).squareRoot()
    // a quantile of 2,000 resamples is known to some five per cent of the width
    #expect(abs(found.low - (mean - reach)) < 0.2 * reach, "\(seed)")
    #expect(abs(found.high - (mean + reach)) < 0.2 * reach, "\(seed)")
  }

  /// 100 values: ranks 50 ± 0.98 × 10.
  @Test("a median lies between order statistics of the binomial distribution")
  func median() {
    let interval = MeanInterval.ofMedian((0..<100).map(Double.init).shuffled())
    #expect(interval?.low == 40 && interval?.high == 60)
  }
}
