public import Findings

/// What a trend looks at.
public struct TrendOptions: Sendable {
  /// A stretch of time.
  public struct Window: Hashable, Sendable {
    /// Its first day.
    public let from: CalendarDay
    /// Its last day.
    public let to: CalendarDay

    /// A window.
    public init(from: CalendarDay, to: CalendarDay) {
      self.from = from
      self.to = to
    }
  }

  /// Windows of which the gain per month is wanted; by default all of it, the last twelve months
  /// and the twelve before.
  public var windows: [Window] = []
  /// Versions at the top that are compared with each other.
  public var top = 10
  /// Resamplings of the tasks: so many that the ends of intervals hold to a hundredth of their width.
  public var draws = 100_000
  /// Permutations for the breakpoint.
  public var permutations = 1999

  /// The standard options.
  public init() {}
}
