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
  private static let doubleBudget = 1e10
  /// Rows of the first sample and of the last; it doubles until the interval is narrow enough.
  private static let firstSample = 2048
  private static let lastSample = 16_384
  /// Fewest rows with a direction that an error is estimated from.
  private static let fewestRows = 256
  /// Half-width of the sampling interval that is narrow enough.
  private static let tolerance = 1e-3

  /// Multiply-adds of the exact sweep: n²d of the symmetric half, counted with both factors.
  var cost: Double {
    let n = Double(pass.state.tally.directionCount)
    return n * n * Double(source.shape.columnCount)
  }
  /// Whether all pairs are taken: also where the first sample would be all rows.
  var isExact: Bool {
    cost <= budget || pass.state.tally.directionCount <= Self.firstSample
  }

  /// All pairs.
  func exact() async throws -> [UniformityResult] {
    let panels = try await UnitPanels(
      source, pass: pass, single: cost > Self.doubleBudget, jobs: jobs)
    let potential = try await PairSweep(panels: panels, jobs: jobs)
      .run(GaussianPotential(panelCount: panels.count), progress: progress)
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
  func sampled(meanCosine: Double, meanSquaredCosine: Double) throws -> [UniformityResult] {
    let sampler = SampledPotential(
      meanCosine: meanCosine, meanSquaredCosine: meanSquaredCosine,
      populationCount: pass.state.tally.directionCount)
    var size = Self.firstSample
    while true {
      let means = try rowMeans(of: sample(size))
      // where most rows have no direction, a sample may hold too few that do
      if means.cosine.count >= Self.fewestRows || size >= source.shape.rowCount {
        let results = sampler.results(means)
        let widest = results.reduce(0) { max($0, $1.samplingError) }
        if widest <= Self.tolerance || size >= Self.lastSample { return results }
      }
      size *= 2
    }
  }

  /// Distinct row numbers, ascending, the same for a seed whatever else is sampled (Floyd's method
  /// on the generator SplitMix64).
  private func sample(_ size: Int) -> [Int] {
    let rowCount = source.shape.rowCount
    var state = seed
    func next(below bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)).multipliedFullWidth(by: UInt64(bound)).high)
    }
    var chosen: Set<Int> = []
    for bound in max(0, rowCount - size)..<rowCount {
      let candidate = next(below: bound + 1)
      if !chosen.insert(candidate).inserted { chosen.insert(bound) }
    }
    return chosen.sorted()
  }

  private func rowMeans(of rows: [Int]) throws -> SampledPotential.RowMeans {
    let view = ViewRows(source: source, pass: pass, view: .unitCentered)
    let depth = source.shape.columnCount
    var reader = RowReader(view, origin: view.origin())
    var values: [Double] = []
    values.reserveCapacity(rows.count * depth)
    for row in rows where try reader.read(row..<row + 1) == 1 {
      values += reader.rows.prefix(depth)
    }
    let count = values.count / depth
    let panel = UnitPanel(values.span, rowCount: count, columnCount: depth, single: false)
    var means = SampledPotential.RowMeans(
      potentials: Array(repeating: Array(repeating: 0, count: count), count: 3),
      cosine: Array(repeating: 0, count: count),
      squaredCosine: Array(repeating: 0, count: count))
    let strip = 256
    var products = [Double](repeating: 0, count: strip * count)
    var cosines = products
    var gaussians = [Double](repeating: 0, count: 3 * strip * count)
    for start in stride(from: 0, to: count, by: strip) {
      let height = min(strip, count - start)
      BLAS.doubleProductTransposed(
        left: values.span.extracting(start * depth..<(start + height) * depth), leftRows: height,
        right: values.span, rightRows: count, depth: depth, into: &products)
      PairKernels.writeGaussians(
        products, rowSquares: Array(panel.squares[start..<start + height]),
        columnSquares: panel.squares, cosines: &cosines, gaussians: &gaussians)
      means.add(cosines, gaussians, firstRow: start, rowCount: height)
    }
    return means
  }
}

extension SampledPotential.RowMeans {
  /// Means over the other rows of the sample, for the rows of a strip.
  fileprivate mutating func add(
    _ cosines: [Double], _ gaussians: [Double], firstRow: Int, rowCount: Int
  ) {
    let count = cosine.count
    let scale = 1 / Double(count - 1)
    for row in 0..<rowCount {
      let own = firstRow + row
      var (sum, square) = (0.0, 0.0)
      for column in 0..<count {
        let value = cosines[row * count + column]
        sum += value
        square += value * value
      }
      let diagonal = cosines[row * count + own]
      cosine[own] = (sum - diagonal) * scale
      squaredCosine[own] = (square - diagonal * diagonal) * scale
      for index in 0..<3 {
        let start = index * rowCount * count + row * count
        var potential = 0.0
        for column in 0..<count { potential += gaussians[start + column] }
        potentials[index][own] = (potential - gaussians[start + own]) * scale
      }
    }
  }
}
