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
    let count = view.isUnit ? pass.state.tally.directionCount : pass.state.tally.finiteCount
    let columnCount = source.shape.columnCount
    let unitRoundoff = source.shape.storedAs.unitRoundoff
    let inputUnits = view.isUnit ? 1 : 1 / pass.state.configuration.scale
    let functionals = SpectrumPlan.functionals(for: view)

    if view.isCentered, pass.state.tally.allRowsEqual {
      return .ofEqualRows(
        view: view, rowCount: count, columnCount: columnCount, inputUnits: inputUnits)
    }
    func rank(_ values: [Double], floor: Double) -> Int {
      let tolerance = rankTolerance(values, floor: floor)
      return values.reduce(0) { $0 + ($1 > tolerance ? 1 : 0) }
    }
    func rankTolerance(_ values: [Double], floor: Double) -> Double {
      floor + Double(max(count, columnCount)) * 0x1p-52 * (values.first ?? 0)
    }

    guard let summary = view.isUnit ? pass.unitMoments : pass.rawMoments else {
      let rows = try ViewRows(source: source, pass: pass, view: view).matrix()
      let storageFloor = unitRoundoff * rows.uncenteredNorm
      let spectrum = try RowGramSpectrum(rows: rows.matrix, isCentered: view.isCentered)
      var values = spectrum.singularValues()
      var route = SpectralRoute.rowGram
      if UnresolvedValues.matter(
        values, structural: view.isCentered ? 1 : 0, frobeniusNorm: spectrum.frobeniusNorm,
        rankTolerance: rankTolerance(values, floor: storageFloor))
      {
        values = try spectrum.orthogonalSingularValues()
        route = .orthogonal
      }
      let blocks = ShardPlan(
        elementCount: count, shardCount: BlockJackknife.blockCount(rowCount: count),
        blockLength: count)
      var statistics = spectrum.statistics(
        view: view, singularValues: values, rank: rank(values, floor: storageFloor), route: route,
        storageFloor: storageFloor, inputUnits: inputUnits,
        blocks: (0..<blocks.shardCount).map(blocks.shard), functionals: functionals)
      if keepsVectors.contains(view) {
        statistics.rightVectors = spectrum.rightVectors(
          above: UnresolvedValues.relativeFloor * spectrum.frobeniusNorm)
      }
      return statistics
    }
    let shift =
      view.isUnit ? pass.state.configuration.unitShift : pass.state.configuration.shift
    let spectrum = try GramSpectrum(
      summary.total, shift: shift, isCentered: view.isCentered, unitRoundoff: unitRoundoff)
    var values = spectrum.singularValues()
    var route = SpectralRoute.gram
    if UnresolvedValues.matter(
      values, structural: view.isCentered && count <= columnCount ? 1 : 0,
      frobeniusNorm: spectrum.frobeniusNorm,
      rankTolerance: rankTolerance(values, floor: spectrum.storageFloor))
    {
      values = Array(
        try await ViewRows(source: source, pass: pass, view: view)
          .triangularFactor(jobs: jobs).singularValues().prefix(min(count, columnCount)))
      route = .orthogonal
    }
    var statistics = spectrum.statistics(
      view: view, singularValues: values, rank: rank(values, floor: spectrum.storageFloor),
      route: route, inputUnits: inputUnits, summary: summary, functionals: functionals)
    if keepsVectors.contains(view) { statistics.rightVectors = spectrum.rightVectors }
    return statistics
  }
}
