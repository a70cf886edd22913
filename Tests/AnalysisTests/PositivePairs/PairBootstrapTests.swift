import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Bootstrap intervals over queries")
struct PairBootstrapTests {
  private let bootstrap = PairBootstrap(seed: 3, jobs: 2)

  @Test("the spread of resampled means is the standard error of a mean")
  func standardError() async throws {
    var seed = Seed(1)
    let n = 400
    let values = (0..<n).map { _ in MatrixFactory.gaussian(&seed) }
    let weights = [Double](repeating: 1, count: n)
    let means = try await bootstrap.replicates([values], weights: weights)[0]
    #expect(means.count == PairBootstrap.resamplings(unitCount: n))
    let mean = PairSamples.mean(values)
    let variance = PairSamples.mean(values.map { ($0 - mean) * ($0 - mean) })
    let center = PairSamples.mean(means)
    let spread = PairSamples.mean(means.map { ($0 - center) * ($0 - center) }).squareRoot()
    // 1,000 resamplings know a standard deviation within 1/√2000; five of them
    #expect(isNear(spread, (variance / Double(n)).squareRoot(), relative: 5 / 2000.0.squareRoot()))
    let interval = try #require(PairBootstrap.interval(means, about: mean))
    #expect(interval.low < mean && mean < interval.high)
    #expect(isNear(interval.high - interval.low, 3.92 * spread, relative: 0.2))
  }

  @Test("sums are divided by the weights drawn, so a constant ratio has no spread")
  func ratio() async throws {
    let weights = (0..<50).map { Double($0 % 4 + 1) }
    let means = try await bootstrap.replicates([weights.map { 3 * $0 }], weights: weights)[0]
    for mean in means { #expect(isNear(mean, 3)) }
  }

  @Test("few queries have no interval, many have fewer resamplings, a seed fixes all")
  func bounds() async throws {
    let few = [Double](repeating: 1, count: PairBootstrap.fewestUnits - 1)
    #expect(try await bootstrap.replicates([few], weights: few) == [[]])
    #expect(PairBootstrap.interval([], about: 1) == nil)
    #expect(PairBootstrap.resamplings(unitCount: 20) == 1000)
    #expect(PairBootstrap.resamplings(unitCount: 100_000) == 400)
    #expect(PairBootstrap.resamplings(unitCount: 10_000_000) == 200)
    let values = (0..<30).map(Double.init)
    let ones = [Double](repeating: 1, count: 30)
    let first = try await bootstrap.replicates([values], weights: ones)
    #expect(
      first == (try await PairBootstrap(seed: 3, jobs: 1).replicates([values], weights: ones)))
    #expect(
      first != (try await PairBootstrap(seed: 4, jobs: 1).replicates([values], weights: ones)))
  }

  @Test("quantiles are those of linear interpolation")
  func quantiles() {
    #expect(Quantiles.value(0.5, ofSorted: [1, 2, 4]) == 2)
    #expect(Quantiles.value(0.25, ofSorted: [1, 2, 4]) == 1.5)
    #expect(Quantiles.value(1, ofSorted: [1, 2, 4]) == 4)
    #expect(Quantiles.value(0.3, ofSorted: [7]) == 7)
  }
}
