import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("A transform is recommended only where a trial shows that it helps")
struct TransformTrialTests {
  static func report(
    _ values: [Double], columnCount: Int, jobs: Int = 1,
    _ change: (inout DiagnosisOptions) -> Void = { _ in }
  ) async throws -> Report {
    try await Samples.report(values, columnCount: columnCount) {
      $0.families = [.isotropy, .neighbors, .transform]
      $0.jobs = jobs
      change(&$0)
    }
  }

  /// Gaussian rows about a point far from the origin: rows near it are hubs for the cosine.
  static func offset(_ size: Double, _ seed: UInt64) -> [Double] {
    var seed = Seed(seed)
    return Samples.gaussian(rowCount: 300, columnCount: 20, &seed).enumerated().map {
      index, value in
      value + (index % 20 == 3 ? size : 0)
    }
  }

  @Test("a sample with fewer usable rows than a list takes is undefined, not tried")
  func fewUsable() async throws {
    var seed = Seed(57)
    // 120 of 40,000 rows are finite: some six of a sample of 2,000
    var values = [Float](repeating: .nan, count: 40_000 * 2)
    for row in stride(from: 0, to: 40_000, by: 331) where row / 331 < 120 {
      for column in 0..<2 { values[2 * row + column] = Float(MatrixFactory.gaussian(&seed)) }
    }
    let report = try await Samples.report(InMemorySource(values, columnCount: 2)) {
      $0.families = [.transform]
    }
    #expect(!report.metrics.isEmpty)
    for metric in report.metrics { #expect(report.isUndefined(metric.id), "\(metric.id)") }
  }

  @Test("hubs that an offset makes: centering is named, with what it costs and the command")
  func offset() async throws {
    let report = try await Self.report(Self.offset(6, 51), columnCount: 20)
    let gain = try #require(report["transform.center.hub-skewness-gain@k=10"])
    #expect(gain.interval.map { $0.low > 0 } == true)
    #expect(report.number("transform.center.uniformity-gain@t=2").map { $0 > 1 } == true)
    let finding = try #require(report.findings.first { $0.id == "transform" })
    #expect(finding.message.hasPrefix("centering takes"))
    #expect(finding.advice.contains("--steps center --fit FILE"))
    #expect(finding.advice.contains("--apply FILE"))
    // what queries that stay as they were find is said, and is what was measured
    let oneSided = try #require(report.number("transform.center.one-sided-overlap@k=10"))
    #expect(finding.advice.contains("find \(NumberText.percent(oneSided, decimals: 0))"))
    #expect(oneSided < 0.9)
  }

  @Test("nothing to gain, nothing named", arguments: [0.0, 0.2])
  func flat(offset: Double) async throws {
    let report = try await Self.report(Self.offset(offset, 52), columnCount: 20)
    #expect(!report.findings.contains { $0.id == "transform" })
    let gain = try #require(report["transform.center.hub-skewness-gain@k=10"])
    #expect(gain.interval.map { $0.low < 0.2 } == true)
    #expect(report.number("transform.center.neighbor-overlap@k=10").map { $0 > 0.8 } == true)
  }

  @Test("hubs that no mean and no axis makes are not promised a cure")
  func heavy() async throws {
    // a power law: hubs come from few directions in use, and centering changes nothing
    let report = try await Samples.report(.powerLaw, rowCount: 400, columnCount: 32) {
      $0.families = [.isotropy, .neighbors, .transform]
    }
    #expect(!report.findings.contains { $0.id == "transform" })
    #expect(report.number("transform.trial-rows") == 400)
  }

  @Test("the trial is that of the command on the same rows")
  func command() async throws {
    let values = Self.offset(4, 53)
    let diagnosis = try await Self.report(values, columnCount: 20)
    for (name, recipe) in [("center", "center"), ("all-but-top", "all-but-top=1")] {
      let transform = try await TransformComparisonTests.report(recipe, values, columns: 20)
      let change = try #require(transform["transform.hub-skewness-change@k=10"])
      let gain = try #require(diagnosis[MetricID("transform.\(name).hub-skewness-gain@k=10")])
      // rows are rounded to float64 at the end here, and not there
      #expect(isNear(gain.value.number, change.value.number.map { -$0 }, relative: 1e-9))
      #expect(isNear(gain.interval?.low, change.interval.map { -$0.high }, relative: 1e-6))
      #expect(
        isNear(
          diagnosis.number(MetricID("transform.\(name).neighbor-overlap@k=10")),
          transform.number("transform.neighbor-overlap@k=10"), relative: 1e-9))
    }
  }

  @Test("the number of tasks changes nothing; few rows are undefined; zero rows take no part")
  func edges() async throws {
    var values = Self.offset(3, 54)
    for index in 0..<20 { values[index] = 0 }
    values[25] = .nan
    let one = try await Self.report(values, columnCount: 20)
    let three = try await Self.report(values, columnCount: 20, jobs: 3)
    #expect(one.metrics == three.metrics)
    let few = try await Self.report(Array(values.suffix(99 * 20)), columnCount: 20)
    #expect(few.isUndefined("transform.trial-rows"))
    #expect(few.isUndefined("transform.center.hub-skewness-gain@k=10"))
    let equal = try await Self.report([Double](repeating: 1, count: 240), columnCount: 2)
    #expect(equal.isUndefined("transform.center.hub-skewness-gain@k=10"))
  }
}
