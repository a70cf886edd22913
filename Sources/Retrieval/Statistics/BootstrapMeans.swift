import EmbeddingSets
import LinearAlgebra
import Streaming

/// Means of resampled queries: the percentile bootstrap.
///
/// Each resample draws as many queries as there are, with replacement. How often each was drawn is a
/// row of a matrix of counts, and one product of it with the matrix of values gives the resampled
/// means of all columns at once: the same draws serve every measure of every run, so differences are
/// paired. With groups, whole groups are drawn, because queries that share documents are not
/// independent.
///
/// - Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, 13.3; clusters: Field and
///   Welsh, J. R. Stat. Soc. B 69 (2007).
struct BootstrapMeans: Sendable {
  /// `means[c]` holds the resampled means of column `c`, ascending.
  let means: [[Double]]

  /// Draws and averages.
  ///
  /// - Parameters:
  ///   - columns: one value a query, all of the same length.
  ///   - groups: the group of each query, numbered from 0; nil draws queries.
  ///   - jobs: speed only: resamples are cut at fixed places, each with a seed of its own.
  /// - Returns: nil where there are fewer than two queries, or groups, to draw from.
  /// - Complexity: resamples × queries draws, and as many multiplications for each column.
  static func resample(
    _ columns: [[Double]], groups: [Int]? = nil, resamples: Int, seed: UInt64, jobs: Int
  ) async throws -> BootstrapMeans? {
    let queryCount = columns.first?.count ?? 0
    let unitCount = groups.map { ($0.max() ?? -1) + 1 } ?? queryCount
    guard unitCount >= 2 else { return nil }
    // The sizes are a column too: the mean of a resample of groups is a ratio of two sums.
    var sums = Array(repeating: 0.0, count: (columns.count + 1) * unitCount)
    for query in 0..<queryCount {
      let unit = groups?[query] ?? query
      for (index, column) in columns.enumerated() {
        sums[index * unitCount + unit] += column[query]
      }
      sums[columns.count * unitCount + unit] += 1
    }
    let values = sums
    let width = columns.count + 1
    let rows = max(1, min(250, (1 << 18) / unitCount))
    let chunkCount = (resamples + rows - 1) / rows
    var means = Array(repeating: [Double](), count: columns.count)
    for index in means.indices { means[index].reserveCapacity(resamples) }
    try await orderedMap(count: chunkCount, width: max(1, jobs)) { chunk in
      let count = min(rows, resamples - chunk * rows)
      let counts = Self.counts(
        resamples: count, unitCount: unitCount,
        seed: SplitMix64.mix(seed &+ UInt64(chunk) &* 0xD1B5_4A32_D192_ED03))
      var result = Array(repeating: 0.0, count: count * width)
      BLAS.doubleProductTransposed(
        left: counts.span, leftRows: count, right: values.span, rightRows: width,
        depth: unitCount, into: &result)
      return result
    } consume: { _, sums in
      for row in stride(from: 0, to: sums.count, by: width) {
        let size = sums[row + width - 1]
        for index in 0..<width - 1 { means[index].append(sums[row + index] / size) }
      }
    }
    let sorted = means
    means = []
    try await orderedMap(count: sorted.count, width: max(1, jobs)) {
      sorted[$0].sorted()
    } consume: {
      means.append($1)
    }
    return BootstrapMeans(means: means)
  }

  /// How often each unit is drawn in each resample.
  ///
  /// A draw is the upper half of 32 random bits times the count: its bias is below count / 2³².
  private static func counts(resamples: Int, unitCount: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    var counts = Array(repeating: 0.0, count: resamples * unitCount)
    let bound = UInt64(unitCount)
    for resample in 0..<resamples {
      let start = resample * unitCount
      var drawn = 0
      while drawn + 1 < unitCount {
        let bits = generator.next()
        counts[start + Int(((bits & 0xFFFF_FFFF) &* bound) >> 32)] += 1
        counts[start + Int(((bits >> 32) &* bound) >> 32)] += 1
        drawn += 2
      }
      if drawn < unitCount {
        counts[start + Int(((generator.next() >> 32) &* bound) >> 32)] += 1
      }
    }
    return counts
  }

  /// The quantile of a column's resampled means, linear between neighbours.
  func quantile(_ share: Double, of column: Int) -> Double {
    let sorted = means[column]
    let position = share * Double(sorted.count - 1)
    let below = Int(position.rounded(.down))
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }

  /// The central 95 % of a column's resampled means.
  func interval(of column: Int) -> (low: Double, high: Double) {
    (quantile(0.025, of: column), quantile(0.975, of: column))
  }
}
