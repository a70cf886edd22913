public import Findings

/// What is progress and what is noise in the scores of versions.
public struct TrendAnalysis {
  /// How the latest version compares with the best before it.
  public enum Latest: String, Hashable, Sendable {
    /// Better, and the interval leaves out 0.
    case better
    /// Within the noise.
    case withinNoise = "within-noise"
    /// Worse, and the interval leaves out 0.
    case worse
    /// No interval is known, or there is nothing before it.
    case unknown
  }

  let history: History
  let options: TrendOptions
  let last: CalendarDay
  let frontier: Frontier
  let ranking: TrendRanking
  let slope: TheilSen?
  let breakpoint: Breakpoint?
  let saturation: Result<SaturationFit, SaturationFit.Refusal>
  let gains: [Frontier.Gain]
  let windows: [(window: TrendOptions.Window, gain: Frontier.Gain?)]
  let latestVersion: History.Version
  let bestBefore: History.Version?
  let latestComparison: PairedComparison?
  let lastSignificant: History.Version?
  /// How the latest version compares with the best before it.
  public let latest: Latest
  /// Versions since the last significant improvement; nothing where significance is not known.
  public let versionsWithinNoise: Int?

  /// The trend of a history.
  ///
  /// - Parameters:
  ///   - whole: at least one version.
  ///   - last: the day up to which the world is looked at; versions after it are not.
  ///   - options: windows, draws, what counts as a tie.
  ///   - generator: of everything random.
  /// - Throws: ``PolicyError`` where no version is left.
  public init(
    of whole: History, until last: CalendarDay? = nil, options: TrendOptions = TrendOptions(),
    generator: inout some RandomNumberGenerator
  ) throws {
    let history = last.map(whole.asOf) ?? whole
    guard let newest = history.versions.last else {
      throw PolicyError(
        whole.name, "has no version up to \(last.map(\.description) ?? "the end")",
        remedy: "Choose a later --as-of.")
    }
    self.history = history
    self.options = options
    let end = last ?? newest.day
    self.last = end
    frontier = Frontier(history.versions)
    let comparisons = VersionComparisons(
      taskCount: history.tasks.count, draws: options.draws, generator: &generator)
    ranking = TrendRanking(history.versions, top: options.top, comparisons)
    let start = frontier.steps[0].day
    let months = frontier.steps.map { $0.day.months(since: start) }
    let levels = frontier.steps.map(\.score)
    slope = TheilSen(months, levels)
    breakpoint = Breakpoint(
      months, levels, permutations: options.permutations, generator: &generator)
    saturation = SaturationFit.fit(months, levels)
    gains = frontier.allGains(until: end)
    let asked =
      options.windows.isEmpty ? Self.standardWindows(from: start, to: end) : options.windows
    windows = asked.map { [frontier] in ($0, frontier.gain(from: $0.from, to: $0.to)) }
    let newestDay = history.versions.filter { $0.day == newest.day }
    latestVersion = newestDay.max { $0.score < $1.score } ?? newest
    let earlier = history.versions.filter { $0.day < newest.day }
    bestBefore = earlier.max { $0.score < $1.score }
    latestComparison = bestBefore.flatMap { [latestVersion] in
      comparisons.compare(latestVersion, $0)
    }
    latest =
      latestComparison.map {
        $0.interval.low > 0 ? .better : $0.interval.high < 0 ? .worse : .withinNoise
      } ?? .unknown
    (lastSignificant, versionsWithinNoise) = Self.champion(history.versions, comparisons)
  }

  private static func standardWindows(
    from start: CalendarDay, to end: CalendarDay
  ) -> [TrendOptions.Window] {
    let year = CalendarDay(number: end.number - 365)
    let before = CalendarDay(number: end.number - 730)
    return [
      TrendOptions.Window(from: start, to: end), TrendOptions.Window(from: before, to: year),
      TrendOptions.Window(from: year, to: end),
    ].filter { $0.from >= start && $0.from < $0.to }
  }

  /// The last version that beat the one before it in this chain by more than the noise, and how many
  /// versions came after it; nothing where two versions cannot be compared.
  private static func champion(
    _ versions: [History.Version], _ comparisons: VersionComparisons
  ) -> (History.Version?, Int?) {
    guard var champion = versions.first else { return (nil, nil) }
    var means = comparisons.resampled(champion)
    var since = 0
    for version in versions.dropFirst() {
      since += 1
      guard version.score > champion.score else { continue }
      let own = comparisons.resampled(version)
      guard let comparison = comparisons.compare(version, own, champion, means) else {
        return (nil, nil)
      }
      if comparison.interval.low > 0 {
        champion = version
        means = own
        since = 0
      }
    }
    // a single pair that cannot be compared leaves the question open
    if versions.count > 1, comparisons.compare(versions[0], versions[1]) == nil {
      return (nil, nil)
    }
    return (champion, since)
  }
}
