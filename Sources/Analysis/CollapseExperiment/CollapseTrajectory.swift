import EmbeddingSets
import LinearAlgebra
import RealModule

/// One training run: what was seen at some steps, and what the theory said.
struct CollapseTrajectory: Sendable, Hashable {
  /// What was seen at one step.
  struct Checkpoint: Sendable, Hashable {
    let step: Int
    /// The loss of the batch that follows; nil after the last.
    let loss: Double?
    /// Eigenvalues of the covariance (ddof 1) of the outputs of fresh inputs, descending.
    let eigenvalues: [Double]
    /// Negative eigenvalues of the weighted data minus augmentation covariance.
    let negativeCount: Int
    /// Singular values of the first layer, descending.
    let singularValues: [Double]
    /// Growth rates of ln of these per step: as the theory has it here, and as measured over the steps
    /// that follow; nil after the last.
    let predictedRates: [Double]
    let measuredRates: [Double]?
  }

  let run: CollapseRun
  let seed: UInt64
  let checkpoints: [Checkpoint]
  /// Eigenvalues of the weighted covariance before training, ascending, and the part of each
  /// eigenvector that lies in the augmented inputs.
  let initialDrive: [(value: Double, noisyShare: Double)]

  static func == (left: Self, right: Self) -> Bool {
    left.run == right.run && left.seed == right.seed && left.checkpoints == right.checkpoints
  }
  func hash(into hasher: inout Hasher) { hasher.combine(checkpoints) }

  /// What was seen at the end.
  var last: Checkpoint { checkpoints[checkpoints.count - 1] }

  /// Batches that predictions are averaged over.
  private static let predictionBatches = 8

  /// Steps at which it is looked at.
  static func steps(of run: CollapseRun) -> [Int] {
    var steps = [0]
    var decade = 10
    while decade < run.steps {
      steps += [decade, 2 * decade, 5 * decade].filter { $0 < run.steps }
      decade *= 10
    }
    return steps + (run.steps > 0 ? [run.steps] : [])
  }

  /// Trains.
  ///
  /// - Throws: failures of the numerics, such as weights that left the range of Double.
  init(_ run: CollapseRun, seed: UInt64) throws {
    self.run = run
    self.seed = seed
    var random = GaussianGenerator(seed: SplitMix64.mix(seed &* 2 &+ 1))
    var network = try run.network(&random)
    var data = ToyData(run, random)
    // looked at through data of their own, so that looking changes nothing
    var seen = ToyData(run, GaussianGenerator(seed: SplitMix64.mix(seed &* 2 &+ 2)))
    var checkpoints: [Checkpoint] = []
    var drive: [(value: Double, noisyShare: Double)] = []
    let steps = Self.steps(of: run)
    var step = 0
    for (index, place) in steps.enumerated() {
      while step < place {
        let (first, second) = data.batch()
        network.step(first, second, rate: run.rate)
        step += 1
      }
      let before = network
      let window = index + 1 < steps.count ? min(steps[index + 1] - place, max(5, place / 50)) : 0
      var loss: Double?
      for offset in 0..<window {
        let (first, second) = data.batch()
        let value = network.step(first, second, rate: run.rate)
        if offset == 0 { loss = value }
        step += 1
      }
      let weighted = try Self.weighted(before, &seen)
      if index == 0 { drive = weighted.eigenvectors(run) }
      checkpoints.append(
        try Self.checkpoint(
          place, before, after: window > 0 ? network : nil, window: window, loss: loss,
          negativeCount: weighted.negativeCount, run, &seen))
    }
    self.checkpoints = checkpoints
    initialDrive = drive
  }

  private struct Weighted {
    let system: Eigensystem
    var negativeCount: Int { system.values.count { $0 < 0 } }

    func eigenvectors(_ run: CollapseRun) -> [(value: Double, noisyShare: Double)] {
      system.values.indices.reversed().map { index in
        let vector = system.vectors.row(index)
        return (
          system.values[index], vector.suffix(run.noisyInputs).reduce(0) { $0 + $1 * $1 }
        )
      }
    }
  }

  private static func weighted(_ network: ToyNetwork, _ data: inout ToyData) throws -> Weighted {
    var total = SymmetricMatrix(zero: CollapseRun.width)
    for _ in 0..<predictionBatches {
      let (first, second) = data.batch()
      total += CollapsePredictions.weightedCovariance(network, first, second)
    }
    total.scale(by: 1 / Double(predictionBatches))
    return Weighted(system: try total.eigensystem())
  }

  private static func checkpoint(
    _ step: Int, _ network: ToyNetwork, after: ToyNetwork?, window: Int, loss: Double?,
    negativeCount: Int, _ run: CollapseRun, _ data: inout ToyData
  ) throws -> Checkpoint {
    let layer = try network.layers[0].singularSystem()
    let later = try after?.layers[0].singularValues()
    var drive = SymmetricMatrix(zero: CollapseRun.width)
    for _ in 0..<predictionBatches {
      let (first, second) = data.batch()
      drive += CollapsePredictions.drive(network, first, second)
    }
    drive.scale(by: 1 / Double(predictionBatches))
    let above = network.layersCombined(above: 0)
    let predicted = layer.values.indices.map { index in
      let direction = layer.rightVectors.row(index)
      let gain = above.map { matrix in
        (0..<matrix.rowCount).reduce(0) { sum, row in
          let value = (0..<matrix.columnCount).reduce(0) {
            $0 + matrix[row, $1] * layer.leftVectors[$1, index]
          }
          return sum + value * value
        }
      }
      return run.rate * (gain ?? 1) * drive.quadraticForm(direction) / ToyNetwork.temperature
    }
    return Checkpoint(
      step: step, loss: loss,
      eigenvalues: try covariance(network.outputs(data.probe())).eigenvalues(),
      negativeCount: negativeCount, singularValues: layer.values, predictedRates: predicted,
      measuredRates: later.map { later in
        zip(later, layer.values).map { (Double.log($0) - .log($1)) / Double(window) }
      })
  }

  private static func covariance(_ rows: Matrix) -> SymmetricMatrix {
    let count = Double(rows.rowCount)
    var sum = [Double](repeating: 0, count: rows.columnCount)
    for row in 0..<rows.rowCount {
      for column in sum.indices { sum[column] += rows[row, column] }
    }
    let centered = Matrix(
      rowCount: rows.rowCount, columnCount: rows.columnCount,
      elements: (0..<rows.rowCount).flatMap { row in
        sum.indices.map { rows[row, $0] - sum[$0] / count }
      })
    var result = SymmetricMatrix(zero: rows.columnCount)
    result.addGram(ofRows: centered.elements.span, rowCount: rows.rowCount, weight: 1 / (count - 1))
    return result
  }
}

extension CollapseTrajectory.Checkpoint {
  /// exp of the entropy of the singular values of the outputs; nil where all are 0.
  var effectiveRank: Double? {
    SpectralFunctional.effectiveRank.value(eigenvalues.map { max(0, $0) })
  }

  /// (Σ λ)² / Σ λ²; nil where all are 0.
  var participationRatio: Double? {
    let (sum, squares) = eigenvalues.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
    return squares > 0 ? sum * sum / squares : nil
  }

  /// Directions with less than a tenth of the largest eigenvalue.
  var collapsedCount: Int { eigenvalues.count { $0 < 0.1 * eigenvalues[0] } }

  /// ln λ, cut where rounding takes over.
  var logarithms: [Double] {
    eigenvalues.map { Double.log(max($0, eigenvalues[0] * 0x1p-52)) }
  }
}
