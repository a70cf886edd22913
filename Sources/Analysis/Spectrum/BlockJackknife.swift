import Findings
import RealModule

/// Intervals from leaving out one block of rows at a time.
///
///     se² = (B - 1)/B · Σ_b (θ_(b) - θ̄)²,   θ ± t₀.₉₇₅(B - 1) · se
///
/// with θ_(b) the value without block b. The blocks are the shards of the row pass, consecutive rows:
/// where rows are ordered by topic this widens the interval, as it should. The interval speaks of the
/// population that the rows were drawn from, not of the rows themselves, which are all used.
///
/// - Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 11.
enum BlockJackknife {
  /// Fewest blocks that an interval is made of.
  static let fewestBlocks = 5
  /// Most blocks, and what is used on any set of 40 rows or more.
  static let mostBlocks = 20

  /// Most bytes of the Gram matrices of all blocks; beyond d = 2,590 it makes the blocks fewer.
  private static let gramBytes = 256 << 20
  /// Fewest blocks whatever they cost.
  private static let fewestLargeBlocks = 8

  /// Number of blocks for n rows of d columns: two rows a block at least, and Gram matrices in Float
  /// that fit a budget.
  static func blockCount(rowCount: Int, columnCount: Int) -> Int {
    let affordable = gramBytes / max(1, 2 * columnCount * (columnCount + 1))
    return max(1, min(mostBlocks, rowCount / 2, max(fewestLargeBlocks, affordable)))
  }

  /// The interval about `value`, cut to `range`; nil with too few blocks or a value left out of any.
  static func interval(
    about value: Double, leavingOut values: [Double?], within range: ClosedRange<Double>
  ) -> Interval? {
    let known = values.compactMap { $0 }.filter(\.isFinite)
    guard known.count == values.count, known.count >= fewestBlocks else { return nil }
    let count = Double(known.count)
    let mean = known.reduce(0, +) / count
    let scatter = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = ((count - 1) / count * scatter).squareRoot()
    let half = studentQuantile(degreesOfFreedom: known.count - 1) * error
    guard half.isFinite else { return nil }
    let low = max(range.lowerBound, value - half)
    let high = min(range.upperBound, value + half)
    return low <= value && value <= high ? Interval(low: low, high: high) : nil
  }

  /// The 0.975 quantile of Student's t, by the Cornish-Fisher expansion: within 0.4 % of the exact
  /// value from 4 degrees of freedom on.
  ///
  /// - Source: Abramowitz and Stegun 26.7.5.
  static func studentQuantile(degreesOfFreedom: Int) -> Double {
    let z = 1.959963984540054
    let f = Double(degreesOfFreedom)
    let z3 = z * z * z
    let z5 = z3 * z * z
    let z7 = z5 * z * z
    let z9 = z7 * z * z
    let g1 = (z3 + z) / 4
    let g2 = (5 * z5 + 16 * z3 + 3 * z) / 96
    let g3 = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
    let g4 = (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / 92160
    return z + g1 / f + g2 / (f * f) + g3 / (f * f * f) + g4 / (f * f * f * f)
  }
}
