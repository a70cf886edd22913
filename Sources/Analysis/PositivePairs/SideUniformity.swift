import EmbeddingSets

/// Uniformity of one side of the pairs: all its rows, as the `uniformity` family has it.
struct SideUniformity: Sendable {
  let source: any EmbeddingSource
  let jobs: Int
  let seed: UInt64
  let budget: Double

  /// Whether all pairs of rows cost more than the budget.
  private var isSampled: Bool {
    UniformityStage.cost(
      rowCount: source.shape.rowCount, columnCount: source.shape.columnCount) > budget
  }

  /// Parts of the row pass that ``results(_:progress:)`` needs.
  var parts: RowPass.Parts { isSampled ? [.columns, .unitMoments] : [.columns] }

  /// Results for t = 1, 2, 4, or why there are none.
  func results(
    _ pass: RowPassResult, progress: @escaping @Sendable (Int) -> Void
  ) async throws -> SetStatistics.Uniformity {
    guard pass.state.tally.directionCount >= 2 else {
      return .undefined(reason: "needs two rows with a direction")
    }
    let stage = UniformityStage(
      source: source, pass: pass, jobs: jobs, seed: seed, budget: budget, progress: progress)
    if stage.isExact { return .results(try await stage.exact()) }
    let spectral = try await SpectralStage(
      source: source, pass: pass, jobs: jobs, keepsVectors: []
    ).run([.unitRaw])
    guard case .statistics(let gram)? = spectral.outcomes[.unitRaw],
      let columns = pass.state.unitColumns,
      let meanCosine = UnitSums(columns, shift: pass.state.configuration.unitShift).meanCosine
    else { preconditionFailure("sampling needs the moments of the unit rows") }
    return .results(
      try await stage.sampled(
        meanCosine: meanCosine, meanSquaredCosine: gram.totals.meanSquaredCosine))
  }
}
