import Findings

/// How far two versions are apart, with a 95 % interval.
struct PairedComparison: Hashable, Sendable {
  /// Score of the first minus score of the second.
  let difference: Double
  /// The interval of the difference.
  let interval: Interval
  /// Mean over standard error of the differences by task; nothing without tasks.
  let t: Double?

  /// Whether the interval leaves out 0.
  var isSeparated: Bool { interval.low > 0 || interval.high < 0 }
}

/// Compares versions by resampling the tasks, the same for both: what the same versions would show
/// on other tasks of the same kind.
///
/// Where there are no tasks, standard errors of the scores serve, if both are known.
struct VersionComparisons {
  /// Draws of tasks that are kept in memory, 64 MiB of them; more tasks get fewer resamplings.
  private static let mostDrawnTasks = 1 << 24
  private let draws: Int
  private let taskCount: Int
  private let indices: [Int32]

  /// Comparisons over tasks.
  ///
  /// - Parameters:
  ///   - taskCount: number of tasks; 0 where there are none.
  ///   - draws: resamplings.
  ///   - generator: of everything random.
  init(taskCount: Int, draws: Int, generator: inout some RandomNumberGenerator) {
    let draws = min(draws, max(2000, Self.mostDrawnTasks / max(1, taskCount)))
    self.draws = draws
    self.taskCount = taskCount
    var indices: [Int32] = []
    if taskCount > 1 {
      indices.reserveCapacity(draws * taskCount)
      for _ in 0..<draws * taskCount {
        let product = generator.next().multipliedFullWidth(by: UInt64(taskCount))
        indices.append(Int32(truncatingIfNeeded: product.high))
      }
    }
    self.indices = indices
  }

  /// The means of a version's tasks in every resampling, to be made once a version.
  func resampled(_ version: History.Version) -> [Double] {
    guard taskCount > 1 else { return [] }
    let values = version.tasks
    let indices = indices
    var means = [Double](repeating: 0, count: draws)
    var position = 0
    for draw in 0..<draws {
      var sum = 0.0
      for _ in 0..<taskCount {
        sum += values[Int(indices[position])]
        position += 1
      }
      means[draw] = sum / Double(taskCount)
    }
    return means
  }

  /// The comparison of two versions; nothing where neither tasks nor standard errors are known.
  func compare(_ first: History.Version, _ second: History.Version) -> PairedComparison? {
    compare(first, resampled(first), second, resampled(second))
  }

  /// The comparison of two versions that were resampled before.
  func compare(
    _ first: History.Version, _ firstMeans: [Double], _ second: History.Version,
    _ secondMeans: [Double]
  ) -> PairedComparison? {
    let difference = first.score - second.score
    if taskCount > 1 {
      var mean = 0.0
      for task in 0..<taskCount { mean += first.tasks[task] - second.tasks[task] }
      mean /= Double(taskCount)
      var squares = 0.0
      for task in 0..<taskCount {
        let deviation = first.tasks[task] - second.tasks[task] - mean
        squares += deviation * deviation
      }
      let error = (squares / Double(taskCount - 1) / Double(taskCount)).squareRoot()
      var sorted = firstMeans
      for draw in 0..<draws { sorted[draw] -= secondMeans[draw] }
      sorted.sort()
      return PairedComparison(
        difference: difference,
        interval: Interval(
          low: Quantiles.quantile(0.025, ofSorted: sorted),
          high: Quantiles.quantile(0.975, ofSorted: sorted)),
        t: error > 0 ? mean / error : nil)
    }
    guard let own = first.standardError, let other = second.standardError else { return nil }
    let half = 1.959963984540054 * (own * own + other * other).squareRoot()
    return PairedComparison(
      difference: difference, interval: Interval(low: difference - half, high: difference + half),
      t: nil)
  }
}
