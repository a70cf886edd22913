import EmbeddingSets
import LinearAlgebra
import Streaming

/// Finds the spectra of the views that were asked for, by the route that their size and their
/// smallest singular values call for.
struct SpectralStage {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int
  /// Views whose eigenvectors are kept.
  let keepsVectors: Set<SpectralView>

  /// The outcome of each view, and notes on routes taken.
  func run(_ views: Set<SpectralView>) async throws -> (
    outcomes: [SpectralView: ViewOutcome], notes: [String]
  ) {
    var outcomes: [SpectralView: ViewOutcome] = [:]
    var wanted: [SpectralView] = []
    for view in SpectralView.allCases where views.contains(view) {
      if let reason = undefinedReason(view) {
        outcomes[view] = .undefined(reason: reason)
      } else {
        wanted.append(view)
      }
    }
    // unit views of rows that are unit already are the other views
    let copies: [SpectralView: SpectralView] =
      pass.unitRowsAreRows ? [.unitRaw: .raw, .unitCentered: .centered] : [:]
    let computed = Set(wanted.map { copies[$0] ?? $0 })
    let order = SpectralView.allCases.filter { computed.contains($0) }
    var results: [SpectralView: ViewStatistics] = [:]
    let width = min(jobs, order.count)
    if !order.isEmpty {
      try await orderedMap(count: order.count, width: width) { index in
        try await statistics(order[index])
      } consume: { index, statistics in
        results[order[index]] = statistics
      }
    }
    var notes: [String] = []
    for view in wanted {
      guard let original = results[copies[view] ?? view] else { continue }
      let statistics = copies[view] == nil ? original : original.relabelled(as: view)
      outcomes[view] = .statistics(statistics)
      if statistics.route == .orthogonal {
        notes.append(
          "spectrum.\(view.rawValue): QR of the rows, because singular values below the floor of "
            + "the Gram matrix matter")
      }
    }
    return (outcomes, notes)
  }

  private func undefinedReason(_ view: SpectralView) -> String? {
    let count = view.isUnit ? pass.state.tally.directionCount : pass.state.tally.finiteCount
    if count == 0 { return view.isUnit ? "no row has a direction" : "no row is finite" }
    if view.isCentered, count < 2 { return "centering one row leaves nothing" }
    return nil
  }

  private func statistics(_ view: SpectralView) async throws -> ViewStatistics {
    let task = ViewTask(view, source: source, pass: pass)
    if view.isCentered, pass.state.tally.allRowsEqual {
      return .ofEqualRows(
        view: view, rowCount: task.rowCount, columnCount: task.columnCount,
        inputUnits: task.inputUnits)
    }
    guard let summary = view.isUnit ? pass.unitMoments : pass.rawMoments else {
      return try rowGramStatistics(task)
    }
    return try await gramStatistics(task, summary)
  }

  /// The n × n route, for no more rows than columns.
  private func rowGramStatistics(_ task: ViewTask) throws -> ViewStatistics {
    let rows = try ViewRows(source: source, pass: pass, view: task.view).matrix()
    let storageFloor = task.unitRoundoff * rows.uncenteredNorm
    let spectrum = try RowGramSpectrum(rows: rows.matrix, isCentered: task.view.isCentered)
    var values = spectrum.singularValues()
    var route = SpectralRoute.rowGram
    if task.needsOrthogonalRoute(
      values, frobeniusNorm: spectrum.frobeniusNorm, storageFloor: storageFloor)
    {
      values = try spectrum.orthogonalSingularValues()
      route = .orthogonal
    }
    let plan = ShardPlan(
      elementCount: task.rowCount,
      shardCount: BlockJackknife.blockCount(rowCount: task.rowCount, columnCount: 1),
      blockLength: task.rowCount)
    var statistics = spectrum.statistics(
      view: task.view, singularValues: values,
      rank: task.rank(values, storageFloor: storageFloor), route: route,
      storageFloor: storageFloor, inputUnits: task.inputUnits,
      blocks: (0..<plan.shardCount).map(plan.shard), functionals: task.functionals)
    if keepsVectors.contains(task.view) {
      statistics.rightVectors = spectrum.rightVectors(
        above: UnresolvedValues.relativeFloor * spectrum.frobeniusNorm)
    }
    return statistics
  }

  /// The d × d route.
  private func gramStatistics(
    _ task: ViewTask, _ summary: MomentSummary
  ) async throws -> ViewStatistics {
    let spectrum = try GramSpectrum(
      summary.total, shift: summary.shift, isCentered: task.view.isCentered,
      unitRoundoff: task.unitRoundoff)
    var values = spectrum.singularValues()
    var route = SpectralRoute.gram
    if task.needsOrthogonalRoute(
      values, frobeniusNorm: spectrum.frobeniusNorm, storageFloor: spectrum.storageFloor)
    {
      values = Array(
        try await ViewRows(source: source, pass: pass, view: task.view)
          .triangularFactor(jobs: jobs).singularValues()
          .prefix(min(task.rowCount, task.columnCount)))
      if task.structuralZeros > 0, !values.isEmpty { values[values.count - 1] = 0 }
      route = .orthogonal
    }
    var statistics = spectrum.statistics(
      view: task.view, singularValues: values,
      rank: task.rank(values, storageFloor: spectrum.storageFloor), route: route,
      inputUnits: task.inputUnits, summary: summary, functionals: task.functionals)
    if keepsVectors.contains(task.view) { statistics.rightVectors = spectrum.rightVectors }
    return statistics
  }
}

/// One view of one set: its size, its rounding, and the decisions that follow from them.
private struct ViewTask {
  let view: SpectralView
  /// Rows of the view.
  let rowCount: Int
  let columnCount: Int
  /// u of the stored type; of float64 at least where rows are scaled to norm 1, however exactly they
  /// were stored.
  let unitRoundoff: Double
  /// Input units per unit of the values.
  let inputUnits: Double
  let functionals: [SpectralFunctional]

  init(_ view: SpectralView, source: any EmbeddingSource, pass: RowPassResult) {
    self.view = view
    let tally = pass.state.tally
    rowCount = view.isUnit ? tally.directionCount : tally.finiteCount
    columnCount = source.shape.columnCount
    let stored = source.shape.storedAs.unitRoundoff
    unitRoundoff = view.isUnit ? max(stored, 0x1p-52) : stored
    inputUnits = view.isUnit ? 1 : 1 / pass.state.configuration.scale
    functionals = SpectrumPlan.functionals(for: view)
  }

  /// Singular values that centering makes 0.
  var structuralZeros: Int { view.isCentered && rowCount <= columnCount ? 1 : 0 }

  func rank(_ values: [Double], storageFloor: Double) -> Int {
    let tolerance = rankTolerance(values, storageFloor)
    return values.reduce(0) { $0 + ($1 > tolerance ? 1 : 0) }
  }

  /// Whether the rounding of a Gram matrix would show in a printed digit.
  func needsOrthogonalRoute(
    _ values: [Double], frobeniusNorm: Double, storageFloor: Double
  ) -> Bool {
    let fits = functionals.compactMap { functional -> PowerLawFit? in
      if case .alpha(let fit) = functional { fit } else { nil }
    }
    return UnresolvedValues.matter(
      values, structural: structuralZeros, frobeniusNorm: frobeniusNorm,
      rankTolerance: rankTolerance(values, storageFloor))
      || UnresolvedValues.blurFit(
        values, rank: rank(values, storageFloor: storageFloor), fits: fits,
        frobeniusNorm: frobeniusNorm)
  }

  private func rankTolerance(_ values: [Double], _ storageFloor: Double) -> Double {
    storageFloor + Double(max(rowCount, columnCount)) * 0x1p-52 * (values.first ?? 0)
  }
}
