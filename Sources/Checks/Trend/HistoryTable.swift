import Findings

/// Makes a history of a table: a row a version, with a date, a name, a score and, where there are
/// any, a column a task.
public struct HistoryTable: Sendable {
  /// One row with the line it stands on.
  public struct Row: Sendable {
    /// The line, counted from 1.
    public let line: Int
    /// Its cells.
    public let cells: [String]

    /// A row.
    public init(line: Int, cells: [String]) {
      self.line = line
      self.cells = cells
    }
  }

  /// Which columns are what; those that are not named are recognised by their usual names.
  public struct Columns: Sendable {
    /// The date.
    public var date: String?
    /// The name.
    public var id: String?
    /// The score.
    public var score: String?
    /// The task columns; by default every other column of numbers.
    public var tasks: [String]?
    /// Columns that are no tasks.
    public var ignored: [String] = []
    /// The benchmark to keep, where the table holds several.
    public var benchmark: String?

    /// All by their usual names.
    public init() {}
  }

  private let file: String
  private let columns: Columns

  /// A reader of tables.
  public init(file: String, columns: Columns = Columns()) {
    self.file = file
    self.columns = columns
  }

  private static let dateNames = ["date", "release_date", "released", "day", "timestamp"]
  private static let idNames = ["id", "model", "version", "name", "commit", "run"]
  private static let scoreNames = ["score", "mean_task", "mean", "average", "value"]
  private static let errorNames = ["standard_error", "stderr", "score_stderr"]
  private static let benchmarkNames = ["benchmark", "benchmark_version", "suite"]
  /// Columns of numbers that are known not to be tasks.
  private static let otherNames = [
    "n_parameters", "parameters", "embed_dim", "dimensions", "max_tokens", "memory_mb", "rank",
  ]

  /// The history of a table whose first row is its header.
  ///
  /// - Throws: ``PolicyError`` with the line.
  public func history(of rows: [Row]) throws -> History {
    guard let header = rows.first, rows.count > 1 else {
      throw PolicyError(
        file, "holds no versions", remedy: "Write a header and below it a row a version.")
    }
    let names = header.cells
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw PolicyError(
        file, line: header.line, "the column '\(twice)' stands twice",
        remedy: "Give every column a name of its own.")
    }
    let date = try index(columns.date, Self.dateNames, "date", names, header.line)
    let id = try index(columns.id, Self.idNames, "id", names, header.line)
    let score = try index(columns.score, Self.scoreNames, "score", names, header.line)
    let error = names.firstIndex { Self.errorNames.contains($0.lowercased()) }
    let benchmark = names.firstIndex { Self.benchmarkNames.contains($0.lowercased()) }
    for row in rows.dropFirst() where row.cells.count != names.count {
      throw PolicyError(
        file, line: row.line, "has \(row.cells.count) cells, the header \(names.count)",
        remedy: "Write every cell, empty ones too.")
    }
    let kept = try sameBenchmark(Array(rows.dropFirst()), benchmark)
    let reserved = Set([date, id, score, error, benchmark].compactMap { $0 })
    let taskIndices = try tasks(names, header.line, reserved, kept)
    return try assemble(
      kept, names: names, date: date, id: id, score: score, error: error, tasks: taskIndices)
  }

  private func index(
    _ asked: String?, _ usual: [String], _ what: String, _ names: [String], _ line: Int
  ) throws -> Int {
    if let asked {
      guard let index = names.firstIndex(of: asked) else {
        throw PolicyError(
          file, line: line, "there is no column '\(asked)'",
          remedy: (NearestWords.sentence(for: asked, among: names).dropFirst()
            + " The columns are: \(names.prefix(20).joined(separator: ", ")).").trimmed)
      }
      return index
    }
    for name in usual {
      if let index = names.firstIndex(where: { $0.lowercased() == name }) { return index }
    }
    throw PolicyError(
      file, line: line, "no column is called \(usual.joined(separator: ", "))",
      remedy: "Name the right one with --\(what)-column.")
  }

  /// Scores of different benchmarks, or of versions of one, are not compared.
  private func sameBenchmark(_ rows: [Row], _ index: Int?) throws -> [Row] {
    guard let index else {
      if let benchmark = columns.benchmark {
        throw PolicyError(
          file, "has no column 'benchmark' to look for '\(benchmark)' in",
          remedy: "Leave --benchmark out.")
      }
      return rows
    }
    if let benchmark = columns.benchmark {
      let kept = rows.filter { $0.cells[index] == benchmark }
      guard !kept.isEmpty else {
        let known = Set(rows.map { $0.cells[index] }).sorted()
        throw PolicyError(
          file, "holds no version of benchmark '\(benchmark)'",
          remedy: "There are: \(known.prefix(12).joined(separator: ", ")).")
      }
      return kept
    }
    if let first = rows.first?.cells[index],
      let other = rows.first(where: { $0.cells[index] != first })
    {
      throw PolicyError(
        file, line: other.line,
        "is of benchmark '\(other.cells[index])', the first row of '\(first)', and scores of two "
          + "benchmarks make no trend", remedy: "Choose one with --benchmark.")
    }
    return rows
  }

  private func tasks(
    _ names: [String], _ line: Int, _ reserved: Set<Int>, _ rows: [Row]
  ) throws -> [Int] {
    if let asked = columns.tasks {
      return try asked.map { try index($0, [], "tasks", names, line) }
    }
    for name in columns.ignored { _ = try index(name, [], "ignore", names, line) }
    return names.indices.filter { index in
      let name = names[index]
      guard !reserved.contains(index), !columns.ignored.contains(name),
        !Self.otherNames.contains(name.lowercased())
      else { return false }
      let cells = rows.map { $0.cells[index] }.filter { !$0.isEmpty }
      return !cells.isEmpty && cells.allSatisfy { PlainNumber.parse($0) != nil }
    }
  }

  private struct Draft {
    let row: Row
    let day: CalendarDay
    let score: Double
    let standardError: Double?
    let tasks: [Double?]
  }

  private func assemble(
    _ rows: [Row], names: [String], date: Int, id: Int, score: Int, error: Int?, tasks: [Int]
  ) throws -> History {
    var drafts: [Draft] = []
    var undatedCount = 0
    for row in rows {
      guard let day = try day(row.cells[date], line: row.line) else {
        undatedCount += 1
        continue
      }
      drafts.append(
        Draft(
          row: row, day: day, score: try number(row, score, names),
          standardError: try error.flatMap {
            row.cells[$0].isEmpty ? nil : try number(row, $0, names)
          },
          tasks: try tasks.map { row.cells[$0].isEmpty ? nil : try number(row, $0, names) }))
    }
    guard !drafts.isEmpty else {
      throw PolicyError(
        file, "no version has a full date", remedy: "Write dates as 2026-11-25.")
    }
    try rejectTwoScales(drafts)
    let shared = tasks.indices.filter { task in drafts.allSatisfy { $0.tasks[task] != nil } }
    var notes: [String] = []
    let isComplete = shared.count == tasks.count
    guard isComplete || !shared.isEmpty else {
      throw PolicyError(
        file, "no task was run by every version",
        remedy: "Leave out the versions that miss tasks, or name tasks with --tasks.")
    }
    if !isComplete {
      let left = tasks.indices.filter { !shared.contains($0) }.map { names[tasks[$0]] }
      notes.append(
        "scores are means over the \(shared.count) tasks that every version was run on; left out: "
          + left.joined(separator: ", ") + ".")
    }
    let versions = drafts.map { draft in
      let scores = shared.compactMap { draft.tasks[$0] }
      let mean = scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
      return History.Version(
        id: draft.row.cells[id], day: draft.day, score: isComplete ? draft.score : mean,
        standardError: draft.standardError, tasks: scores)
    }
    if isComplete, !shared.isEmpty { notes += mismatch(versions) }
    return History(
      name: file, scoreName: names[score], tasks: shared.map { names[tasks[$0]] },
      versions: versions, undatedCount: undatedCount, notes: notes)
  }

  /// A full date; nothing for an empty or partial one (`2026`, `2026-11`), which is left out.
  private func day(_ text: String, line: Int) throws -> CalendarDay? {
    let trimmed = text.trimmed
    if let day = CalendarDay(trimmed) { return day }
    let isPartial =
      trimmed.isEmpty || ["na", "n/a", "none", "null", "unknown"].contains(trimmed.lowercased())
      || CalendarDay(trimmed + "-01") != nil || CalendarDay(trimmed + "-01-01") != nil
    guard isPartial else {
      throw PolicyError(
        file, line: line, "'\(trimmed)' is no date", remedy: "Write dates as 2026-11-25.")
    }
    return nil
  }

  private func number(_ row: Row, _ index: Int, _ names: [String]) throws -> Double {
    guard let number = PlainNumber.parse(row.cells[index].trimmed) else {
      throw PolicyError(
        file, line: row.line, "'\(names[index])' is a number, found '\(row.cells[index])'",
        remedy: "Write a number, or take the row out.")
    }
    return number
  }

  /// Scores up to 1 beside scores beyond 10 are shares beside percentages.
  private func rejectTwoScales(_ drafts: [Draft]) throws {
    let largest = drafts.map(\.score.magnitude).max() ?? 0
    guard largest > 10, let small = drafts.first(where: { $0.score > 0 && $0.score <= 1 }) else {
      return
    }
    throw PolicyError(
      file, line: small.row.line,
      "a score of \(NumberText.rounded(small.score)) stands beside scores up to "
        + "\(NumberText.rounded(largest)): shares and percentages are mixed",
      remedy: "Write all scores from 0 to 1 or all from 0 to 100.")
  }

  /// Scores that are not the mean of the tasks: then some columns are no tasks.
  private func mismatch(_ versions: [History.Version]) -> [String] {
    let off = versions.count { version in
      let mean = version.tasks.reduce(0, +) / Double(version.tasks.count)
      return (mean - version.score).magnitude > 0.01 * max(1e-9, version.score.magnitude)
    }
    guard off > 0 else { return [] }
    return [
      "the score is not the mean of the task columns for \(off) of \(versions.count) versions; "
        + "columns that are no tasks are taken out with --ignore."
    ]
  }
}
