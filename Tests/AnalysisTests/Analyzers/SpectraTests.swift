import EmbeddingSets
import Findings
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("What single views add: RankMe, IsoScore, Vendi, the debiased ratio")
struct SpectraTests {
  static let rankMe: MetricID = "spectrum.raw.rankme@eps=1e-7"
  static let isoScore: MetricID = "spectrum.centered.isoscore"
  static let debiased: MetricID = "spectrum.centered.participation-ratio-debiased"

  static func report(_ values: [Double], columnCount: Int) async throws -> Report {
    try await Samples.report(values, columnCount: columnCount) { $0.families = [.spectrum] }
  }

  /// The singular values that a report lists for a view.
  static func singularValues(_ report: Report, _ view: SpectralView) throws -> [Double] {
    let id = "spectrum.\(view.rawValue).singular-values"
    let series = try #require(report.series.first { $0.id == id })
    return series.rows.compactMap { if case .number(let value) = $0[1] { value } else { nil } }
  }

  @Test("RankMe is the entropy of the shares with 1e-7 added", arguments: Seed.samples(3))
  func rankMe(seed: Seed) async throws {
    var seed = seed
    let values = Samples.anisotropic(rowCount: 25, columnCount: 5, offset: 0.4, &seed)
    let report = try await Self.report(values, columnCount: 5)
    let singular = try Self.singularValues(report, .raw)
    let sum = singular.reduce(0, +)
    var entropy = 0.0
    for value in singular {
      let share = value / sum + 1e-7
      entropy -= share * .log(share)
    }
    #expect(isNear(report.number(Self.rankMe), .exp(entropy), relative: 1e-10))
  }

  @Test("a flat raw spectrum: RankMe is d, but for what was added", arguments: [2, 6])
  func flat(columnCount: Int) async throws {
    let values = (0..<columnCount).flatMap { i in
      (0..<columnCount).map { $0 == i ? 4.0 : 0 }
    }
    let report = try await Self.report(values, columnCount: columnCount)
    let d = Double(columnCount)
    let share = 1 / d + 1e-7
    #expect(
      isNear(report.number(Self.rankMe), .exp(-d * share * .log(share)), relative: 1e-12))
  }

  @Test("RankMe of one direction is above 1 by what was added")
  func oneDirection() async throws {
    let report = try await Self.report((1...10).flatMap { [Double($0), 0, 0] }, columnCount: 3)
    let added = 2 * 1e-7 * .log(1e-7) + (1 + 1e-7) * .log(1 + 1e-7)
    #expect(isNear(report.number(Self.rankMe), .exp(-added), relative: 1e-9))
  }

  @Test(
    "IsoScore is the participation ratio between a line and a ball", arguments: Seed.samples(4))
  func isoScore(seed: Seed) async throws {
    var seed = seed
    let values = Samples.anisotropic(rowCount: 30, columnCount: 6, offset: 3, &seed)
    let report = try await Self.report(values, columnCount: 6)
    let ratio = try #require(report.number("spectrum.centered.participation-ratio"))
    #expect(isNear(report.number(Self.isoScore), (ratio - 1) / 5, relative: 1e-9))
    // a rotation or another unit changes nothing
    let vectors = MatrixFactory.orthonormalRows(rowCount: 6, columnCount: 6, &seed)
    let turned = Samples.rows(values, 6).flatMap { row in
      (0..<6).map { 8 * dot(row, vectors.row($0)) }
    }
    let other = try await Self.report(turned, columnCount: 6)
    #expect(isNear(other.number(Self.isoScore), report.number(Self.isoScore), relative: 1e-9))
  }

  @Test("IsoScore of a line is 0, of one column undefined")
  func isoScoreEnds() async throws {
    let line = try await Self.report(
      (1...9).flatMap { [Double($0), 2 * Double($0)] }, columnCount: 2)
    #expect(isNear(line.number(Self.isoScore), 0, absolute: 1e-12))
    let column = try await Self.report([1, 2, 4, 8], columnCount: 1)
    #expect(column.reason(Self.isoScore) == "needs two columns")
  }

  @Test(
    "Vendi scores are Hill numbers of the kernel of cosines, by its known eigenvalues",
    arguments: [0.0, 0.3, 0.9])
  func vendi(cosine: Double) async throws {
    // two rows at a cosine c: eigenvalues (1 ± c)/2 of the kernel over n
    let values = [5.0, 0, 2 * cosine, 2 * (1 - cosine * cosine).squareRoot()]
    let report = try await Self.report(values, columnCount: 2)
    let shares = [(1 + cosine) / 2, (1 - cosine) / 2]
    let entropy = shares.reduce(0) { $0 - $1 * .log($1) }
    #expect(isNear(report.number("spectrum.unit-raw.vendi@q=1"), .exp(entropy), relative: 1e-12))
    #expect(
      isNear(
        report.number("spectrum.unit-raw.vendi@q=2"), 1 / dot(shares, shares), relative: 1e-12))
    #expect(
      isNear(report.number("spectrum.unit-raw.vendi@q=inf"), 1 / shares[0], relative: 1e-12))
  }

  @Test("Vendi scores have the interval and the unit of their own name")
  func vendiTwins() async throws {
    var seed = Seed(391)
    let values = Samples.gaussian(rowCount: 60, columnCount: 4, &seed)
    let report = try await Self.report(values, columnCount: 4)
    for (order, twin) in [
      ("1", "entropy-rank"), ("2", "participation-ratio"), ("inf", "stable-rank"),
    ] {
      let own = try #require(report[MetricID("spectrum.unit-raw.vendi@q=\(order)")])
      let other = try #require(report[MetricID("spectrum.unit-raw.\(twin)")])
      #expect(own.value == other.value && own.interval == other.interval)
      #expect(own.interval != nil && own.unit == .ratio && other.unit == .dimensions)
    }
    // a copy of every row is no more diverse
    let twice = try await Self.report(values + values, columnCount: 4)
    for order in ["1", "2", "inf"] {
      let id = MetricID("spectrum.unit-raw.vendi@q=\(order)")
      #expect(isNear(twice.number(id), report.number(id), relative: 1e-9))
    }
  }

  @Test("fewer than four rows have no debiased ratio, white noise has more than the plain one")
  func debiased() async throws {
    let three = try await Self.report([1, 0, 0, 1, 2, 2], columnCount: 2)
    #expect(three.reason(Self.debiased) == "needs four rows")
    var seed = Seed(392)
    let noise = Samples.gaussian(rowCount: 30, columnCount: 20, &seed)
    let report = try await Self.report(noise, columnCount: 20)
    let plain = try #require(report.number("spectrum.centered.participation-ratio"))
    let value = try #require(report.number(Self.debiased))
    #expect(value > plain && value > 15)
  }

  @Test("one value of four: a power law needs its last rank")
  func alpha() async throws {
    var seed = Seed(393)
    let values = Samples.gaussian(rowCount: 20, columnCount: 4, &seed)
    let report = try await Self.report(values, columnCount: 4)
    for metric in report.metrics where metric.id.base.hasPrefix("spectrum.centered.alpha") {
      #expect(report.isUndefined(metric.id), "\(metric.id)")
    }
  }

  @Test("equal rows: what needs a spread is undefined, what does not is not")
  func equalRows() async throws {
    let report = try await Self.report(
      (0..<6).flatMap { _ -> [Double] in [3, 4] }, columnCount: 2)
    for id in [Self.isoScore, Self.debiased] { #expect(report.isUndefined(id), "\(id)") }
    #expect(isNear(report.number("spectrum.unit-raw.vendi@q=1"), 1, relative: 1e-6))
    #expect(isNear(report.number(Self.rankMe), 1, relative: 1e-5))
  }

  @Test("views that were not asked for are skipped in every metric they would have")
  func views() async throws {
    let report = try await Samples.report([1, 2, 3, 5, 8, 13], columnCount: 2) {
      $0.families = [.spectrum]
      $0.views = [.raw]
    }
    for id: MetricID in [Self.isoScore, Self.debiased, "spectrum.unit-raw.vendi@q=2"] {
      #expect(report[id]?.value.status == "skipped", "\(id)")
    }
    #expect(report.number(Self.rankMe) != nil)
    #expect(report.series.map(\.id) == ["spectrum.raw.singular-values"])
  }
}
