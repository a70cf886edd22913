import EmbeddingSets
import Findings
import LinearAlgebra
import Streaming

/// Tries simple transforms on a sample of the rows, so that one is recommended only where the numbers
/// show that it helps.
///
/// Mean and axes are those of all rows; neighbours and pairs are those of the sample among itself, before
/// and after, so that both sides are of one size and their difference has a paired interval.
struct TransformTrialStage {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int
  let seed: UInt64
  /// Principal axes of the centered rows as rows, leading first; nil where they are not known.
  let axes: Matrix?

  /// Rows of the sample, and fewest that a trial is made with.
  private static let sampleCount = 2000
  private static let fewestRows = 100
  /// Most values of a sample of which changed copies are in memory side by side.
  private static let sideBySideValues = 1 << 24
  /// Added to the seed, so that the sample is not that of another.
  private static let stream: UInt64 = 0x74_7269_616C_7321

  private var rowCount: Int { min(Self.sampleCount, source.shape.rowCount) }

  /// Multiply-adds of all of it.
  var expectedCost: Double {
    7 * Double(rowCount) * Double(rowCount) * Double(max(64, source.shape.columnCount))
  }

  /// The trial of each candidate.
  func run() async throws -> StageOutcome<TransformTrials> {
    guard pass.state.tally.directionCount >= Self.fewestRows else {
      return .undefined(reason: "needs \(Self.fewestRows) rows with a direction")
    }
    let numbers = RowSample.numbers(
      rowCount, of: source.shape.rowCount, seed: seed ^ Self.stream)
    let sample = try SelectedRows(source, rows: numbers).keptInMemory(upTo: .max)
    let scale = pass.state.configuration.scale
    let mean = ViewRows(source: source, pass: pass, view: .centered).origin().map { $0 / scale }
    let steps = TransformTrials.Candidate.allCases.compactMap { candidate in
      step(candidate, mean: mean).map { (candidate, $0) }
    }
    // the sample as it is and each candidate side by side where all are small, so that none waits
    let isSmall = rowCount <= Self.sideBySideValues / source.shape.columnCount
    let width = isSmall ? jobs : 1
    let inner = isSmall ? max(1, jobs / (steps.count + 1)) : jobs
    var measured: [Measured] = []
    var oneSided: [NeighborTable?] = []
    try await orderedMap(count: steps.count + 1, width: width) {
      place -> (Measured, NeighborTable?) in
      guard place > 0 else { return (try await measure(sample, jobs: inner), nil) }
      let changed = try changed(sample, by: steps[place - 1].1)
      let after = try await measure(changed, jobs: inner)
      guard after.table.queryCount >= Self.fewestRows else { return (after, nil) }
      return (after, try await table(of: sample, among: changed, jobs: inner))
    } consume: { _, found in
      measured.append(found.0)
      oneSided.append(found.1)
    }
    let before = measured[0]
    guard before.table.queryCount >= Self.fewestRows else {
      return .undefined(reason: "too few rows of the sample have a direction")
    }
    var trials: [TransformTrials.Candidate: TransformTrials.Trial] = [:]
    for (place, (candidate, step)) in steps.enumerated() {
      let after = measured[place + 1]
      // lists of other rows cannot be paired
      guard after.table.queries == before.table.queries, let plain = oneSided[place + 1],
        let gain = before.hubs.difference(after.hubs), let skewness = after.hubs.value
      else { continue }
      trials[candidate] = TransformTrials.Trial(
        recipe: step.text, skewness: skewness, skewnessGain: gain.value,
        skewnessInterval: gain.interval, uniformity: after.uniformity,
        overlap: HeadroomResult.Overlap(before.table.shares(keptBy: after.table)),
        oneSided: HeadroomResult.Overlap(after.table.shares(keptBy: plain)))
    }
    return .found(
      TransformTrials(
        rowCount: before.table.queryCount, skewness: before.hubs.value,
        uniformity: before.uniformity, trials: trials))
  }

  /// The sample after a step, as it would be stored.
  private func changed(
    _ sample: any EmbeddingSource, by step: any FittedStep
  ) throws -> any EmbeddingSource {
    let transform = FittedTransform(
      steps: [step], inputColumnCount: source.shape.columnCount,
      fittedRowCount: pass.state.tally.finiteCount, fittedName: source.name,
      isDouble: !source.shape.storedAs.fitsFloat)
    return try TransformedSource(sample, by: transform).keptInMemory(upTo: .max)
  }

  private func step(
    _ candidate: TransformTrials.Candidate, mean: [Double]
  ) -> (any FittedStep)? {
    switch candidate {
    case .center: return AffineStep(text: Center.name, mean: mean, matrix: nil)
    case .allButTheTop:
      let count = TransformTrials.removedCount(source.shape.columnCount)
      guard let axes, axes.rowCount >= count, count < source.shape.columnCount else { return nil }
      return RemovedAxes(
        text: "\(AllButTheTop.name)=\(count)", mean: mean,
        axes: Matrix(
          rowCount: count, columnCount: axes.columnCount,
          elements: Array(axes.elements[..<(count * axes.columnCount)])))
    }
  }

  private struct Measured: Sendable {
    let table: NeighborTable
    let hubs: HubnessBlocks
    let uniformity: UniformityResult
  }

  /// One sweep over the pairs of a set: neighbours and uniformity.
  private func measure(_ rows: any EmbeddingSource, jobs: Int) async throws -> Measured {
    let k = NeighborGraph.hubCount
    let pass = try await RowPassRunner(
      source: rows, parts: [.columns], fingerprintBudget: 0, jobs: jobs, progress: { _ in }
    ).run()
    let search = try await NearestNeighbors(in: rows, pass: pass, metric: .cosine, jobs: jobs)
    let selection = search.selection(k: k)
    let stage = UniformityStage(
      source: rows, pass: pass, jobs: jobs, seed: seed, budget: .infinity, progress: { _ in },
      // differences of uniformity between two samples are far above the rounding of Float
      doubleBudget: 0)
    let results = try await stage.exact(filling: selection)
    guard let uniformity = results.first(where: { $0.temperature == 2 }) else {
      preconditionFailure("uniformity is measured at t = 2")
    }
    let table = try await search.table(of: selection, k: k, single: stage.isSingle)
    return Measured(
      table: table, hubs: HubnessBlocks(table, rowCount: rows.shape.rowCount),
      uniformity: uniformity)
  }

  /// The nearest of some rows among others of the same numbers, each without its own.
  private func table(
    of queries: any EmbeddingSource, among base: any EmbeddingSource, jobs: Int
  ) async throws -> NeighborTable {
    let k = NeighborGraph.hubCount
    let found = try await NearestNeighbors(in: base, metric: .cosine, jobs: jobs)
      .of(queries, k: k + 1)
    var table = NeighborTable(metric: .cosine, count: k)
    for (place, query) in found.queries.enumerated() {
      let kept = zip(found.neighbors(ofQuery: place), found.values(ofQuery: place))
        .filter { Int($0.0) != query }.prefix(k)
      table.append(query: query, neighbors: kept.map(\.0), values: kept.map(\.1))
    }
    return table
  }
}
