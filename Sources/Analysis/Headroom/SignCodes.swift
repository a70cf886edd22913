import EmbeddingSets
import LinearAlgebra
import Streaming

/// One bit a component, x > 0, and searches among them by the number of bits that differ.
///
/// Ties are everywhere, so the share of the true neighbours that a search finds is the mean over all
/// orders of the tied rows: it does not depend on how rows are sorted.
struct SignCodes: Sendable {
  private let words: [UInt64]
  private let wordCount: Int
  private let columnCount: Int
  private let usable: [Bool]

  /// The bits of every row with a direction.
  init(_ source: any EmbeddingSource, scale: Double, jobs: Int) async throws {
    columnCount = source.shape.columnCount
    wordCount = (columnCount + 63) / 64
    let wordCount = wordCount
    let rowCount = source.shape.rowCount
    var words: [UInt64] = []
    var usable: [Bool] = []
    words.reserveCapacity(rowCount * wordCount)
    let blockRows = 1024
    try await orderedMap(count: (rowCount + blockRows - 1) / blockRows, width: jobs) { index in
      let first = index * blockRows
      let block = try source.block(rows: first..<min(first + blockRows, rowCount))
      var measure = RowMeasure()
      measure.measure(block, scale: scale)
      return (
        NeighborKernels.signBits(block.floats(scale: scale), columnCount: block.columnCount),
        measure.unitWeights.map { $0 != 0 }
      )
    } consume: { _, part in
      words += part.0
      usable += part.1
    }
    self.words = words
    self.usable = usable
  }

  /// Shares of the true neighbours of each query that the nearest codes hold, one list a pool size.
  ///
  /// - Complexity: q n d/64 word operations; memory for the codes.
  func shares(
    of truth: NeighborTable, pools: [Int], jobs: Int
  ) async throws -> [[Double]] {
    var shares = pools.map { _ in [Double]() }
    let batch = 64
    let batches = (truth.queryCount + batch - 1) / batch
    try await orderedMap(count: batches, width: jobs) { index in
      (index * batch..<min((index + 1) * batch, truth.queryCount)).map { place in
        share(of: truth, place: place, pools: pools)
      }
    } consume: { _, part in
      for found in part {
        for (pool, value) in found.enumerated() { shares[pool].append(value) }
      }
    }
    return shares
  }

  private func share(of truth: NeighborTable, place: Int, pools: [Int]) -> [Double] {
    let query = truth.queries[place]
    let distances = NeighborKernels.hammingDistances(
      words, wordCount: wordCount, of: query)
    var histogram = [Int](repeating: 0, count: columnCount + 1)
    for row in distances.indices where usable[row] && row != query {
      histogram[Int(distances[row])] += 1
    }
    let found = truth.neighbors(ofQuery: place).map { Int(distances[Int($0)]) }
    return pools.map { pool in
      var below = 0
      var edge = 0
      while edge < columnCount, below + histogram[edge] < pool {
        below += histogram[edge]
        edge += 1
      }
      // of the rows at the edge, pool - below are taken at random
      let chance = min(1, Double(pool - below) / Double(max(1, histogram[edge])))
      let sum = found.reduce(0.0) { $0 + ($1 < edge ? 1 : $1 == edge ? chance : 0) }
      return sum / Double(found.count)
    }
  }
}
