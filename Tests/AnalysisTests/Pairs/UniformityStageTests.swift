import EmbeddingSets
import Findings
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Uniformity over all pairs, or from a sample with its interval")
struct UniformityStageTests {
  /// The kernel's relative error of exp(-|u - v|²), whose second and fourth power are t = 2 and 4.
  static let exponential = 2.4e-10

  static func plain(_ values: [Double], columnCount: Int, temperature: Double) -> Double {
    let rows = Samples.rows(Samples.unit(values, columnCount: columnCount), columnCount)
    var (sum, count) = (0.0, 0.0)
    for i in rows.indices {
      for j in rows.indices where j > i {
        var square = 0.0
        for k in 0..<columnCount { square += (rows[i][k] - rows[j][k]) * (rows[i][k] - rows[j][k]) }
        sum += .exp(-temperature * square)
        count += 1
      }
    }
    return .log(sum / count)
  }

  static func uniformities(
    _ source: any EmbeddingSource, budget: Double = 4e11, seed: UInt64 = 0, jobs: Int = 1
  ) async throws -> Report {
    try await Samples.report(source) {
      $0.families = [.uniformity]
      $0.pairBudget = budget
      $0.seed = seed
      $0.jobs = jobs
    }
  }

  @Test("all pairs by two plain loops", arguments: [[2, 3], [3, 1], [70, 5]], [0.0, 3])
  func plainLoops(shape: [Int], offset: Double) async throws {
    var seed = Seed(31)
    let values = Samples.anisotropic(
      rowCount: shape[0], columnCount: shape[1], offset: offset, &seed)
    let report = try await Self.uniformities(InMemorySource(values, columnCount: shape[1]))
    for t in [1, 2, 4] {
      let wanted = Self.plain(values, columnCount: shape[1], temperature: Double(t))
      #expect(
        isNear(
          report.number(MetricID("uniformity@t=\(t)")), wanted, relative: 0,
          absolute: Double(t) * Self.exponential))
    }
  }

  @Test("more rows than one panel, with rows that have no direction between them")
  func panels() async throws {
    var seed = Seed(32)
    let rowCount = UnitPanels.panelRows + 60
    var values = Samples.gaussian(rowCount: rowCount, columnCount: 2, &seed)
    for index in 30..<40 { values[index] = 0 }
    values[2100] = .nan
    let kept = Samples.rows(values, 2).filter { $0[0].isFinite && $0 != [0, 0] }.flatMap { $0 }
    let one = try await Self.uniformities(InMemorySource(values, columnCount: 2))
    let two = try await Self.uniformities(InMemorySource(values, columnCount: 2), jobs: 2)
    #expect(one == two)
    #expect(
      isNear(
        one.number("uniformity@t=2"), Self.plain(kept, columnCount: 2, temperature: 2),
        relative: 0, absolute: 2 * Self.exponential))
  }

  @Test("two opposite points, a regular simplex, a cross-polytope", arguments: [1, 2, 4])
  func polytopes(temperature: Int) async throws {
    let t = Double(temperature)
    let id = MetricID("uniformity@t=\(temperature)")
    func value(_ rows: [[Double]]) async throws -> Double? {
      try await Self.uniformities(
        InMemorySource(rows.flatMap { $0 }, columnCount: rows[0].count)
      ).number(id)
    }
    // distance 2
    #expect(isNear(try await value([[3, 4], [-6, -8]]), -4 * t, relative: Self.exponential))
    // m corners with cosines -1/(m - 1)
    let m = 6
    let corners = (0..<m).map { i in (0..<m).map { $0 == i ? 1 - 1 / Double(m) : -1 / Double(m) } }
    let simplex = -t * (2 + 2 / Double(m - 1))
    #expect(isNear(try await value(corners), simplex, relative: Self.exponential))
    // d axes both ways: each point has one at distance 2 and 2d - 2 at distance √2
    let d = 5
    var axes: [[Double]] = []
    for axis in 0..<d {
      for sign in [1.0, -1] {
        var row = [Double](repeating: 0, count: d)
        row[axis] = sign
        axes.append(row)
      }
    }
    let near = Double(2 * d - 2)
    let mean: Double = (Double.exp(-4 * t) + near * Double.exp(-2 * t)) / (near + 1)
    #expect(isNear(try await value(axes), .log(mean), relative: Self.exponential))
  }

  @Test("all rows in one direction read 0 and no more")
  func oneDirection() async throws {
    let rows = (1...50).flatMap { [0.1 * Double($0), 0.7 * Double($0)] }
    let report = try await Self.uniformities(InMemorySource(rows, columnCount: 2))
    let value = try #require(report.number("uniformity@t=4"))
    #expect(value <= 0 && value > -4 * Self.exponential)
    let interval = try #require(report["uniformity@t=4"]?.interval)
    #expect(interval.high <= 0)
  }

  @Test("beyond the budget a sample is taken, its interval is given, and it is said")
  func sampled() async throws {
    let set = PlantedSet(.whiteNoise, rowCount: 2300, columnCount: 64, rank: 1, seed: 3)
    let source = InMemorySource(set.values(), columnCount: 64)
    let exact = try await Self.uniformities(source)
    let sampled = try await Self.uniformities(source, budget: 0, seed: 5)
    #expect(exact.provenance.notes.isEmpty)
    #expect(
      sampled.provenance.notes.contains { $0.hasPrefix("uniformity: sampled, 2,096,128 pairs") })
    #expect(sampled == (try await Self.uniformities(source, budget: 0, seed: 5, jobs: 2)))
    for t in [1, 2, 4] {
      let id = MetricID("uniformity@t=\(t)")
      let interval = try #require(sampled[id]?.interval)
      let half = (interval.high - interval.low) / 2
      #expect(half > 0 && half <= 1e-3)
      // two half-widths are four standard errors
      #expect(isNear(sampled.number(id), exact.number(id), relative: 0, absolute: 2 * half))
    }
  }

  @Test(
    "sets no larger than the first sample take all pairs whatever the budget",
    arguments: [2, 3, 40])
  func smallSets(rowCount: Int) async throws {
    var seed = Seed(33)
    let values = Samples.gaussian(rowCount: rowCount, columnCount: 3, &seed)
    let source = InMemorySource(values, columnCount: 3)
    let exact = try await Self.uniformities(source)
    #expect(exact == (try await Self.uniformities(source, budget: 0)))
    #expect(exact.provenance.notes.isEmpty)
  }

  @Test("a sample among rows that mostly have no direction grows until it holds enough")
  func sparse() async throws {
    var seed = Seed(34)
    var values = [Double](repeating: 0, count: 2 * 40_000)
    for row in stride(from: 0, to: 40_000, by: 19) {
      values[2 * row] = MatrixFactory.gaussian(&seed)
      values[2 * row + 1] = MatrixFactory.gaussian(&seed)
    }
    let source = InMemorySource(values, columnCount: 2)
    let report = try await Self.uniformities(source, budget: 0)
    #expect(report.provenance.notes.contains { $0.hasPrefix("uniformity: sampled") })
    let exact = try await Self.uniformities(source)
    let value = try #require(exact.number("uniformity@t=2"))
    let interval = try #require(report["uniformity@t=2"]?.interval)
    // three half-widths: one seed of many
    let half = 1.5 * (interval.high - interval.low)
    #expect(isNear(report.number("uniformity@t=2"), value, relative: 0, absolute: half))
  }
}
