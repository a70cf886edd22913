/// When to stop searching.
public struct Deadline: Sendable {
  /// The moment; nil for never.
  public let instant: ContinuousClock.Instant?

  /// A deadline at a moment.
  public init(at instant: ContinuousClock.Instant?) { self.instant = instant }

  /// A deadline so many seconds from now; nil for none.
  public init(seconds: Double?) {
    instant = seconds.map { ContinuousClock.now + .seconds($0) }
  }

  /// No deadline.
  public static let never = Deadline(at: nil)

  /// Whether the time is over, or the task was cancelled.
  public var isPassed: Bool {
    if Task.isCancelled { return true }
    guard let instant else { return false }
    return ContinuousClock.now >= instant
  }

  /// Seconds that are left, never negative; infinite without a deadline.
  public var secondsLeft: Double {
    guard let instant else { return .infinity }
    return max(0, (instant - ContinuousClock.now) / .seconds(1))
  }

  /// The earlier of this and so many seconds from now.
  public func within(seconds: Double) -> Deadline {
    let other = ContinuousClock.now + .seconds(seconds)
    guard let instant else { return Deadline(at: other) }
    return Deadline(at: min(instant, other))
  }
}
