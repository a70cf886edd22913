import EmbeddingSets
import Findings
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("The augmentation eigenproblem")
struct AugmentationSpectrumTests {
  private func ratios(_ report: Report) throws -> [Double] {
    let series = try #require(report.series.first { $0.id == "augmentation.ratios" })
    return series.rows.compactMap { row in
      if case .number(let value) = row[1] { value } else { nil }
    }
  }

  private func report(_ first: [Double], _ second: [Double], columnCount: Int) async throws
    -> Report
  {
    try await PairSamples.report(
      InMemorySource(first, columnCount: columnCount),
      InMemorySource(second, columnCount: columnCount)
    ) { $0.families = [.augmentation] }
  }

  @Test(
    "independent columns: r = k / (1 + k) of each column's noise variance k",
    arguments: Seed.samples(2))
  func planted(seed: Seed) async throws {
    var seed = seed
    let noise = [0.1, 0.5, 1, 2]
    let n = 4000
    let (first, second) = PairSamples.views(rowCount: n, noise: noise, &seed)
    let report = try await report(first, second, columnCount: noise.count)
    // the correlation of n pairs has a standard deviation below 1/√n; four of them
    let sampling = 4 / Double(n).squareRoot()
    for (ratio, size) in zip(try ratios(report), noise) {
      let k = size * size
      #expect(isNear(ratio, k / (1 + k), relative: 0, absolute: sampling), "\(seed), noise \(size)")
    }
    #expect(report.number("augmentation.null-directions") == 0)
    let columns = try #require(report.series.first { $0.id == "augmentation.ratios" }).rows.map {
      $0[5]
    }
    #expect(columns == [.integer(0), .integer(1), .integer(2), .integer(3)])
    #expect(report.number("augmentation.signal-directions") == 4)
    #expect(report.number("augmentation.opposed-directions") == 0)
  }

  @Test("ratios do not change under an invertible linear map and a common shift")
  func invariance() async throws {
    var seed = Seed(11)
    let d = 5
    let (first, second) = PairSamples.views(
      rowCount: 60, noise: [0.2, 0.4, 0.8, 1.2, 3], &seed)
    let map = MatrixFactory.gaussian(rowCount: d, columnCount: d, &seed)
    func moved(_ values: [Double]) -> [Double] {
      Samples.rows(values, d).flatMap { row in
        (0..<d).map { j in
          (0..<d).reduce(100) { $0 + row[$1] * map[$1, j] }
        }
      }
    }
    let plain = try ratios(try await report(first, second, columnCount: d))
    let mapped = try ratios(try await report(moved(first), moved(second), columnCount: d))
    // the map's condition squared, times the rounding of the offset of 100
    for (left, right) in zip(plain, mapped) { #expect(isNear(left, right, relative: 1e-7)) }
  }

  @Test("dead columns are dropped and counted, not read as a perfect signal")
  func dead() async throws {
    var seed = Seed(5)
    let d = 6
    var (first, second) = PairSamples.views(
      rowCount: 80, noise: [Double](repeating: 1, count: d), &seed)
    for row in 0..<80 {
      for values in 0..<2 {
        if values == 0 {
          first[row * d + 2] = 0
          first[row * d + 4] = 7
        } else {
          second[row * d + 2] = 0
          second[row * d + 4] = 7
        }
      }
    }
    let report = try await report(first, second, columnCount: d)
    #expect(report.number("augmentation.null-directions") == 2)
    #expect(try ratios(report).count == d - 2)
    #expect(try #require(report.number("augmentation.ratio-min")) > 0.05)
  }

  @Test("fewer pairs than dimensions: 2n - 1 directions at most, the rest null")
  func wide() async throws {
    var seed = Seed(6)
    let d = 12
    let (first, second) = PairSamples.views(
      rowCount: 4, noise: [Double](repeating: 1, count: d), &seed)
    let report = try await report(first, second, columnCount: d)
    #expect(report.number("augmentation.null-directions") == Double(d - 7))
    #expect(report.findings.contains { $0.id == "few-pairs" })
    #expect(report[MetricID("augmentation.signal-directions")]?.value.status == "skipped")
  }

  @Test("equal views read 0, opposite ones 2, and every ratio lies in between")
  func extremes() async throws {
    var seed = Seed(8)
    let values = Samples.gaussian(rowCount: 50, columnCount: 3, &seed)
    let centered = Samples.centered(values, columnCount: 3)
    let equal = try ratios(try await report(centered, centered, columnCount: 3))
    #expect(equal.allSatisfy { $0 == 0 })
    let opposite = try await report(centered, centered.map { -$0 }, columnCount: 3)
    for ratio in try ratios(opposite) { #expect(isNear(ratio, 2, relative: 1e-12)) }
    #expect(opposite.number("augmentation.dominated-directions") == 3)
    #expect(opposite.number("augmentation.opposed-directions") == 3)
  }

  @Test("unrelated views show nothing beyond chance in nearly every sample")
  func unrelated() async throws {
    var shown = 0
    for index in 1...20 {
      var seed = Seed(UInt64(index))
      let report = try await report(
        Samples.gaussian(rowCount: 60, columnCount: 4, &seed),
        Samples.gaussian(rowCount: 60, columnCount: 4, &seed), columnCount: 4)
      if (report.number("augmentation.signal-directions") ?? 0) > 0 { shown += 1 }
    }
    // one in twenty each: six or more of twenty has probability 3e-4
    #expect(shown < 6)
  }
}
