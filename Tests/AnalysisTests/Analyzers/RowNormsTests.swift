import EmbeddingSets
import Findings
import Streaming
import TestSupport
import Testing

@testable import Analysis

@Suite("Norms and their spread, with intervals")
struct RowNormsTests {
  @Test(
    "mean, extremes and variation are the textbook's in any units", arguments: [1, 1e-200, 1e200])
  func moments(scale: Double) async throws {
    let values = [2.0, 4, 4, 4, 5, 5, 7, 9].flatMap { [0.6 * $0 * scale, -0.8 * $0 * scale] }
    let report = try await Samples.report(values, columnCount: 2)
    #expect(isNear(report.number("data.norm-mean"), 5 * scale))
    #expect(isNear(report.number("data.norm-min"), 2 * scale))
    #expect(isNear(report.number("data.norm-max"), 9 * scale))
    #expect(isNear(report.number("data.norm-cv"), (32.0 / 7).squareRoot() / 5))
  }

  @Test("intervals are those of the norms left after each block", arguments: Seed.samples(2))
  func intervals(seed: Seed) async throws {
    var seed = seed
    let values = Samples.gaussian(rowCount: 90, columnCount: 3, &seed)
    let report = try await Samples.report(values, columnCount: 3)
    let norms = Samples.rows(values, 3).map { dot($0, $0).squareRoot() }
    let plan = RowPassRunner.plan(rowCount: 90, columnCount: 3)
    func variation(_ norms: [Double]) -> (mean: Double, variation: Double) {
      let mean = norms.reduce(0, +) / Double(norms.count)
      let scatter = norms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, (scatter / Double(norms.count - 1)).squareRoot() / mean)
    }
    let leftOut = (0..<plan.shardCount).map { block in
      let range = plan.shard(block)
      return variation(norms.indices.filter { !range.contains($0) }.map { norms[$0] })
    }
    let whole = variation(norms)
    for (id, value, others) in [
      ("data.norm-mean", whole.mean, leftOut.map(\.mean)),
      ("data.norm-cv", whole.variation, leftOut.map(\.variation)),
    ] as [(MetricID, Double, [Double])] {
      let wanted = try #require(
        BlockJackknife.interval(about: value, leavingOut: others, within: 0...100))
      #expect(isNear(report[id]?.interval?.low, wanted.low, relative: 1e-9), "\(id)")
      #expect(isNear(report[id]?.interval?.high, wanted.high, relative: 1e-9), "\(id)")
    }
  }
}
