import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("What fewer dimensions and fewer bits keep")
struct HeadroomTests {
  static func report(
    _ values: [Double], columnCount: Int, _ change: (inout DiagnosisOptions) -> Void = { _ in }
  ) async throws -> Report {
    try await Samples.report(values, columnCount: columnCount) {
      $0.families = [.headroom]
      change(&$0)
    }
  }

  /// Rows whose components shrink from left to right, so that a prefix holds most of them.
  static func nested(_ shrink: Double, _ seed: inout Seed) -> [Double] {
    let noise = Samples.gaussian(rowCount: 120, columnCount: 130, &seed)
    return noise.enumerated().map { index, value in
      var spread = 1.0
      for _ in 0..<index % 130 { spread *= shrink }
      return spread * value
    }
  }

  @Test("a claim of truncation only where the prefix is clearly above random")
  func truncation() async throws {
    var seed = Seed(41)
    let nested = try await Self.report(Self.nested(0.97, &seed), columnCount: 130)
    #expect(nested.findings.contains { $0.id == "truncation" })
    let gain = try #require(nested["headroom.prefix-gain@dims=64,k=10"])
    #expect(gain.interval.map { $0.low > 0.05 } == true)
    let flat = try await Self.report(Self.nested(1, &seed), columnCount: 130)
    #expect(!flat.findings.contains { $0.id == "truncation" })
    #expect(flat.number("headroom.prefix-gain@dims=64,k=10").map { $0.magnitude < 0.1 } == true)
  }

  @Test("all principal directions of a flat set keep all of it")
  func principal() async throws {
    var seed = Seed(42)
    // 12 of 40 directions are used
    let axes = Samples.rows(Samples.gaussian(rowCount: 12, columnCount: 40, &seed), 40)
    let weights = Samples.rows(Samples.gaussian(rowCount: 120, columnCount: 12, &seed), 12)
    let values = weights.flatMap { row in
      (0..<40).map { column in zip(row, axes).reduce(0) { $0 + $1.0 * $1.1[column] } }
    }
    let report = try await Self.report(values, columnCount: 40)
    #expect(report.number("headroom.pca-overlap@dims=32,k=10") == 1)
    #expect(report.number("headroom.prefix-overlap@dims=16,k=10").map { $0 < 0.9 } == true)
    let cheap = try #require(report.findings.first { $0.id == "headroom" })
    #expect(cheap.message.contains("cutting to 16 dimensions"))
    #expect(cheap.advice.hasPrefix("Cheapest tried"))
  }

  @Test("rows of signs lose nothing in one bit")
  func signs() async throws {
    var seed = Seed(43)
    let values = Samples.gaussian(rowCount: 80, columnCount: 65, &seed).map { $0 > 0 ? 1.0 : -1 }
    let search = try await NearestNeighbors(in: InMemorySource(values, columnCount: 65))
    let codes = try await SignCodes(
      InMemorySource(values, columnCount: 65), scale: 1, jobs: 2)
    let truth = try await search.ofAllRows(k: 10)
    let shares = try await codes.shares(of: truth, pools: [10, 40, 79], jobs: 2)
    // neighbours at the edge are tied with others, which the mean over orders counts in part
    #expect(shares[0].allSatisfy { $0 > 0 && $0 <= 1 })
    for query in 0..<80 { #expect(shares[0][query] <= shares[1][query]) }
    #expect(shares[2].allSatisfy { $0 == 1 })
  }

  @Test("bytes are floors of 255 steps between the extremes of a column")
  func bytes() {
    let block = RowBlock(
      firstRow: 0, rowCount: 3, columnCount: 2, values: .float([0, 5, 127.6, 5, 255, 5]))
    let codes = Reduction.bytes(starts: [0, 5], steps: [1, 1], decoded: false).apply(block)
    #expect(codes == [-128, -128, -1, -128, 127, -128])
    let decoded = Reduction.bytes(starts: [0, 5], steps: [1, 1], decoded: true).apply(block)
    #expect(decoded == [0, 5, 127, 5, 255, 5])
    #expect(Reduction.half.apply(block)[2] == 127.625)
    #expect(Reduction.columns([1]).apply(block) == [5, 5, 5])
  }

  @Test("rows without a direction are nobody's neighbours in any copy")
  func unusable() async throws {
    var seed = Seed(44)
    var values = Samples.gaussian(rowCount: 60, columnCount: 20, &seed)
    let plain = try await Self.report(Array(values.dropLast(40)), columnCount: 20)
    for index in 58 * 20..<59 * 20 { values[index] = 0 }
    values[59 * 20 + 19] = .nan
    let report = try await Self.report(values, columnCount: 20)
    for id: MetricID in [
      "headroom.prefix-overlap@dims=16,k=10", "headroom.fp16-overlap@k=10",
      "headroom.binary-overlap@k=10",
    ] { #expect(isNear(report.number(id), plain.number(id), relative: 1e-12), "\(id)") }
  }

  @Test("cuts from d on are undefined, and so is all of it with few rows")
  func undefined() async throws {
    var seed = Seed(45)
    let narrow = try await Self.report(
      Samples.gaussian(rowCount: 30, columnCount: 16, &seed), columnCount: 16)
    #expect(narrow.isUndefined("headroom.prefix-overlap@dims=16,k=10"))
    #expect(narrow.number("headroom.int8-overlap@k=10") != nil)
    let few = try await Self.report(
      Samples.gaussian(rowCount: 10, columnCount: 20, &seed), columnCount: 20)
    for metric in few.metrics { #expect(few.isUndefined(metric.id)) }
  }

  @Test("components beyond float16 are not rounded to it")
  func half() async throws {
    var seed = Seed(46)
    let values = Samples.gaussian(rowCount: 20, columnCount: 4, &seed).map { $0 * 1e6 }
    let report = try await Self.report(values, columnCount: 4)
    #expect(report.isUndefined("headroom.fp16-overlap@k=10"))
  }
}
