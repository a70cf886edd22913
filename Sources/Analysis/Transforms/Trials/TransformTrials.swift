import Findings

/// What simple transforms do to a sample of a set.
struct TransformTrials: Sendable {
  /// A transform that may be recommended.
  enum Candidate: String, CaseIterable, Sendable {
    case center
    case allButTheTop = "all-but-top"
  }

  /// What one of them does.
  struct Trial: Sendable {
    /// As `embedscope transform --steps` takes it.
    let recipe: String
    /// Hub skewness after it.
    let skewness: Double
    /// Hub skewness before less after, with its paired interval.
    let skewnessGain: Double
    let skewnessInterval: Interval?
    /// Uniformity after it.
    let uniformity: UniformityResult
    /// Neighbours kept.
    let overlap: HeadroomResult.Overlap
    /// Neighbours after it that a query finds which did not go through it.
    let oneSided: HeadroomResult.Overlap
  }

  /// Rows of the sample with a direction.
  let rowCount: Int
  /// Hub skewness and uniformity of the sample before.
  let skewness: Double?
  let uniformity: UniformityResult
  /// The trials that were made.
  let trials: [Candidate: Trial]

  /// Axes that all-but-the-top takes off: d/100, as its authors suggest, and at least one.
  static func removedCount(_ columnCount: Int) -> Int {
    max(1, Int((Double(columnCount) / 100).rounded()))
  }

  /// Uniformity before less after; the half-widths of both are added, which is too wide for the same rows.
  func uniformityGain(_ trial: Trial) -> (value: Double, interval: Interval?) {
    let gain = uniformity.value - trial.uniformity.value
    guard let first = uniformity.populationError, let second = trial.uniformity.populationError,
      (first + second).isFinite
    else { return (gain, nil) }
    return (gain, Interval(low: gain - first - second, high: gain + first + second))
  }
}
