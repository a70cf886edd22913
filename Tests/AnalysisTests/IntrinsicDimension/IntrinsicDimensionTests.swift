import EmbeddingSets
import Findings
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Intrinsic dimension")
struct IntrinsicDimensionTests {
  static func report(_ source: InMemorySource) async throws -> Report {
    try await Samples.report(source) { $0.families = [.intrinsicDimension] }
  }

  static let ids = [
    "twonn", "twonn-mle", "levina-bickel@k=20", "levina-bickel-mean@k=20",
  ].map { MetricID("intrinsic-dimension.\($0)") }

  @Test("both fits of ratios by hand")
  func fits() {
    let fit = TwoNearestNeighbors(logRatios: [0.2, 0.1, 0.4])
    #expect(isNear(fit.likelihood, 2 / 0.7))
    // the largest tenth of three is none short of one: two points, F = 1/3 and 2/3
    let slope = (0.1 * Double.log(1.5) + 0.2 * Double.log(3)) / (0.01 + 0.04)
    #expect(isNear(fit.linear, slope))
    #expect(TwoNearestNeighbors(logRatios: [0, 0]).likelihood == nil)
    #expect(TwoNearestNeighbors(logRatios: []).linear == nil)
    let local = LevinaBickel(inverses: [0.5, 0.25])
    #expect(isNear(local.harmonic, 8 / 3.0) && isNear(local.arithmetic, 3))
  }

  /// A flat sheet of so many dimensions in ten, without noise.
  static func sheet(_ dimension: Int, rowCount: Int, _ seed: inout Seed) -> [[Double]] {
    let axes = Samples.rows(
      Samples.gaussian(rowCount: dimension, columnCount: 10, &seed), 10)
    return (0..<rowCount).map { _ in
      var row = [Double](repeating: 0, count: 10)
      for axis in axes {
        let weight = seed.uniform()
        for column in row.indices { row[column] += weight * axis[column] }
      }
      return row
    }
  }

  @Test("a sheet of two dimensions reads about two", arguments: Seed.samples(2))
  func planted(seed: Seed) async throws {
    var seed = seed
    let rows = Self.sheet(2, rowCount: 400, &seed)
    let report = try await Self.report(InMemorySource(rows.flatMap { $0 }, columnCount: 10))
    // five standard errors of 1/√400, and the edges of the sheet
    for id in Self.ids { #expect(isNear(report.number(id), 2, relative: 0.25), "\(id)") }
    let series = try #require(report.series.first { $0.id == "intrinsic-dimension.decimation" })
    #expect(series.rows.map { $0[0] } == [400, 200, 100].map(Cell.integer))
  }

  @Test("copies are dropped and counted, and change nothing")
  func duplicates() async throws {
    var seed = Seed(31)
    let rows = Self.sheet(3, rowCount: 120, &seed)
    // thirty copies of one row fill the lists of its neighbours
    let copies = rows + Array(repeating: rows[5], count: 30) + [rows[9]]
    let plain = try await Self.report(InMemorySource(rows.flatMap { $0 }, columnCount: 10))
    let copied = try await Self.report(InMemorySource(copies.flatMap { $0 }, columnCount: 10))
    #expect(copied.number("intrinsic-dimension.rows-dropped") == 31)
    for id in Self.ids {
      #expect(isNear(copied.number(id), plain.number(id), relative: 1e-12), "\(id)")
    }
  }

  @Test("scale and offset change nothing", arguments: [1e-140, 1e140])
  func scale(factor: Double) async throws {
    var seed = Seed(32)
    let rows = Self.sheet(3, rowCount: 60, &seed).flatMap { $0 }
    let plain = try await Self.report(InMemorySource(rows, columnCount: 10))
    let scaled = try await Self.report(InMemorySource(rows.map { $0 * factor }, columnCount: 10))
    for id in Self.ids {
      #expect(isNear(scaled.number(id), plain.number(id), relative: 1e-9), "\(id)")
    }
  }

  @Test("float32 rows one rounding apart have finite ratios")
  func tinyDistances() async throws {
    var values: [Float] = []
    var seed = Seed(33)
    for _ in 0..<40 {
      let row = (0..<5).map { _ in Float(1 + seed.uniform()) }
      values += row
      // products in Float see no difference at all
      var next = row
      next[0] = row[0].nextUp
      values += next
    }
    let report = try await Self.report(InMemorySource(values, columnCount: 5))
    #expect(report.number("intrinsic-dimension.rows-dropped") == 0)
    for id in Self.ids { #expect(report.number(id).map { $0 > 0 && $0 < 1 } == true, "\(id)") }
  }

  @Test("clustered sets get no one number")
  func clustered() async throws {
    let report = try await Samples.report(.clusters, rowCount: 300, columnCount: 60, rank: 12) {
      $0.families = [.intrinsicDimension]
    }
    let wide = report.findings.contains { $0.id == "intrinsic-dimension" }
    #expect(wide != report.highlights.contains { $0.label == "local dimension" })
  }

  @Test("too few rows are undefined")
  func few() async throws {
    for rows: [Double] in [[1, 2], [1, 2, 3, 4], [1, 1, 1, 1, 1, 1, 1, 1]] {
      let report = try await Self.report(InMemorySource(rows, columnCount: 2))
      for id in Self.ids { #expect(report.isUndefined(id)) }
    }
  }
}
