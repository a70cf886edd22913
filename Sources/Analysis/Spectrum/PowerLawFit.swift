import RealModule

/// A straight line through ln λᵢ against ln i over a range of ranks.
struct PowerLawFit: Hashable, Sendable {
  /// How much each rank counts.
  enum Weights: String, Hashable, Sendable {
    /// All ranks alike.
    case none
    /// Rank i counts 1/i, after Stringer et al. 2019.
    case inverseRank = "1/rank"
  }

  /// First rank, counted from 1.
  let first: Int
  /// Last rank.
  let last: Int
  /// How much each rank counts.
  let weights: Weights

  /// The fits that are reported: published ones, because the number depends on the range.
  static let reported = [
    PowerLawFit(first: 11, last: 50, weights: .none),
    PowerLawFit(first: 6, last: 100, weights: .none),
    PowerLawFit(first: 6, last: 100, weights: .inverseRank),
  ]

  /// The parameters as they stand in a metric's id.
  var parameters: String { "ranks=\(first)-\(last),weights=\(weights.rawValue)" }

  /// Slope and R²; nil where fewer than `last` eigenvalues are positive.
  func slope(_ eigenvalues: [Double]) -> (value: Double, determination: Double)? {
    guard eigenvalues.count >= last, eigenvalues[last - 1] > 0 else { return nil }
    let design = design()
    var meanY = 0.0
    for (rank, weight) in zip(first...last, design.weights) {
      meanY += weight * .log(eigenvalues[rank - 1])
    }
    var covariance = 0.0
    var variance = 0.0
    for (offset, rank) in (first...last).enumerated() {
      let y = .log(eigenvalues[rank - 1]) - meanY
      covariance += design.weights[offset] * design.deviations[offset] * y
      variance += design.weights[offset] * y * y
    }
    let slope = covariance / design.variance
    let determination = variance > 0 ? slope * covariance / variance : 1
    return (slope, determination)
  }

  /// ∂slope/∂λᵢ.
  func gradient(_ eigenvalues: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: eigenvalues.count)
    guard eigenvalues.count >= last, eigenvalues[last - 1] > 0 else { return gradient }
    let design = design()
    for (offset, rank) in (first...last).enumerated() {
      gradient[rank - 1] =
        design.weights[offset] * design.deviations[offset] / design.variance
        / eigenvalues[rank - 1]
    }
    return gradient
  }

  /// Weights that add up to 1, ln i about its weighted mean, and the weighted variance of ln i.
  private func design() -> (weights: [Double], deviations: [Double], variance: Double) {
    var share = (first...last).map { weights == .none ? 1 : 1 / Double($0) }
    let total = share.reduce(0, +)
    for index in share.indices { share[index] /= total }
    let logs = (first...last).map { Double.log(Double($0)) }
    let mean = zip(share, logs).reduce(0) { $0 + $1.0 * $1.1 }
    let deviations = logs.map { $0 - mean }
    let variance = zip(share, deviations).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    return (share, deviations, variance)
  }
}
