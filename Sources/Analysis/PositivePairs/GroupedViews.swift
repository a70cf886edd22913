import EmbeddingSets
import LinearAlgebra
import RealModule
import Streaming

/// LiDAR: the effective rank of what tells groups of views apart, in units of what views of one group
/// differ by.
///
/// With Sb the covariance of the group means and Sw that of the views within their groups plus
/// δ = 1e-4 · tr(Sw)/d on the diagonal, λ solves Sb w = λ Sw w, and LiDAR is exp of the entropy of
/// λ / Σ λ. δ is relative, so that the number does not depend on the scale of the rows.
///
/// - Source: Thilak et al. 2024, arXiv 2312.04000.
struct GroupedViews: Sendable {
  /// What it finds.
  enum Result: Sendable {
    /// The value, the number of groups with two views at least, their views, and rows left out.
    case measured(value: Double, groups: Int, views: Int, leftOut: Int)
    case undefined(reason: String)
  }

  /// δ relative to the mean diagonal entry of Sw.
  static let relativeDelta = 1e-4

  let source: any EmbeddingSource
  let scale: Double
  /// Near the mean row, in scaled units.
  let origin: [Double]
  /// The group of each row.
  let groups: [Int]
  let usable: [Bool]
  let jobs: Int

  /// Rows of the groups that are read together.
  private static let blockRows = 1024

  private struct Part: Sendable {
    var within: SymmetricMatrix
    var between: SymmetricMatrix
    var meanSum: [Double]
  }

  /// - Complexity: 2 n d² operations, and one generalised eigenproblem.
  func run() async throws -> Result {
    let columnCount = source.shape.columnCount
    var members: [Int: [Int]] = [:]
    for (row, group) in groups.enumerated() where usable[row] {
      members[group, default: []].append(row)
    }
    // in the order of their first rows, so that rows are read nearly in order
    let views = members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    let viewCount = views.reduce(0) { $0 + $1.count }
    guard views.count > 1 else {
      return .undefined(reason: "needs two groups of two rows with a direction")
    }
    let batches = Self.batches(views)
    let zero = SymmetricMatrix(zero: columnCount)
    var total = Part(
      within: zero, between: zero, meanSum: Array(repeating: 0, count: columnCount))
    let empty = total
    let plan = ShardPlan(
      elementCount: batches.count,
      shardCount: BlockJackknife.blockCount(rowCount: viewCount, columnCount: columnCount),
      blockLength: 1)
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var part = empty
      var reader = RowGatherer(source, scale: scale)
      for batch in plan.shard(shard) {
        try Task.checkCancellation()
        try add(views[batches[batch]], &reader, to: &part)
      }
      return part
    } consume: { _, part in
      total.within += part.within
      total.between += part.between
      for column in 0..<columnCount { total.meanSum[column] += part.meanSum[column] }
    }
    let count = Double(views.count)
    total.within.scale(by: 1 / Double(viewCount - views.count))
    total.between.scale(by: 1 / count)
    total.between.addOuterProduct(total.meanSum.map { $0 / count }, weight: -1)
    let delta = Self.relativeDelta * total.within.trace / Double(columnCount)
    guard delta > 0 else {
      return .undefined(
        reason: "the views of every group are equal: there is no noise to compare with")
    }
    for column in 0..<columnCount { total.within[column, column] += delta }
    let values = try generalizedEigensystem(total.between, total.within).values.map { max(0, $0) }
    guard let entropy = SpectralFunctional.entropy(values) else {
      return .undefined(reason: "all groups have one mean")
    }
    return .measured(
      value: .exp(entropy), groups: views.count, views: viewCount,
      leftOut: groups.count - viewCount)
  }

  /// Runs of groups with about a block of rows each.
  private static func batches(_ views: [[Int]]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var rows = 0
    for (index, group) in views.enumerated() {
      rows += group.count
      if rows >= blockRows || index == views.count - 1 {
        batches.append(start..<index + 1)
        start = index + 1
        rows = 0
      }
    }
    return batches
  }

  private func add(
    _ views: ArraySlice<[Int]>, _ reader: inout RowGatherer, to part: inout Part
  ) throws {
    let columnCount = origin.count
    let rows = views.flatMap { $0 }
    try reader.read(rows[...])
    var deviations = Array(reader.rows.prefix(rows.count * columnCount))
    var means = [Double](repeating: 0, count: views.count * columnCount)
    var first = 0
    for (index, group) in views.enumerated() {
      Self.centre(
        &deviations, rows: first..<first + group.count, mean: &means,
        at: index * columnCount, origin: origin)
      first += group.count
    }
    part.within.addGram(ofRows: deviations.span, rowCount: rows.count)
    part.between.addGram(ofRows: means.span, rowCount: views.count)
    for index in means.indices { part.meanSum[index % columnCount] += means[index] }
  }

  /// Takes the mean of some rows off them and puts it, less the origin, where it is wanted.
  private static func centre(
    _ values: inout [Double], rows: Range<Int>, mean: inout [Double], at place: Int,
    origin: [Double]
  ) {
    let columnCount = origin.count
    var values = values.mutableSpan
    var mean = mean.mutableSpan
    let origin = origin.span
    for row in rows {
      for column in 0..<columnCount { mean[place + column] += values[row * columnCount + column] }
    }
    for column in 0..<columnCount { mean[place + column] /= Double(rows.count) }
    for row in rows {
      for column in 0..<columnCount { values[row * columnCount + column] -= mean[place + column] }
    }
    for column in 0..<columnCount { mean[place + column] -= origin[column] }
  }
}
