import EmbeddingSets
import LinearAlgebra
import Streaming

/// One read of the rows of all pairs: how far apart they are, and the moments of the augmentation
/// eigenproblem.
struct PairPass: Sendable {
  /// The two sets with the power of two that both are scaled by.
  struct Sources: Sendable {
    let first: any EmbeddingSource
    let second: any EmbeddingSource
    let scale: Double
    /// An origin near the mean of both, in scaled units.
    let origin: [Double]
    /// Whether every row has norm 1 as far as its type can say, so that rows are taken as they are.
    let areUnit: Bool

    var columnCount: Int { first.shape.columnCount }
  }

  /// What the read found.
  struct Result: Sendable {
    /// u · v of each pair.
    var cosines: [Double] = []
    /// |u - v|² of each pair, from the differences: u · v knows nothing below 1e-16.
    var squaredDistances: [Double] = []
    /// Mean of all rows of both views, in scaled units.
    var mean: [Double]
    /// St: the mean of both views' covariances about the common mean.
    var total: SymmetricMatrix
  }

  let sources: Sources
  let pairs: PositivePairs
  let jobs: Int

  /// Rows read at a time.
  static let blockRows = 512

  /// The cut of a list of pairs, independent of the number of tasks.
  static func plan(count: Int, columnCount: Int) -> ShardPlan {
    ShardPlan(
      elementCount: count,
      shardCount: BlockJackknife.blockCount(rowCount: count, columnCount: columnCount),
      blockLength: blockRows)
  }

  private struct Part: Sendable {
    var cosines: [Double] = []
    var squaredDistances: [Double] = []
    var sum: [Double]
    var gram: SymmetricMatrix
  }

  /// Reads every pair once.
  ///
  /// - Complexity: 2 n d² operations.
  func run() async throws -> Result {
    let columnCount = sources.columnCount
    let plan = Self.plan(count: pairs.count, columnCount: columnCount)
    let empty = Part(
      sum: Array(repeating: 0, count: columnCount), gram: SymmetricMatrix(zero: columnCount))
    var total = empty
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var part = empty
      var reader = PairReader(sources, origin: sources.origin)
      for range in plan.blocks(ofShard: shard) {
        try Task.checkCancellation()
        try reader.read(pairs, range)
        reader.addSimilarities(to: &part.cosines, &part.squaredDistances)
        for side in [reader.first, reader.second] {
          let rows = side.span.extracting(0..<range.count * columnCount)
          part.gram.addGram(ofRows: rows, rowCount: range.count)
          Self.add(rows, to: &part.sum)
        }
      }
      return part
    } consume: { _, part in
      total.cosines += part.cosines
      total.squaredDistances += part.squaredDistances
      total.gram += part.gram
      for column in 0..<columnCount { total.sum[column] += part.sum[column] }
    }
    let rowCount = Double(2 * max(1, pairs.count))
    let offset = total.sum.map { $0 / rowCount }
    total.gram.scale(by: 1 / rowCount)
    total.gram.addOuterProduct(offset, weight: -1)
    return Result(
      cosines: total.cosines, squaredDistances: total.squaredDistances,
      mean: zip(sources.origin, offset).map(+), total: total.gram)
  }

  private static func add(_ rows: Span<Double>, to sum: inout [Double]) {
    let columnCount = sum.count
    var sum = sum.mutableSpan
    for start in stride(from: 0, to: rows.count, by: columnCount) {
      for column in 0..<columnCount { sum[column] += rows[start + column] }
    }
  }
}

/// Reads the rows of some pairs about an origin.
struct PairReader {
  private var firstRows: RowGatherer
  private var secondRows: RowGatherer
  private let origin: [Double]
  private let areUnit: Bool
  private var count = 0
  /// x - origin of each pair, row-major; capacity may exceed what was read.
  private(set) var first: [Double] = []
  /// y - origin of each pair.
  private(set) var second: [Double] = []

  init(_ sources: PairPass.Sources, origin: [Double]) {
    firstRows = RowGatherer(sources.first, scale: sources.scale)
    secondRows = RowGatherer(sources.second, scale: sources.scale)
    self.origin = origin
    areUnit = sources.areUnit
  }

  /// Reads the rows of the pairs of a range.
  mutating func read(_ pairs: PositivePairs, _ range: Range<Int>) throws {
    try firstRows.read(pairs.first[range])
    try secondRows.read(pairs.second[range])
    count = range.count
    let size = count * origin.count
    if first.count < size {
      first = Array(repeating: 0, count: size)
      second = first
    }
    Self.subtract(origin, from: firstRows.rows, count: size, into: &first)
    Self.subtract(origin, from: secondRows.rows, count: size, into: &second)
  }

  /// Appends u · v and |u - v|² of each pair read.
  func addSimilarities(to cosines: inout [Double], _ squaredDistances: inout [Double]) {
    let columnCount = origin.count
    let (x, y) = (firstRows.rows.span, secondRows.rows.span)
    for row in 0..<count {
      let elements = row * columnCount..<(row + 1) * columnCount
      let (a, b) =
        areUnit ? (1, 1) : (UnitWeight.of(x, elements), UnitWeight.of(y, elements))
      var (square, cosine) = (0.0, 0.0)
      for index in elements {
        let (u, v) = (a * x[index], b * y[index])
        square += (u - v) * (u - v)
        cosine += u * v
      }
      squaredDistances.append(square)
      cosines.append(cosine)
    }
  }

  private static func subtract(
    _ origin: [Double], from rows: [Double], count: Int, into result: inout [Double]
  ) {
    let (origin, rows) = (origin.span, rows.span)
    var result = result.mutableSpan
    for start in stride(from: 0, to: count, by: origin.count) {
      for column in 0..<origin.count {
        result[start + column] = rows[start + column] - origin[column]
      }
    }
  }
}
