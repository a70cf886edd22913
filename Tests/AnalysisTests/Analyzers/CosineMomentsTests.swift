import EmbeddingSets
import Findings
import Streaming
import TestSupport
import Testing

@testable import Analysis

@Suite("Moments of the cosine over all pairs")
struct CosineMomentsTests {
  @Test("orthogonal rows: cosines 0, and SelfCluster below 0")
  func orthogonal() async throws {
    let values = (0..<6).flatMap { i in (0..<6).map { $0 == i ? 3.0 : 0 } }
    let report = try await Samples.report(values, columnCount: 6)
    #expect(isNear(report.number("isotropy.mean-cosine"), 0, absolute: 1e-15))
    #expect(isNear(report.number("isotropy.mean-cosine-squared"), 0, absolute: 1e-15))
    // e = n + n (n - 1)/d = 6 + 5
    #expect(isNear(report.number("isotropy.self-cluster"), (6 - 11.0) / (36 - 11)))
    // a column of one 1 and five 0
    #expect(isNear(report.number("isotropy.std-unit"), (1 / 6.0).squareRoot()))
  }

  @Test("one direction: cosines 1, SelfCluster 1, no spread")
  func oneDirection() async throws {
    let values = (1...20).flatMap { [3 * Double($0), 4 * Double($0)] }
    let report = try await Samples.report(values, columnCount: 2)
    for id in ["mean-cosine", "mean-cosine-squared", "self-cluster"] {
      #expect(isNear(report.number(MetricID("isotropy.\(id)")), 1, relative: 1e-12), "\(id)")
    }
    #expect(isNear(report.number("isotropy.std-unit"), 0, absolute: 1e-8))
  }

  @Test("two columns are needed for SelfCluster")
  func oneColumn() async throws {
    let report = try await Samples.report([1, -2, 3, 4], columnCount: 1)
    #expect(report.isUndefined("isotropy.self-cluster"))
    // signs + - + +: three pairs agree, three do not
    #expect(isNear(report.number("isotropy.mean-cosine"), 0, absolute: 1e-15))
    #expect(isNear(report.number("isotropy.mean-cosine-squared"), 1))
  }

  @Test("a mean cosine's interval is that of the rows left after each block")
  func interval() async throws {
    var seed = Seed(97)
    let values = Samples.anisotropic(rowCount: 80, columnCount: 4, offset: 1, &seed)
    let report = try await Samples.report(values, columnCount: 4)
    let unit = Samples.rows(Samples.unit(values, columnCount: 4), 4)
    func mean(_ rows: [[Double]]) -> Double {
      var sum = [0.0, 0, 0, 0]
      for row in rows { for column in 0..<4 { sum[column] += row[column] } }
      let n = Double(rows.count)
      return (dot(sum, sum) - n) / (n * (n - 1))
    }
    let plan = RowPassRunner.plan(rowCount: 80, columnCount: 4)
    let leftOut = (0..<plan.shardCount).map { block in
      let range = plan.shard(block)
      return mean(unit.indices.filter { !range.contains($0) }.map { unit[$0] })
    }
    let wanted = try #require(
      BlockJackknife.interval(about: mean(unit), leavingOut: leftOut, within: -1...1))
    let found = try #require(report["isotropy.mean-cosine"]?.interval)
    #expect(isNear(found.low, wanted.low, relative: 1e-9))
    #expect(isNear(found.high, wanted.high, relative: 1e-9))
  }
}
