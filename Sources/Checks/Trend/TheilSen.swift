import Findings

/// The median of all slopes between two points, which a few odd points do not move.
///
/// - Source: Theil 1950; Sen, "Estimates of the regression coefficient based on Kendall's tau",
///   Journal of the American Statistical Association 63, 1968.
struct TheilSen: Sendable {
  /// The slope.
  let slope: Double
  /// Its 95 % interval from the order of the slopes; nothing for fewer points than it needs (five).
  let interval: Interval?

  /// The slope of points; nothing for fewer than two different abscissas.
  ///
  /// O(n² log n) for n points.
  init?(_ x: [Double], _ y: [Double]) {
    var slopes: [Double] = []
    for i in x.indices {
      for j in x.indices where j > i && x[j] != x[i] {
        slopes.append((y[j] - y[i]) / (x[j] - x[i]))
      }
    }
    guard !slopes.isEmpty else { return nil }
    slopes.sort()
    slope = Quantiles.median(ofSorted: slopes)
    let n = Double(x.count)
    let spread = 1.959963984540054 * (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
    let count = Double(slopes.count)
    let low = ((count - spread) / 2).rounded(.down)
    let high = ((count + spread) / 2).rounded(.up)
    interval =
      low >= 1 && high <= count - 1
      ? Interval(low: slopes[Int(low) - 1], high: slopes[Int(high)]) : nil
  }
}

/// Order statistics of sorted numbers.
enum Quantiles {
  /// The middle number, or the mean of the two.
  static func median(ofSorted values: [Double]) -> Double {
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  }

  /// A quantile, linear between order statistics (type 7 of Hyndman and Fan).
  static func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
    let position = share * Double(values.count - 1)
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    return values[below] + (position - Double(below)) * (values[above] - values[below])
  }
}
