import Findings
import Glibc

/// The best score so far, as a staircase over time.
struct Frontier: Sendable {
  /// The versions that were better than all before them; of one day, only the best.
  let steps: [History.Version]

  /// The frontier of versions in the order of their days.
  init(_ versions: [History.Version]) {
    var steps: [History.Version] = []
    for version in versions where steps.last.map({ version.score > $0.score }) ?? true {
      if steps.last?.day == version.day { steps.removeLast() }
      steps.append(version)
    }
    self.steps = steps
  }

  /// The best score of all versions up to and on a day.
  func level(on day: CalendarDay) -> Double? { steps.last { $0.day <= day }?.score }

  /// What was gained between two days.
  struct Gain: Hashable, Sendable {
    /// The first day.
    let from: CalendarDay
    /// The last day.
    let to: CalendarDay
    /// Points a month of 30.4375 days.
    let pointsPerMonth: Double
    /// The constant monthly growth in percent that leads from one level to the other; nothing where
    /// a level is not positive.
    let percentPerMonth: Double?
  }

  /// The gain between two days; nothing where the first lies before every version or is not earlier.
  func gain(from: CalendarDay, to: CalendarDay) -> Gain? {
    guard from < to, let start = level(on: from), let end = level(on: to) else { return nil }
    let months = to.months(since: from)
    return Gain(
      from: from, to: to, pointsPerMonth: (end - start) / months,
      percentPerMonth: start > 0 && end > 0 ? 100 * (pow(end / start, 1 / months) - 1) : nil)
  }

  /// The gain between every two days on which the frontier rose, and the last day, at least a month
  /// apart: how much the figure depends on where one looks.
  func allGains(until last: CalendarDay) -> [Gain] {
    var days = steps.map(\.day)
    if days.last != last { days.append(last) }
    var gains: [Gain] = []
    for (index, from) in days.enumerated() {
      for to in days[(index + 1)...] where to.months(since: from) >= 1 {
        if let gain = gain(from: from, to: to) { gains.append(gain) }
      }
    }
    return gains
  }
}
