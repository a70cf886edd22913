import Findings
import Testing

@testable import Checks

/// Histories for tests, and a seeded generator.
enum HistorySamples {
  /// A linear congruential generator: enough for tests, the same on every machine.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }

    /// A number between -1 and 1.
    mutating func uniform() -> Double { Double(Int64(bitPattern: next())) / 0x1p63 }
  }

  static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  static func history(_ csv: String, _ columns: HistoryTable.Columns = .init()) throws -> History {
    let rows = csv.split(whereSeparator: \.isNewline).enumerated().map { line, text in
      HistoryTable.Row(
        line: line + 1,
        cells: text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }
    return try HistoryTable(file: "h.csv", columns: columns).history(of: rows)
  }

  /// Versions a month apart with scores that tasks scatter about.
  static func monthly(_ scores: [Double], tasks: Int, noise: Double, seed: UInt64) -> History {
    var generator = Generator(state: seed)
    let names = (0..<tasks).map { "t\($0)" }
    let versions = scores.enumerated().map { month, score -> History.Version in
      let values = names.map { _ in score + noise * generator.uniform() }
      return History.Version(
        id: "v\(month)", day: CalendarDay(number: 20_000 + 31 * month),
        score: tasks > 0 ? values.reduce(0, +) / Double(tasks) : score, tasks: values)
    }
    return History(name: "h", scoreName: "score", tasks: names, versions: versions)
  }

  static func trend(
    _ history: History, until: CalendarDay? = nil, draws: Int = 2000
  ) throws -> TrendAnalysis {
    var options = TrendOptions()
    options.draws = draws
    options.permutations = 199
    var generator = Generator(state: 1)
    return try TrendAnalysis(of: history, until: until, options: options, generator: &generator)
  }
}
