import EmbeddingSets
import Findings
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Uniformity and its distance to the floor as metrics")
struct SphereUniformityTests {
  static func report(
    _ values: [Double], columnCount: Int, _ change: (inout DiagnosisOptions) -> Void = { _ in }
  ) async throws -> Report {
    try await Samples.report(values, columnCount: columnCount) {
      $0.families = [.uniformity]
      change(&$0)
    }
  }

  @Test("the gap is the value minus the floor, and so is its interval", arguments: [2, 3, 16])
  func gap(columnCount: Int) async throws {
    var seed = Seed(381)
    let values = Samples.anisotropic(
      rowCount: 50, columnCount: columnCount, offset: 0.3, &seed)
    let report = try await Self.report(values, columnCount: columnCount)
    for t in [1, 2, 4] {
      let floor = UniformityResult.floor(temperature: t, columnCount: columnCount)
      let value = try #require(report[MetricID("uniformity@t=\(t)")])
      let gap = try #require(report[MetricID("uniformity-gap@t=\(t)")])
      #expect(isNear(gap.value.number, value.value.number.map { $0 - floor }))
      let (outer, inner) = (try #require(value.interval), try #require(gap.interval))
      #expect(isNear(inner.low, outer.low - floor, absolute: 1e-14))
      #expect(isNear(inner.high, outer.high - floor, absolute: 1e-14))
      #expect(outer.low >= -Double(4 * t) - 1 && outer.high <= 0)
    }
  }

  @Test("four corners of a square: cosines 0 and -1", arguments: [1, 2, 4])
  func square(temperature: Int) async throws {
    let t = Double(temperature)
    let report = try await Self.report([1, 0, 0, 1, -1, 0, 0, -1], columnCount: 2)
    let wanted: Double = .log((2 * .exp(-2 * t) + .exp(-4 * t)) / 3)
    let id = MetricID("uniformity@t=\(temperature)")
    #expect(isNear(report.number(id), wanted, relative: 1e-9))
  }

  @Test("uniformity falls as t grows", arguments: Seed.samples(3))
  func order(seed: Seed) async throws {
    var seed = seed
    let values = Samples.anisotropic(rowCount: 20, columnCount: 4, offset: 0.5, &seed)
    let report = try await Self.report(values, columnCount: 4)
    let numbers = try [1, 2, 4].map { t in
      try #require(report.number(MetricID("uniformity@t=\(t)")))
    }
    #expect(numbers[0] > numbers[1] && numbers[1] > numbers[2])
    // Jensen: a power of the potential is convex
    #expect(numbers[1] >= 2 * numbers[0] && numbers[2] >= 2 * numbers[1])
  }

  @Test("the series has a row a temperature, with all pairs and no sampling error")
  func series() async throws {
    var seed = Seed(382)
    let values = Samples.gaussian(rowCount: 30, columnCount: 3, &seed)
    let report = try await Self.report(values, columnCount: 3)
    let series = try #require(report.series.first { $0.id == "uniformity.errors" })
    #expect(
      series.columns == [
        "t", "uniformity", "pairs", "sampling_half_width", "population_half_width",
      ])
    #expect(series.rows.map { $0[0] } == [.integer(1), .integer(2), .integer(4)])
    for (row, t) in zip(series.rows, [1, 2, 4]) {
      let metric = try #require(report[MetricID("uniformity@t=\(t)")])
      #expect(row[1] == metric.value.number.map(Cell.number))
      #expect(row[2] == .number(30 * 29 / 2) && row[3] == .number(0))
      guard case .number(let half) = row[4], let value = metric.value.number else {
        Issue.record("thirty rows have an interval")
        continue
      }
      #expect(isNear(metric.interval?.low, value - half))
    }
  }

  @Test("few rows have a value and no interval")
  func fewRows() async throws {
    let report = try await Self.report([1, 0, 0, 1, 1, 1], columnCount: 2)
    #expect(report.number("uniformity@t=2") != nil && report["uniformity@t=2"]?.interval == nil)
    let series = try #require(report.series.first { $0.id == "uniformity.errors" })
    #expect(series.rows.allSatisfy { $0[4] == .empty })
  }

  @Test("fewer than two rows with a direction: undefined, and no series")
  func tooFew() async throws {
    let report = try await Self.report([1, 2, 0, 0, .nan, 1], columnCount: 2)
    #expect(report.metrics.count == SphereUniformity.descriptors.count)
    for metric in report.metrics { #expect(report.isUndefined(metric.id)) }
    #expect(report.series.isEmpty)
  }
}
