import EmbeddingSets
import LinearAlgebra
import Streaming

/// Reads the rows once, or again with a better origin or scale where the first read shows that the
/// pilot misled.
struct RowPassRunner {
  let source: any EmbeddingSource
  let parts: RowPass.Parts
  let fingerprintBudget: Int
  let jobs: Int
  let progress: @Sendable (Int) -> Void

  /// Values decoded at a time.
  ///
  /// With their shifted copy in Double 1.8 MiB, which stays in the second level of cache. A Gram update of 128 rows is as fast as one of 2,048 (measured).
  private static let blockValues = 160_000
  /// An origin this many times farther from the mean than the rows spread costs six digits of the
  /// eigenvalues: the pass is run again about the mean it found.
  private static let worstOffset = 1e6

  /// The cut of a set of this size; independent of the number of tasks.
  static func plan(rowCount: Int, columnCount: Int) -> ShardPlan {
    ShardPlan(
      elementCount: rowCount,
      shardCount: BlockJackknife.blockCount(rowCount: rowCount, columnCount: columnCount),
      blockLength: max(128, min(8192, blockValues / max(1, columnCount))))
  }

  func run() async throws -> RowPassResult {
    let pilot = try Pilot(source)
    var parts = parts
    let usesRowGram = source.shape.rowCount <= source.shape.columnCount
    if usesRowGram { parts.subtract([.rawMoments, .unitMoments]) }
    var configuration = RowPass.Configuration(
      columnCount: source.shape.columnCount, scaleExponent: pilot.scaleExponent, shift: pilot.mean,
      unitShift: pilot.unitMean, parts: parts,
      unitTolerance: pilot.hasUnitRows ? Pilot.unitTolerance : nil,
      fingerprintBudget: fingerprintBudget)
    var result = try await run(configuration, notes: [])
    if let exponent = result.state.neededScaleExponent {
      let ratio = Double(
        sign: .plus, exponent: exponent - configuration.scaleExponent, significand: 1)
      configuration.scaleExponent = exponent
      configuration.shift = configuration.shift.map { $0 * ratio }
      configuration.unitTolerance = nil
      result = try await run(
        configuration, notes: ["read twice: some rows are far larger than those first looked at"])
    }
    if let better = betterShift(result) {
      configuration.shift = better
      if result.unitRowsAreRows {
        configuration.unitShift = better
      } else {
        // the rows turned out not to be unit: their directions have a mean of their own
        configuration.unitTolerance = nil
        configuration.unitShift = unitMean(result)
      }
      result = try await run(
        configuration,
        notes: result.notes + ["read twice: the rows first looked at are far from the mean"])
    }
    return result
  }

  private func run(
    _ configuration: RowPass.Configuration, notes: [String]
  ) async throws -> RowPassResult {
    let plan = Self.plan(
      rowCount: source.shape.rowCount, columnCount: source.shape.columnCount)
    var total = RowPass(configuration)
    var rawBlocks = ShardedMoments(columnCount: source.shape.columnCount)
    var unitBlocks = rawBlocks
    var tallies: [RowTally] = []
    var unitColumns: [ColumnStatistics] = []
    var unitFollowsRaw = configuration.unitTolerance != nil
    try await fold(source, configuration, plan: plan) { shard in
      tallies.append(shard.state.tally)
      if let columns = shard.state.unitColumns { unitColumns.append(columns) }
      if let own = shard.unitMoments {
        // the blocks so far had unit rows: theirs are the raw moments
        if unitFollowsRaw { unitBlocks = rawBlocks }
        unitFollowsRaw = false
        unitBlocks.append(own)
      } else if !unitFollowsRaw, let raw = shard.rawMoments {
        unitBlocks.append(raw)
      }
      if let raw = shard.rawMoments { rawBlocks.append(raw) }
      total.merge(shard.state)
    }
    let raw = total.rawMoments.map {
      MomentSummary(total: $0, shift: configuration.shift, blocks: rawBlocks)
    }
    let unit = total.unitMoments.map {
      MomentSummary(
        total: $0, shift: configuration.unitShift, blocks: unitFollowsRaw ? rawBlocks : unitBlocks)
    }
    return RowPassResult(
      state: total, rawMoments: raw, unitMoments: unit,
      unitRowsAreRows: unitFollowsRaw && total.unitMoments != nil, shardTallies: tallies,
      shardUnitColumns: unitColumns, notes: notes)
  }

  /// Opens the existential, so that the loop over blocks is concrete.
  private func fold(
    _ source: some EmbeddingSource, _ configuration: RowPass.Configuration, plan: ShardPlan,
    deliver: (Shard) -> Void
  ) async throws {
    try await foldShards(
      configuration, as: RowPass.self, over: source, plan: plan, width: jobs, progress: progress,
      finish: Shard.init
    ) { _, shard in deliver(shard) }
  }

  /// The state of one shard, with what the jackknife keeps of it.
  private struct Shard: Sendable {
    let state: RowPass
    let rawMoments: ShardedMoments?
    let unitMoments: ShardedMoments?

    init(_ state: RowPass) {
      self.state = state
      rawMoments = state.rawMoments.map { ShardedMoments($0) }
      unitMoments = state.ownUnitMoments.map { ShardedMoments($0) }
    }
  }

  /// The mean of the unit rows that a pass found.
  private func unitMean(_ result: RowPassResult) -> [Double] {
    let shift = result.state.configuration.unitShift
    if let moments = result.state.unitMoments, moments.count > 0 {
      return zip(shift, moments.sum).map { $0 + $1 / Double(moments.count) }
    }
    return result.state.unitColumns.map { zip(shift, $0.means()).map(+) } ?? shift
  }

  /// The mean, where the shift turned out to be too far from it.
  private func betterShift(_ result: RowPassResult) -> [Double]? {
    guard let moments = result.rawMoments?.total, moments.count > 1 else { return nil }
    let shift = result.state.configuration.shift
    let mean = moments.sum.map { $0 / Double(moments.count) }
    let offset = Double(moments.count) * dot(mean, mean)
    let spread = max(0, moments.gram.trace - offset)
    let rounding = 0x1p-40 * dot(shift, shift) * Double(moments.count)
    guard offset > Self.worstOffset * spread, offset > rounding else { return nil }
    return zip(shift, mean).map(+)
  }
}
