import Findings

/// The 95 % interval of a mean over queries or documents.
enum MeanInterval {
  /// Most values that are resampled: beyond, the normal approximation is as good and costs nothing.
  static let mostResampled = 4096

  /// The percentile bootstrap of up to 4,096 values, mean ± 1.96 s / √n of more.
  ///
  /// - Returns: nil with fewer than two values.
  /// - Source: Efron and Tibshirani 1993, 13.3.
  static func of(
    _ values: [Double], resamples: Int, seed: UInt64, jobs: Int
  ) async throws -> Interval? {
    guard values.count > 1 else { return nil }
    guard values.count > mostResampled else {
      return try await BootstrapMeans.resample(
        [values], resamples: resamples, seed: seed, jobs: jobs
      )
      .map { $0.interval(of: 0) }.map { Interval(low: $0.low, high: $0.high) }
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    let reach = 1.959963984540054 * (squares / (count - 1) / count).squareRoot()
    return Interval(low: mean - reach, high: mean + reach)
  }

  /// The order statistics between which the median lies in 95 of 100 samples, by the binomial
  /// distribution in its normal approximation; nil with fewer than six values, where there are none.
  static func ofMedian(_ values: [Double]) -> Interval? {
    guard values.count >= 6 else { return nil }
    let sorted = values.sorted()
    let middle = Double(values.count) / 2
    let reach = 1.959963984540054 * Double(values.count).squareRoot() / 2
    let low = max(0, Int((middle - reach).rounded(.down)))
    let high = min(values.count - 1, Int((middle + reach).rounded(.up)))
    return Interval(low: sorted[low], high: sorted[high])
  }
}
