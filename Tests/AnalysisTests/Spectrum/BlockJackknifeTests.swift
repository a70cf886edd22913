import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Intervals from leaving out blocks of rows")
struct BlockJackknifeTests {
  @Test("blocks of one value give the textbook standard error of a mean", arguments: [5, 8, 20])
  func mean(count: Int) throws {
    var seed = Seed(UInt64(count))
    let values = (0..<count).map { _ in MatrixFactory.gaussian(&seed) }
    let n = Double(count)
    let mean = values.reduce(0, +) / n
    let scatter = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (scatter / (n - 1) / n).squareRoot()
    let interval = try #require(
      BlockJackknife.interval(
        about: mean, leavingOut: values.map { (n * mean - $0) / (n - 1) }, within: -100...100))
    let half = BlockJackknife.studentQuantile(degreesOfFreedom: count - 1) * error
    #expect(isNear(interval.high - mean, half, relative: 1e-10))
    #expect(isNear(mean - interval.low, half, relative: 1e-10))
  }

  /// Tables of Student's t, 0.975.
  static let quantiles: [(degrees: Int, value: Double)] = [
    (4, 2.776445), (5, 2.570582), (6, 2.446912), (9, 2.262157), (10, 2.228139), (15, 2.131450),
    (19, 2.093024), (30, 2.042272), (60, 2.000298), (120, 1.979930), (100_000, 1.959988),
  ]

  @Test("Student's quantiles are those of the tables within 0.4 %", arguments: quantiles)
  func quantile(degrees: Int, value: Double) {
    #expect(
      isNear(BlockJackknife.studentQuantile(degreesOfFreedom: degrees), value, relative: 4e-3))
    // the series falls off fast: six digits from 15 degrees on
    if degrees >= 15 {
      #expect(
        isNear(BlockJackknife.studentQuantile(degreesOfFreedom: degrees), value, relative: 1e-5))
    }
  }

  @Test("no interval from few blocks, or where a block leaves nothing")
  func none() {
    #expect(BlockJackknife.interval(about: 1, leavingOut: [1, 1, 1, 1], within: 0...2) == nil)
    #expect(
      BlockJackknife.interval(about: 1, leavingOut: [1, 1, nil, 1, 1, 1], within: 0...2) == nil)
    #expect(
      BlockJackknife.interval(about: 1, leavingOut: [1, 1, .nan, 1, 1, 1], within: 0...2) == nil)
    #expect(
      BlockJackknife.interval(about: 3, leavingOut: [1, 1, 1, 1, 1], within: 0...2) == nil)
  }

  @Test("intervals stay inside the range of the metric")
  func range() throws {
    let interval = try #require(
      BlockJackknife.interval(about: 0.9, leavingOut: [0.1, 0.9, 0.5, 0.9, 0.2], within: 0...1))
    #expect(interval == Interval(low: 0, high: 1))
  }

  @Test("twenty blocks where rows allow, two rows a block at least")
  func blockCount() {
    for (rows, blocks) in [(0, 1), (1, 1), (2, 1), (3, 1), (10, 5), (39, 19), (40, 20), (9999, 20)]
    {
      #expect(BlockJackknife.blockCount(rowCount: rows, columnCount: 384) == blocks)
    }
  }

  @Test(
    "wide sets have fewer blocks, so that their Gram matrices fit 256 MiB, and never below eight")
  func wideBlocks() {
    for (columns, blocks) in [(2048, 20), (3072, 14), (4096, 8), (65_536, 8)] {
      #expect(BlockJackknife.blockCount(rowCount: 100_000, columnCount: columns) == blocks)
    }
  }

  /// True values: a flat population of d = 8 directions, the mean of a chi of 8 degrees, cos² of 1/8.
  @Test("about 95 of 100 intervals cover the truth of a Gaussian population")
  func coverage() async throws {
    var covered: [MetricID: Int] = [:]
    let truths: [(MetricID, Double)] = [
      ("spectrum.centered.participation-ratio-debiased", 8),
      ("data.norm-mean", 2.743_663_88), ("isotropy.mean-cosine-squared", 0.125),
    ]
    let count = 200
    for seed in Seed.samples(count) {
      var seed = seed
      let values = Samples.gaussian(rowCount: 100, columnCount: 8, &seed)
      let report = try await Samples.report(values, columnCount: 8) {
        $0.families = [.data, .spectrum, .isotropy]
        $0.views = [.centered]
        $0.pairBudget = 1
      }
      for (id, truth) in truths {
        let interval = try #require(report[id]?.interval)
        if interval.low <= truth, truth <= interval.high { covered[id, default: 0] += 1 }
      }
    }
    for (id, _) in truths {
      let share = Double(covered[id, default: 0]) / Double(count)
      #expect(share >= 0.88 && share <= 0.99, "\(id): \(share)")
    }
  }
}
