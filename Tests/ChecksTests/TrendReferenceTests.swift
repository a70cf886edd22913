import Findings
import Foundation
import Testing

@testable import Checks

/// A public leaderboard and what independent code found in it, where the file is at hand.
private enum Leaderboard {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data/mteb-history")

  static var isThere: Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("expected.csv").path)
  }

  static func history() throws -> History {
    let text = try String(
      contentsOf: folder.appendingPathComponent("mteb_eng_v1.csv"), encoding: .utf8)
    return try HistorySamples.history(text)
  }

  /// Keys and values of a section.
  static func expected(_ section: String) throws -> [(
    key: String, value: String, tolerance: Double
  )] {
    let text = try String(
      contentsOf: folder.appendingPathComponent("expected.csv"), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
      .filter { $0[0] == section }
      .map { cells in
        let digits = cells[3].filter { $0.isNumber || $0 == "." || $0 == "e" || $0 == "-" }
        let word = cells[3].split(separator: " ").first.map(String.init) ?? ""
        return (cells[1], cells[2], Double(word) ?? Double(digits.drop { $0 == "-" }) ?? 0)
      }
  }
}

#if DEBUG
  // Without optimisation a resampling costs a hundred times as much; with so few, the ends of an
  // interval of width 4 scatter by 0.06, and three times that is added to the tolerance.
  private let draws = 2000
  private let endTolerance = 0.06 + 0.18
  private let pairTolerance = 4
#else
  private let draws = 100_000
  private let endTolerance = 0.06
  private let pairTolerance = 2
#endif

@Suite(
  "The leaderboard of MTEB(eng, v1)",
  .enabled(if: Leaderboard.isThere, "../shared/data/mteb-history is not here"))
struct TrendReferenceTests {
  @Test("has the expected versions, tasks and frontier")
  func frontier() throws {
    let history = try Leaderboard.history()
    let rows = try Leaderboard.expected("rows").map { Int($0.value) }
    #expect(rows == [history.versions.count, history.undatedCount, history.tasks.count])
    #expect(history.notes.isEmpty)
    let steps = Frontier(history.versions).steps
    let expected = try Leaderboard.expected("frontier")
    #expect(steps.map { "\($0.day) \($0.id)" } == expected.map(\.key))
    for (step, row) in zip(steps, expected) {
      #expect((step.score - (Double(row.value) ?? .nan)).magnitude <= row.tolerance)
    }
  }

  @Test("gains what is expected a month in every window")
  func gains() throws {
    let frontier = Frontier(try Leaderboard.history().versions)
    for row in try Leaderboard.expected("gain") {
      let dates = row.key.split(separator: " ")[0].replacing("..", with: " ").split(separator: " ")
      let gain = try #require(
        frontier.gain(
          from: HistorySamples.day(String(dates[0])), to: HistorySamples.day(String(dates[1]))))
      let found = row.key.contains("percent") ? gain.percentPerMonth : gain.pointsPerMonth
      let value = try #require(Double(row.value))
      #expect((try #require(found) - value).magnitude <= row.tolerance, "\(row.key)")
    }
  }

  @Test(
    "separates the versions that independent resampling separates",
    arguments: ["2024-10-01", "2025-10-20", "2026-08-20"])
  func bootstrap(date: String) throws {
    let history = try Leaderboard.history().asOf(HistorySamples.day(date))
    var generator = HistorySamples.Generator(state: 17)
    let ranking = TrendRanking(
      history.versions, top: 10,
      VersionComparisons(taskCount: history.tasks.count, draws: draws, generator: &generator))
    for row in try Leaderboard.expected("spread") where row.key.contains(date) {
      let rank = try #require(Int(row.key.split(separator: "top")[1].prefix { $0.isNumber }))
      let value = try #require(Double(row.value))
      #expect((try #require(ranking.spread(rank)) - value).magnitude <= row.tolerance)
    }
    let paired = try Leaderboard.expected("paired").filter { $0.key.contains(date) }
    let t = try #require(Double(paired[0].value))
    #expect((try #require(ranking.behindLeader(1)?.t) - t).magnitude <= paired[0].tolerance)
    var adjacent = 0
    for row in try Leaderboard.expected("bootstrap") where row.key.contains(date) {
      if row.key.hasSuffix("adjacent pairs in top10") {
        adjacent = try #require(Int(row.value))
      } else if row.key.hasSuffix("pairs in top10") {
        let separated = ranking.pairs.count { $0.comparison.isSeparated }
        #expect((separated - (try #require(Int(row.value)))).magnitude <= pairTolerance)
      } else {
        let name = row.key.split(separator: " ")[5]
        let rank = try #require(ranking.top.firstIndex { $0.id == name })
        let interval = try #require(ranking.behindLeader(rank)?.interval)
        let ends = row.value.replacing("..", with: " ").split(separator: " ")
          .compactMap { Double($0) }
        #expect((interval.low - ends[0]).magnitude <= endTolerance, "\(row.key)")
        #expect((interval.high - ends[1]).magnitude <= endTolerance, "\(row.key)")
      }
    }
    let found = ranking.pairs.count { $0.worse == $0.better + 1 && $0.comparison.isSeparated }
    #expect((found - adjacent).magnitude <= pairTolerance / 2)
  }
}
