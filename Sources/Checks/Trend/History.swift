public import Findings

/// Scores of versions over time: what a trend is made of.
public struct History: Sendable {
  /// One version.
  public struct Version: Hashable, Sendable {
    /// Its name.
    public let id: String
    /// The day it appeared.
    public let day: CalendarDay
    /// Its score; higher is better.
    public let score: Double
    /// Standard error of the score, where one is known.
    public let standardError: Double?
    /// Scores of the tasks of ``History/tasks``; empty where there are none.
    public let tasks: [Double]

    /// A version.
    public init(
      id: String, day: CalendarDay, score: Double, standardError: Double? = nil,
      tasks: [Double] = []
    ) {
      self.id = id
      self.day = day
      self.score = score
      self.standardError = standardError
      self.tasks = tasks
    }
  }

  /// Where it comes from.
  public let name: String
  /// What is scored.
  public let scoreName: String
  /// Tasks that every version was scored on.
  public let tasks: [String]
  /// The versions that have a day, by day, then in the order of the file.
  public let versions: [Version]
  /// How many versions were left out for want of a full date.
  public let undatedCount: Int
  /// What a reader should know.
  public let notes: [String]

  /// A history.
  public init(
    name: String, scoreName: String, tasks: [String] = [], versions: [Version],
    undatedCount: Int = 0, notes: [String] = []
  ) {
    self.name = name
    self.scoreName = scoreName
    self.tasks = tasks
    self.versions = versions.enumerated().sorted { left, right in
      (left.element.day, left.offset) < (right.element.day, right.offset)
    }.map(\.element)
    self.undatedCount = undatedCount
    self.notes = notes
  }

  /// The history as it was known on a day.
  public func asOf(_ day: CalendarDay) -> History {
    History(
      name: name, scoreName: scoreName, tasks: tasks, versions: versions.filter { $0.day <= day },
      undatedCount: undatedCount, notes: notes)
  }
}
