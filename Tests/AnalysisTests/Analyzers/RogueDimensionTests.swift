import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("The column that contributes most to the mean cosine")
struct RogueDimensionTests {
  static func report(_ values: [Double], columnCount: Int) async throws -> Report {
    try await Samples.report(values, columnCount: columnCount) { $0.families = [.isotropy] }
  }

  static func contributions(_ report: Report) throws -> [Double] {
    let series = try #require(report.series.first { $0.id == "isotropy.contributions" })
    #expect(series.columns == ["column", "cosine_contribution"])
    return try series.rows.enumerated().map { index, row in
      #expect(row[0] == .integer(index))
      guard case .number(let value) = row[1] else {
        Issue.record("a contribution that is no number")
        throw CancellationError()
      }
      return value
    }
  }

  @Test("contributions add up to the mean cosine", arguments: [2, 9, 60], [0.0, 1, 50])
  func sum(rowCount: Int, offset: Double) async throws {
    var seed = Seed(371)
    let values = Samples.anisotropic(
      rowCount: rowCount, columnCount: 6, offset: offset, &seed)
    let report = try await Self.report(values, columnCount: 6)
    let contributions = try Self.contributions(report)
    #expect(contributions.count == 6)
    #expect(
      isNear(
        contributions.reduce(0, +), report.number("isotropy.mean-cosine"), relative: 1e-12,
        absolute: 1e-13))
    let index = try #require(report.number("isotropy.rogue-dimension"))
    let share = try #require(report.number("isotropy.rogue-share"))
    #expect(contributions[Int(index)] == share)
    #expect(contributions.allSatisfy { $0.magnitude <= share.magnitude })
  }

  @Test("contributions by plain pairs, with rows that have no direction")
  func plain() async throws {
    var seed = Seed(372)
    let kept = Samples.anisotropic(rowCount: 12, columnCount: 3, offset: 0.5, &seed)
    let unit = Samples.rows(Samples.unit(kept, columnCount: 3), 3)
    var wanted = [0.0, 0, 0]
    for i in unit.indices {
      for j in unit.indices where j != i {
        for column in 0..<3 { wanted[column] += unit[i][column] * unit[j][column] / 132 }
      }
    }
    let report = try await Self.report(kept + [0, 0, 0, .nan, 1, 1], columnCount: 3)
    for (found, wanted) in zip(try Self.contributions(report), wanted) {
      #expect(isNear(found, wanted, relative: 0, absolute: 1e-14))
    }
  }

  @Test("one large column is found, with the part it has", arguments: [0, 3, 7])
  func planted(column: Int) async throws {
    // column at 3, all others ±1 with mean 0 and no correlation: u is 3/4 there, ±1/4 elsewhere
    var values: [Double] = []
    for row in 0..<8 {
      for index in 0..<8 {
        // Walsh functions; the constant one is where the large column is
        let sign = ((row & (index ^ column)).nonzeroBitCount).isMultiple(of: 2) ? 1.0 : -1
        values.append(index == column ? 3 : sign)
      }
    }
    let report = try await Self.report(values, columnCount: 8)
    #expect(report.number("isotropy.rogue-dimension") == Double(column))
    // 9 of a squared norm of 16
    #expect(isNear(report.number("isotropy.rogue-share"), 9.0 / 16))
    // the others: ((Σ u)² - Σ u²) / (n (n - 1)) = -8/16 / 56
    for (index, value) in try Self.contributions(report).enumerated() where index != column {
      #expect(isNear(value, -1 / 112.0, relative: 1e-12))
    }
  }

  @Test("a negative contribution may be the largest, and the first of equals is named")
  func negative() async throws {
    let opposite = try await Self.report([0, 2, 0, -3], columnCount: 2)
    #expect(opposite.number("isotropy.rogue-dimension") == 1)
    #expect(isNear(opposite.number("isotropy.rogue-share"), -1))
    // both ways along both axes: mean 0, so that each contribution is -2/12, exactly alike
    let equal = try await Self.report([1, 0, 0, 1, -1, 0, 0, -1], columnCount: 2)
    #expect(equal.number("isotropy.rogue-dimension") == 0)
    #expect(isNear(equal.number("isotropy.rogue-share"), -1 / 6.0))
  }

  @Test(
    "fewer than two rows with a direction", arguments: [[1, 2], [1, 2, 0, 0], [0, 0, .nan, 1]])
  func tooFew(values: [Double]) async throws {
    let report = try await Self.report(values, columnCount: 2)
    #expect(report.isUndefined("isotropy.rogue-dimension"))
    #expect(report.isUndefined("isotropy.rogue-share"))
    #expect(!report.series.contains { $0.id == "isotropy.contributions" })
  }
}
