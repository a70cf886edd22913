/// Two straight lines that meet, against one, which tells whether the rate changed once.
///
/// Least squares of y on 1, x and max(0, x - c) for every c among the inner points. The share of the
/// residual sum of squares that the best bend takes away is compared with the same share after
/// permutations of the residuals of the one line, because a bend that was searched for always takes
/// some away.
///
/// - Source: residual permutation of Freedman and Lane, Journal of Business and Economic Statistics
///   1, 1983, with the maximum over c as the statistic.
struct Breakpoint: Sendable {
  /// Where the lines meet.
  let position: Double
  /// The slope before.
  let slopeBefore: Double
  /// The slope after.
  let slopeAfter: Double
  /// Share of permutations that bend at least as much, the data counted among them.
  let pValue: Double

  /// Fewest points of which a bend is worth looking for.
  static let fewestPoints = 6

  /// The best bend; nothing for too few points, or points on one line.
  init?(
    _ x: [Double], _ y: [Double], permutations: Int,
    generator: inout some RandomNumberGenerator
  ) {
    guard x.count >= Self.fewestPoints, let line = Self.line(x, y) else { return nil }
    let residuals = line.residuals
    let total = residuals.reduce(0) { $0 + $1 * $1 }
    let scale = y.reduce(0) { max($0, $1.magnitude) }
    guard total > Double(x.count) * (scale * 0x1p-44) * (scale * 0x1p-44) else { return nil }
    var bends: [(position: Double, direction: [Double], norm: Double, slope: Double)] = []
    for c in x.dropFirst().dropLast() where bends.last?.position != c {
      let hinge = x.map { max(0, $0 - c) }
      guard let fit = Self.line(x, hinge) else { continue }
      let norm = fit.residuals.reduce(0) { $0 + $1 * $1 }
      if norm > 0 { bends.append((c, fit.residuals, norm, fit.slope)) }
    }
    func statistic(_ values: [Double]) -> (gain: Double, bend: Int, change: Double) {
      var best = (gain: -1.0, bend: 0, change: 0.0)
      for (index, bend) in bends.enumerated() {
        var product = 0.0
        for i in values.indices { product += values[i] * bend.direction[i] }
        let gain = product * product / bend.norm
        if gain > best.gain { best = (gain, index, product / bend.norm) }
      }
      return best
    }
    guard !bends.isEmpty else { return nil }
    let found = statistic(residuals)
    let share = found.gain / total
    var atLeast = 1
    var shuffled = residuals
    for _ in 0..<permutations {
      shuffled.shuffle(using: &generator)
      guard let again = Self.line(x, shuffled) else { continue }
      let rest = again.residuals.reduce(0) { $0 + $1 * $1 }
      if rest > 0, statistic(again.residuals).gain / rest >= share * (1 - 1e-12) { atLeast += 1 }
    }
    pValue = Double(atLeast) / Double(permutations + 1)
    position = bends[found.bend].position
    slopeBefore = line.slope - found.change * bends[found.bend].slope
    slopeAfter = slopeBefore + found.change
  }

  /// The least-squares line and what it leaves.
  static func line(_ x: [Double], _ y: [Double]) -> (slope: Double, residuals: [Double])? {
    let n = Double(x.count)
    let meanX = x.reduce(0, +) / n
    let meanY = y.reduce(0, +) / n
    var sxx = 0.0
    var sxy = 0.0
    for i in x.indices {
      sxx += (x[i] - meanX) * (x[i] - meanX)
      sxy += (x[i] - meanX) * (y[i] - meanY)
    }
    guard sxx > 0 else { return nil }
    let slope = sxy / sxx
    return (slope, x.indices.map { y[$0] - meanY - slope * (x[$0] - meanX) })
  }
}
