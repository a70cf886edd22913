import EmbeddingSets
import Findings
import Streaming

/// Percentile intervals of ratios of sums over queries, by drawing queries again with replacement.
///
/// Queries, not pairs, because pairs of one query are not independent; candidates stay as they are. The
/// interval speaks of the population the queries were drawn from.
///
/// - Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
struct PairBootstrap: Sendable {
  let seed: UInt64
  let jobs: Int

  /// Fewest queries that an interval is made of.
  static let fewestUnits = 20
  /// Draws of all resamplings together, which make resamplings fewer on large sets.
  private static let drawBudget = 40_000_000
  private static let fewestResamplings = 200
  private static let mostResamplings = 1000

  /// How often a list of so many queries is drawn again.
  static func resamplings(unitCount: Int) -> Int {
    max(fewestResamplings, min(mostResamplings, drawBudget / max(1, unitCount)))
  }

  /// The value of each column in each resampling: its sum over the weights' sum.
  ///
  /// - Parameters:
  ///   - columns: a value a query each.
  ///   - weights: what each query counts, such as its number of pairs.
  /// - Returns: values by column, then resampling; empty with too few queries.
  func replicates(_ columns: [[Double]], weights: [Double]) async throws -> [[Double]] {
    let unitCount = weights.count
    guard unitCount >= Self.fewestUnits else { return columns.map { _ in [] } }
    let width = columns.count + 1
    var table = [Double](repeating: 0, count: unitCount * width)
    for unit in 0..<unitCount {
      table[unit * width] = weights[unit]
      for (index, column) in columns.enumerated() { table[unit * width + 1 + index] = column[unit] }
    }
    let count = Self.resamplings(unitCount: unitCount)
    var result = [[Double]](repeating: [], count: columns.count)
    try await orderedMap(count: count, width: jobs) { [table] index in
      try Task.checkCancellation()
      return Self.sums(
        table.span, width: width, unitCount: unitCount,
        seed: SplitMix64.mix(seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(index + 1)))
    } consume: { _, sums in
      for index in result.indices { result[index].append(sums[index + 1] / sums[0]) }
    }
    return result
  }

  private static func sums(
    _ table: Span<Double>, width: Int, unitCount: Int, seed: UInt64
  ) -> [Double] {
    var bits = SplitMix64(seed: seed)
    var result = [Double](repeating: 0, count: width)
    var sums = result.mutableSpan
    for _ in 0..<unitCount {
      let unit = Int(bits.next().multipliedFullWidth(by: UInt64(unitCount)).high)
      for index in 0..<width { sums[index] += table[unit * width + index] }
    }
    return result
  }

  /// The 2.5 and 97.5 percent points of replicates, widened to hold the value itself.
  static func interval(_ replicates: [Double], about value: Double) -> Interval? {
    guard !replicates.isEmpty, value.isFinite, replicates.allSatisfy(\.isFinite) else {
      return nil
    }
    let sorted = replicates.sorted()
    return Interval(
      low: min(value, Quantiles.value(0.025, ofSorted: sorted)),
      high: max(value, Quantiles.value(0.975, ofSorted: sorted)))
  }
}

/// Quantiles of a sample by linear interpolation between its order statistics (type 7).
enum Quantiles {
  /// The quantile of a share of 1.
  ///
  /// - Precondition: `values` ascend, and there is one.
  static func value(_ share: Double, ofSorted values: [Double]) -> Double {
    let place = share * Double(values.count - 1)
    let low = min(values.count - 1, Int(place))
    let high = min(values.count - 1, low + 1)
    return values[low] + (place - Double(low)) * (values[high] - values[low])
  }
}
