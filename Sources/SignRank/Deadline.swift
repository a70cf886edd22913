/// When to stop searching.
public struct Deadline: Sendable {
  /// What tells the time.
  public typealias Clock = @Sendable () -> ContinuousClock.Instant

  /// The moment; nil for never.
  public let instant: ContinuousClock.Instant?
  private let now: Clock

  /// A deadline at a moment.
  ///
  /// - Parameters:
  ///   - instant: the moment; nil for never.
  ///   - now: what tells the time; tests give their own.
  public init(
    at instant: ContinuousClock.Instant?, now: @escaping Clock = { ContinuousClock.now }
  ) {
    self.instant = instant
    self.now = now
  }

  /// A deadline so many seconds from now; nil for none.
  public init(seconds: Double?, now: @escaping Clock = { ContinuousClock.now }) {
    self.init(at: seconds.map { now() + .seconds($0) }, now: now)
  }

  /// No deadline.
  public static let never = Deadline(at: nil)

  /// Whether the time is over, or the task was cancelled.
  public var isPassed: Bool {
    if Task.isCancelled { return true }
    guard let instant else { return false }
    return now() >= instant
  }

  /// Seconds that are left, never negative; infinite without a deadline.
  public var secondsLeft: Double {
    guard let instant else { return .infinity }
    return max(0, (instant - now()) / .seconds(1))
  }

  /// Whether work that cannot be interrupted and takes so many seconds will be done in time.
  public func leavesRoom(for seconds: Double) -> Bool { seconds < secondsLeft }

  /// The earlier of this and so many seconds from now.
  public func within(seconds: Double) -> Deadline {
    let other = now() + .seconds(seconds)
    return Deadline(at: instant.map { min($0, other) } ?? other, now: now)
  }

  /// So many seconds earlier, so that they are left for what comes after.
  public func earlier(seconds: Double) -> Deadline {
    Deadline(at: instant.map { $0 - .seconds(seconds) }, now: now)
  }
}
