import EmbeddingSets
import LinearAlgebra
import RealModule

/// Uniformity over all pairs where that fits the budget, from a seeded sample of rows beyond it.
struct UniformityStage {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int
  let seed: UInt64
  /// Most multiply-adds of an exact sweep.
  let budget: Double
  let progress: @Sendable (Int) -> Void
  /// Up to this many multiply-adds products are taken in Double: small sets average rounding over few
  /// pairs, and the time does not matter.
  var doubleBudget = 1e10

  /// Rows of the first sample; up to as many rows all pairs are taken whatever the budget.
  private static let firstSample = 2048
  /// Most values of the last sample, kept in memory; it doubles until the interval is narrow enough.
  private static let sampleValues = 1 << 23
  /// Fewest rows with a direction that an error is estimated from.
  private static let fewestRows = 256
  /// Half-width of the sampling interval at t = 2 that is narrow enough.
  private static let tolerance = 1e-3

  /// Multiply-adds of the exact sweep: n²d of the symmetric half, counted with both factors.
  ///
  /// The exponentials of a pair cost as much as 64 of them.
  static func cost(rowCount: Int, columnCount: Int) -> Double {
    Double(rowCount) * Double(rowCount) * Double(max(64, columnCount))
  }

  private var cost: Double {
    Self.cost(
      rowCount: pass.state.tally.directionCount, columnCount: source.shape.columnCount)
  }

  /// Whether all pairs are taken: also where the first sample would be all rows.
  var isExact: Bool {
    cost <= budget || pass.state.tally.directionCount <= Self.firstSample
  }

  /// Whether the products of all pairs are taken in Float.
  var isSingle: Bool { cost > doubleBudget }

  /// All pairs; the same sweep fills the lists of nearest neighbours, where there are any.
  func exact(filling neighbors: NeighborSelection? = nil) async throws -> [UniformityResult] {
    let panels = try await UnitPanels(source, pass: pass, single: isSingle, jobs: jobs)
    let sweep = PairSweep(panels: panels, jobs: jobs)
    let empty = GaussianPotential(panelCount: panels.count)
    let potential =
      if let neighbors {
        try await sweep.run(ConsumerPair(empty, neighbors), progress: progress).first
      } else {
        try await sweep.run(empty, progress: progress)
      }
    return GaussianPotential.temperatures.enumerated().map { index, temperature in
      result(rowSums: potential.rowSums(temperature: index), temperature: temperature)
    }
  }

  private func result(rowSums: [Double], temperature: Int) -> UniformityResult {
    let n = Double(rowSums.count)
    let means = rowSums.map { $0 / (n - 1) }
    let mean = means.reduce(0, +) / n
    var population: Double?
    if rowSums.count > BlockJackknife.fewestBlocks {
      // Hájek projection of the U-statistic: se = 2 √(Var hᵢ / n)
      let scatter = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = 2 * (scatter / (n - 1) / n).squareRoot()
      population =
        BlockJackknife.studentQuantile(degreesOfFreedom: rowSums.count - 1) * error / mean
    }
    return UniformityResult(
      temperature: temperature, value: .log(mean), samplingError: 0, populationError: population,
      pairCount: n * (n - 1) / 2)
  }

  /// A sample of rows, with the exact first two moments of the cosine as controls.
  func sampled(
    meanCosine: Double, meanSquaredCosine: Double
  ) async throws -> [UniformityResult] {
    let sampler = SampledPotential(
      meanCosine: meanCosine, meanSquaredCosine: meanSquaredCosine,
      populationCount: pass.state.tally.directionCount)
    let last = max(Self.firstSample, Self.sampleValues / source.shape.columnCount)
    var size = Self.firstSample
    while true {
      let rows = try SampledRows(
        source: source, pass: pass,
        rows: RowSample.numbers(size, of: source.shape.rowCount, seed: seed))
      // where most rows have no direction, a sample may hold too few that do
      if rows.count >= Self.fewestRows || size >= source.shape.rowCount {
        let results = sampler.results(try await rows.means(jobs: jobs))
        let middle = results.first { $0.temperature == 2 }
        if (middle?.samplingError ?? 0) <= Self.tolerance || 2 * size > last { return results }
      }
      size *= 2
    }
  }
}
