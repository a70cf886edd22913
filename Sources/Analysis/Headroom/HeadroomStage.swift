import EmbeddingSets
import LinearAlgebra

/// Searches reduced copies of a set for the neighbours of the full vectors.
struct HeadroomStage {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int
  let seed: UInt64
  /// Most multiply-adds of all searches together.
  let budget: Double
  /// Principal axes of the centered rows as rows, leading first; nil where they are not known.
  let axes: Matrix?

  /// Fewest and most queries of a sample.
  private static let fewestQueries = 200
  private static let mostQueries = 1000
  /// Reduced copies up to this size are held in memory.
  private static let keptBytes = 64 << 20
  /// Added to the seed of the random subset, so that it is not that of another sample.
  private static let subsetStream: UInt64 = 0x68_6561_6472_6F6F

  private var columnCount: Int { source.shape.columnCount }
  private var usableCount: Int { pass.state.tally.directionCount }
  private var cuts: [Int] { HeadroomResult.dimensions.filter { $0 < columnCount } }

  /// Components over all searches: three cuts at each size, and three copies of full width.
  private var width: Double {
    Double(3 * (cuts.reduce(0) { $0 + max(64, $1) } + max(64, columnCount)))
  }

  /// Whether every row is a query.
  var isExact: Bool {
    usableCount <= Self.fewestQueries
      || Double(usableCount) * Double(usableCount) * width <= budget
  }

  /// Number of queries.
  var queryCount: Int {
    if isExact { return usableCount }
    return min(
      usableCount,
      min(
        Self.mostQueries,
        max(Self.fewestQueries, Int(budget / (2 * Double(usableCount) * width)))))
  }

  /// Multiply-adds of all searches.
  var expectedCost: Double {
    (isExact ? 1 : 2) * Double(queryCount) * Double(usableCount) * width
  }

  /// What each setting keeps of the neighbours in the graph.
  func run(_ graph: NeighborGraph) async throws -> StageOutcome<HeadroomResult> {
    let k = HeadroomResult.neighborCount
    guard graph.table.count >= k else {
      return .undefined(reason: "needs more than \(k) rows with a direction")
    }
    var truth = graph.table.prefix(k)
    let searchesAll = isExact && graph.isComplete
    if !searchesAll, queryCount < truth.queryCount {
      truth = truth.selecting(
        RowSample.numbers(queryCount, of: truth.queryCount, seed: seed &+ 1))
    }
    var overlaps: [HeadroomResult.Setting: HeadroomResult.Overlap] = [:]
    var gains: [Int: HeadroomResult.Overlap] = [:]
    var reasons: [HeadroomResult.Setting: String] = [:]
    func shares(_ reduction: Reduction) async throws -> [Double] {
      truth.shares(keptBy: try await table(reduction, of: truth, all: searchesAll))
    }
    let order = RowSample.permutation(of: columnCount, seed: seed ^ Self.subsetStream)
    for count in cuts {
      let prefix = try await shares(.columns(Array(0..<count)))
      let random = try await shares(.columns(order[..<count].sorted()))
      overlaps[.prefix(count)] = HeadroomResult.Overlap(prefix)
      overlaps[.random(count)] = HeadroomResult.Overlap(random)
      if let axes, axes.rowCount >= count {
        let leading = Matrix(
          rowCount: count, columnCount: columnCount,
          elements: Array(axes.elements[..<(count * columnCount)]))
        overlaps[.principal(count)] = HeadroomResult.Overlap(try await shares(.projection(leading)))
      } else {
        reasons[.principal(count)] =
          axes == nil
          ? "the principal axes are not known" : "the rows span fewer than \(count) directions"
      }
      if HeadroomResult.comparedDimensions.contains(count) {
        gains[count] = HeadroomResult.Overlap(
          zip(prefix, random).map { $0 - $1 }, within: -1...1)
      }
    }
    if let (starts, steps) = byteRanges() {
      overlaps[.bytes] = HeadroomResult.Overlap(
        try await shares(.bytes(starts: starts, steps: steps, decoded: true)))
      overlaps[.byteCodes] = HeadroomResult.Overlap(
        try await shares(.bytes(starts: starts, steps: steps, decoded: false)))
    } else {
      for setting in [HeadroomResult.Setting.bytes, .byteCodes] {
        reasons[setting] = "the range of a column is outside float32"
      }
    }
    if fitsHalf {
      overlaps[.half] = HeadroomResult.Overlap(try await shares(.half))
    } else {
      reasons[.half] = "some components are outside the range of float16"
    }
    let codes = try await SignCodes(source, scale: pass.state.configuration.scale, jobs: jobs)
    let pools = [k] + HeadroomResult.pools
    for (pool, kept) in zip(pools, try await codes.shares(of: truth, pools: pools, jobs: jobs)) {
      overlaps[pool == k ? .binary : .rescored(pool)] = HeadroomResult.Overlap(kept)
    }
    return .found(
      HeadroomResult(
        queryCount: truth.queryCount, isSampled: !searchesAll, overlaps: overlaps, gains: gains,
        reasons: reasons))
  }

  private func table(
    _ reduction: Reduction, of truth: NeighborTable, all: Bool
  ) async throws -> NeighborTable {
    let reduced = ReducedRows(
      base: source, reduction: reduction, scale: pass.state.configuration.scale)
    let rows = try reduced.keptInMemory(upTo: Self.keptBytes)
    let search = try await NearestNeighbors(in: rows, metric: .cosine, jobs: jobs)
    return all
      ? try await search.ofAllRows(k: truth.count)
      : try await search.ofRows(truth.queries, k: truth.count)
  }

  /// First value and step of each column in Float, as they would be stored beside the codes.
  private func byteRanges() -> (starts: [Float], steps: [Float])? {
    guard let columns = pass.state.columns else { return nil }
    let scale = pass.state.configuration.scale
    let starts = columns.minimum.map { Float(scale * $0) }
    let steps = zip(columns.maximum, starts).map { high, low -> Float in
      let step = (Float(scale * high) - low) / 255
      return step == 0 ? 1 : step
    }
    return (starts + steps).allSatisfy(\.isFinite) ? (starts, steps) : nil
  }

  private var fitsHalf: Bool {
    guard let columns = pass.state.columns else { return false }
    let largest = Double(Float16.greatestFiniteMagnitude)
    return columns.maximum.allSatisfy { $0 <= largest }
      && columns.minimum.allSatisfy { $0 >= -largest }
  }
}
