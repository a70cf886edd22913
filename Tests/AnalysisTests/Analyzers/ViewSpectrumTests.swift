import EmbeddingSets
import Findings
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Effective dimensions of every view")
struct ViewSpectrumTests {
  static let hill = ["effective-rank", "entropy-rank", "participation-ratio", "stable-rank"]

  static func ids(_ view: SpectralView, _ names: [String] = hill) -> [MetricID] {
    names.map { MetricID("spectrum.\(view.rawValue).\($0)") }
  }

  @Test("a flat spectrum of d values lives along d directions", arguments: [2, 5, 12])
  func flat(columnCount: Int) async throws {
    // ± each axis: mean 0, norms 1
    var values = [Double](repeating: 0, count: 2 * columnCount * columnCount)
    for row in 0..<2 * columnCount {
      values[row * columnCount + row / 2] = row.isMultiple(of: 2) ? 1 : -1
    }
    let report = try await Samples.report(values, columnCount: columnCount)
    for view in SpectralView.allCases {
      for id in Self.ids(view, ["rank"] + Self.hill) {
        #expect(isNear(report.number(id), Double(columnCount), relative: 1e-12), "\(id)")
      }
      #expect(
        isNear(report.number(Self.ids(view, ["sigma-max"])[0]), 2.0.squareRoot(), relative: 1e-12))
    }
    #expect(isNear(report.number("spectrum.centered.isoscore"), 1))
    for order in ["1", "2", "inf"] {
      #expect(
        isNear(report.number(MetricID("spectrum.unit-raw.vendi@q=\(order)")), Double(columnCount)))
    }
    let dims = Self.ids(.raw, ["dims@share=0.5"])[0]
    #expect(report.number(dims) == Double((columnCount + 1) / 2))
  }

  @Test("one direction reads 1 in every way")
  func rankOne() async throws {
    let values = (1...30).flatMap { row -> [Double] in [3 * Double(row), 4 * Double(row), 0] }
    let report = try await Samples.report(values, columnCount: 3)
    for id in Self.ids(.raw, ["rank"] + Self.hill) + Self.ids(.centered, ["rank"] + Self.hill)
      + Self.ids(.unitRaw, ["rank"] + Self.hill)
    {
      #expect(isNear(report.number(id), 1, relative: 1e-6), "\(id)")
    }
    // the unit rows are one point
    #expect(report.number("spectrum.unit-centered.rank") == 0)
    for id in Self.ids(.unitCentered) { #expect(report.isUndefined(id), "\(id)") }
    let norm = (1...30).reduce(0.0) { $0 + 25 * Double($1 * $1) }.squareRoot()
    #expect(isNear(report.number("spectrum.raw.sigma-max"), norm))
  }

  @Test(
    "two clusters of a and b rows: one centered direction, two raw ones", arguments: [1, 5, 10])
  func twoClusters(first: Int) async throws {
    let values = (0..<20).flatMap { row -> [Double] in row < first ? [1, 0, 0] : [0, 1, 0] }
    let report = try await Samples.report(values, columnCount: 3)
    #expect(report.number("spectrum.raw.rank") == 2)
    #expect(report.number("spectrum.centered.rank") == 1)
    let share = Double(first) / 20
    let square = share * share + (1 - share) * (1 - share)
    #expect(isNear(report.number("spectrum.raw.participation-ratio"), 1 / square))
    #expect(isNear(report.number("spectrum.raw.stable-rank"), 1 / max(share, 1 - share)))
    let entropy = -share * .log(share) - (1 - share) * .log(1 - share)
    #expect(isNear(report.number("spectrum.raw.entropy-rank"), .exp(entropy)))
    // |C| = n p (1 - p) |a - b|²
    #expect(
      isNear(
        report.number("spectrum.centered.sigma-max"),
        (20 * share * (1 - share) * 2).squareRoot(), relative: 1e-12))
  }

  @Test("a regular simplex fills n - 1 directions after centering", arguments: [3, 8])
  func simplex(count: Int) async throws {
    let values = (0..<count).flatMap { i in (0..<count).map { $0 == i ? 2.0 : 0 } }
    let report = try await Samples.report(values, columnCount: count)
    for id in Self.ids(.centered, ["rank"] + Self.hill) {
      #expect(isNear(report.number(id), Double(count - 1), relative: 1e-12), "\(id)")
    }
    for id in Self.ids(.raw, ["rank"] + Self.hill) {
      #expect(isNear(report.number(id), Double(count), relative: 1e-12), "\(id)")
    }
    #expect(isNear(report.number("isotropy.mean-cosine"), 0, absolute: 1e-15))
    #expect(
      isNear(report.number("isotropy.mean-cosine-centered"), -1 / Double(count - 1)))
  }

  @Test(
    "rank, effective rank, entropy rank, participation ratio, stable rank fall in this order",
    arguments: Seed.samples(40))
  func order(seed: Seed) async throws {
    var seed = seed
    let (n, d) = (2 + Int(seed.next() % 40), 1 + Int(seed.next() % 12))
    let power = 3 * seed.uniform()
    var values = Samples.anisotropic(
      rowCount: n, columnCount: d, offset: 2 * seed.uniform(), &seed)
    for index in values.indices {
      values[index] *= .pow(Double(index % d + 1), -power)
    }
    let report = try await Samples.report(values, columnCount: d) { $0.families = [.spectrum] }
    for view in SpectralView.allCases {
      let numbers = Self.ids(view, ["rank"] + Self.hill).compactMap(report.number) + [1]
      guard numbers.count == 6 else { continue }
      for (larger, smaller) in zip(numbers, numbers.dropFirst()) {
        #expect(larger >= smaller * (1 - 1e-12), "\(view) of \(seed): \(numbers)")
      }
      // the same Hill numbers under other names
      if view == .unitRaw {
        for (order, name) in [
          ("1", "entropy-rank"), ("2", "participation-ratio"), ("inf", "stable-rank"),
        ] {
          #expect(
            report[MetricID("spectrum.unit-raw.vendi@q=\(order)")]?.value
              == report[Self.ids(view, [name])[0]]?.value)
        }
      }
      if view == .centered, d > 1 {
        let ratio = try #require(report.number(Self.ids(view)[2]))
        #expect(
          isNear(
            report.number("spectrum.centered.isoscore"), (ratio - 1) / Double(d - 1),
            relative: 1e-7, absolute: 1e-12))
      }
    }
  }

  @Test("the series adds up, falls, and names every column")
  func series() async throws {
    let report = try await Samples.report(.powerLaw, rowCount: 200, columnCount: 12)
    for view in SpectralView.allCases {
      let id = "spectrum.\(view.rawValue).singular-values"
      let series = try #require(report.series.first { $0.id == id })
      #expect(
        series.columns == [
          "index", "singular_value", "variance_share", "cumulative_share", "white_noise",
          "storage_floor",
        ])
      #expect(series.rows.count == 12)
      let table = series.rows.map { row in
        row.map { cell -> Double in
          switch cell {
          case .number(let value): value
          case .integer(let value): Double(value)
          case .text, .empty: .nan
          }
        }
      }
      #expect(table.map { $0[0] } == (1...12).map { Double($0) })
      #expect(zip(table, table.dropFirst()).allSatisfy { $0[1] >= $1[1] && $0[4] >= $1[4] })
      #expect(isNear(table.reduce(0) { $0 + $1[2] }, 1))
      #expect(isNear(table[11][3], 1))
      // white noise of the same total variance
      let (own, noise) = table.reduce(into: (0.0, 0.0)) {
        $0.0 += $1[1] * $1[1]
        $0.1 += $1[4] * $1[4]
      }
      #expect(isNear(own, noise, relative: 1e-10))
    }
  }
}
