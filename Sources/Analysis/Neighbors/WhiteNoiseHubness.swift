import EmbeddingSets
import LinearAlgebra
import RealModule
import Streaming

/// What the number of rows and of columns makes of hubness by itself: the 10-occurrences of Gaussian rows.
///
/// Directions of Gaussian rows are uniform on the sphere, where every place is like every other. The
/// distribution of N_k then hardly depends on the number of rows once it is large, and tends to Poisson's
/// of mean k as the dimension grows (skewness 1/√k). So a set of more than 2,048 rows is held against
/// 2,048: what 16,384 rows add was below the spread of seeds in 2, 8, 32 and 384 dimensions.
///
/// - Source: Newman, Rinott and Tversky, "Nearest neighbors and Voronoi regions in certain point
///   processes", Advances in Applied Probability 15 (1983).
struct WhiteNoiseHubness: Sendable {
  /// Rows of the set that the noise is held against.
  let setRowCount: Int
  /// Columns of the set.
  let setColumnCount: Int
  let jobs: Int
  let seed: UInt64

  /// Most rows, and most columns, that are simulated: Poisson's limit is reached long before so many.
  static let mostRows = 2048
  static let mostColumns = 4096
  /// Rows drawn from one generator.
  private static let blockRows = 512

  /// Occurrences of simulated rows.
  struct Found: Sendable {
    /// Rows of the set.
    let setRowCount: Int
    /// How often each simulated row occurs.
    var counts: OccurrenceCounts { blocks.counts }
    /// Their skewness with its interval over blocks of rows.
    let blocks: HubnessBlocks

    /// Rows of each number of occurrences that a set of noise would have, to the nearest whole row.
    func histogram(upTo largest: Int) -> [Int] {
      counts.histogram(upTo: largest).map { Int((Double($0) * share).rounded()) }
    }

    /// The largest hub that a set of noise would have: the largest found, or where the set has more
    /// rows the most that one of them would reach by Poisson's distribution.
    var largest: Int {
      guard share > 1 else { return counts.largest }
      // the share of rows that occur at least `count` times
      var (term, tail, count) = (Double.exp(-Double(counts.k)), 1.0, 0)
      while tail * Double(setRowCount) >= 1 {
        tail -= term
        count += 1
        term *= Double(counts.k) / Double(count)
      }
      return max(counts.largest, count - 1)
    }

    private var share: Double { Double(setRowCount) / Double(counts.counts.count) }
  }

  private var rowCount: Int { min(Self.mostRows, setRowCount) }
  private var columnCount: Int { min(Self.mostColumns, setColumnCount) }

  /// Multiply-adds of the search.
  var cost: Double { NeighborStage.cost(rowCount: rowCount, columnCount: columnCount) }

  /// Draws the rows and searches them.
  func search() async throws -> Found {
    var values: [Float] = []
    values.reserveCapacity(rowCount * columnCount)
    let blocks = (rowCount + Self.blockRows - 1) / Self.blockRows
    var seeds = SplitMix64(seed: seed)
    let blockSeeds = (0..<blocks).map { _ in seeds.next() }
    try await orderedMap(count: blocks, width: jobs) { index in
      let rows = min(Self.blockRows, rowCount - index * Self.blockRows)
      return PlantedSet(
        .whiteNoise, rowCount: rows, columnCount: columnCount, rank: 1, seed: blockSeeds[index]
      ).values()
    } consume: { _, block in
      values += block
    }
    let table = try await NearestNeighbors(
      in: InMemorySource(values, columnCount: columnCount), metric: .cosine, jobs: jobs
    ).ofAllRows(k: NeighborGraph.hubCount)
    return Found(setRowCount: setRowCount, blocks: HubnessBlocks(table, rowCount: rowCount))
  }
}
