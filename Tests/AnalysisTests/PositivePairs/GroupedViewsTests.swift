import EmbeddingSets
import Findings
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("LiDAR")
struct GroupedViewsTests {
  private let id: MetricID = "lidar@delta=0.0001"

  private func report(_ values: [Double], columnCount: Int, groups: [Int]) async throws -> Report {
    try await PairSamples.report(
      InMemorySource(values, columnCount: columnCount),
      pairs: PositivePairs(first: [], second: [], areWithinOneSet: true)
    ) {
      $0.groups = groups
      $0.families = [.augmentation]
    }
  }

  /// Views: a signal for each group along some columns, and noise along all.
  private func views(
    groups: Int, views: Int, signal: [Double], _ seed: inout Seed
  ) -> (values: [Double], groups: [Int]) {
    var values: [Double] = []
    var labels: [Int] = []
    for group in 0..<groups {
      let mean = signal.map { $0 * MatrixFactory.gaussian(&seed) }
      for _ in 0..<views {
        values += mean.map { $0 + 0.1 * MatrixFactory.gaussian(&seed) }
        labels.append(group)
      }
    }
    return (values, labels)
  }

  /// The definition by plain loops and one eigenproblem of Sw^-1 Sb's symmetric form.
  private func reference(_ values: [Double], _ groups: [Int], columnCount d: Int) throws -> Double {
    let rows = Samples.rows(values, d)
    let names = Set(groups).sorted()
    var within = SymmetricMatrix(zero: d)
    var means: [[Double]] = []
    for name in names {
      let own = rows.indices.filter { groups[$0] == name }.map { rows[$0] }
      let mean = (0..<d).map { column in PairSamples.mean(own.map { $0[column] }) }
      means.append(mean)
      for row in own { within.addOuterProduct(zip(row, mean).map { $0 - $1 }, weight: 1) }
    }
    within.scale(by: 1 / Double(rows.count - names.count))
    let delta = 1e-4 * within.trace / Double(d)
    for column in 0..<d { within[column, column] += delta }
    let center = (0..<d).map { column in PairSamples.mean(means.map { $0[column] }) }
    var between = SymmetricMatrix(zero: d)
    for mean in means {
      between.addOuterProduct(zip(mean, center).map { $0 - $1 }, weight: 1 / Double(means.count))
    }
    let values = try generalizedEigensystem(between, within).values.map { max(0, $0) }
    let sum = values.reduce(0, +)
    return exponential(
      -values.reduce(0) { $0 + ($1 > 0 ? $1 / sum * logarithm($1 / sum) : 0) })
  }

  @Test("equals the definition, in any order of the rows and with groups of any size")
  func definition() async throws {
    var seed = Seed(2)
    let found = views(groups: 30, views: 3, signal: [3, 2, 1, 0, 0], &seed)
    // the last group of two views, and one row alone, which is left out
    let values = Array(found.values.dropLast(5)) + [9, 9, 9, 9, 9]
    let groups = Array(found.groups.dropLast()) + [77]
    let report = try await report(values, columnCount: 5, groups: groups)
    let wanted = try reference(
      Array(values.dropLast(5)), Array(groups.dropLast()), columnCount: 5)
    #expect(isNear(report.number(id), wanted, relative: 1e-9))
    #expect(report.number("lidar.groups") == 30 && report.number("lidar.views") == 89)
    let order = values.indices.filter { $0 % 5 == 0 }.map { $0 / 5 }.sorted {
      ($0 * 7) % 90 < ($1 * 7) % 90
    }
    let shuffled = try await self.report(
      order.flatMap { Array(values[$0 * 5..<$0 * 5 + 5]) }, columnCount: 5,
      groups: order.map { groups[$0] })
    #expect(isNear(shuffled.number(id), report.number(id), relative: 1e-9))
  }

  @Test("scale changes nothing, and signal along k directions reads about k")
  func laws() async throws {
    var seed = Seed(3)
    let (values, groups) = views(
      groups: 200, views: 4, signal: [10, 10, 10, 0, 0, 0], &seed)
    let plain = try await report(values, columnCount: 6, groups: groups)
    let lidar = try #require(plain.number(id))
    #expect(lidar > 2.8 && lidar < 3.3)
    for scale in [1e-30, 1e20] {
      let scaled = try await report(values.map { $0 * scale }, columnCount: 6, groups: groups)
      #expect(isNear(scaled.number(id), lidar, relative: 1e-9))
    }
  }

  @Test("no groups to compare, equal views and one mean are undefined, few groups are said")
  func edges() async throws {
    let rows = (0..<8).map(Double.init)
    #expect(try await report(rows, columnCount: 2, groups: [0, 1, 2, 3]).isUndefined(id))
    #expect(try await report(rows, columnCount: 2, groups: [0, 0, 0, 0]).isUndefined(id))
    let equal = [1.0, 2, 1, 2, 3, 4, 3, 4]
    #expect(try await report(equal, columnCount: 2, groups: [0, 0, 1, 1]).isUndefined(id))
    let few = try await report(rows, columnCount: 2, groups: [0, 0, 1, 1])
    #expect(few.findings.contains { $0.id == "few-groups" })
  }
}
