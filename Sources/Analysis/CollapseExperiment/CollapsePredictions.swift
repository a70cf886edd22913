import LinearAlgebra
import RealModule

/// What the theory says before and during training.
enum CollapsePredictions {
  /// Weighted data covariance minus weighted augmentation covariance, divided by the batch size.
  ///
  ///     X = Σ₀ - Σ₁,  Σ₀ = Σᵢⱼ αᵢⱼ (xᵢ - xⱼ)(xᵢ - xⱼ)′,  Σ₁ = Σᵢ (1 - αᵢᵢ)(xᵢ′ - xᵢ)(xᵢ′ - xᵢ)′
  ///
  /// with αᵢⱼ the softmax of -|zᵢ - zⱼ|²/2τ over j ≠ i and of -|zᵢ - zᵢ′|²/2τ for the positive. Weights
  /// shrink along eigenvectors of negative eigenvalues.
  ///
  /// - Source: Jing et al. 2022, Lemma 2 and Theorem 1.
  static func weightedCovariance(
    _ network: ToyNetwork, _ first: Matrix, _ second: Matrix
  ) -> SymmetricMatrix {
    let (count, width) = (first.rowCount, first.columnCount)
    let (z, other) = (network.outputs(first), network.outputs(second))
    var weights = product(z, z, transposeB: true)
    let squares = (0..<count).map { weights[$0, $0] }
    for i in 0..<count {
      for j in 0..<count where j != i { weights[i, j] -= (squares[i] + squares[j]) / 2 }
      var distance = 0.0
      for column in 0..<width {
        let difference = z[i, column] - other[i, column]
        distance += difference * difference
      }
      weights[i, i] = -distance / 2
    }
    weights.softmaxRows(rate: 1 / ToyNetwork.temperature)
    // Σ₀ = X′(D_row + D_column - A - A′)X with row and column sums of A
    var result = SymmetricMatrix(zero: width)
    let mixed = product(first, product(weights, first), transposeA: true)
    for i in 0..<count {
      var sums = 0.0
      for j in 0..<count { sums += weights[i, j] + weights[j, i] }
      result.addOuterProduct(first.row(i), weight: sums)
      let difference = zip(second.row(i), first.row(i)).map { $0 - $1 }
      result.addOuterProduct(difference, weight: weights[i, i] - 1)
    }
    for i in 0..<width {
      for j in i..<width { result[i, j] -= mixed[i, j] + mixed[j, i] }
    }
    result.scale(by: 1 / Double(count))
    return result
  }

  /// The same for the loss that is trained: minus the slope by W of the last layer is W M / τ.
  ///
  ///     M = (1/n) Σᵢ (x′ᵢ xᵢ′ + xᵢ x′ᵢ′) - (1/n) Σᵢⱼ pᵢⱼ (x′ⱼ xᵢ′ + xᵢ x′ⱼ′)
  static func drive(_ network: ToyNetwork, _ first: Matrix, _ second: Matrix) -> SymmetricMatrix {
    let (count, width) = (first.rowCount, first.columnCount)
    var weights = product(network.outputs(first), network.outputs(second), transposeB: true)
    weights.softmaxRows(rate: 1 / ToyNetwork.temperature)
    for row in 0..<count { weights[row, row] -= 1 }
    let mixed = product(first, product(weights, second), transposeA: true)
    var result = SymmetricMatrix(zero: width)
    for i in 0..<width {
      for j in i..<width { result[i, j] = -(mixed[i, j] + mixed[j, i]) / Double(count) }
    }
    return result
  }

  /// ln of the eigenvalues that one layer settles at for an infinite batch, descending.
  ///
  /// A Gaussian x weighted by exp(x′G x₀/τ) has mean C G x₀/τ, so the drive vanishes for C G C = τ I:
  /// with noise variance k on an input, its eigenvalue of G = W′W is τ / (1 + k)².
  static func settledSpectrum(_ run: CollapseRun) -> [Double] {
    (0..<CollapseRun.width).map { column in
      let isNoisy = column >= CollapseRun.width - run.noisyInputs
      let spread = 1 + (isNoisy ? run.noise * run.noise : 0)
      return Double.log(ToyNetwork.temperature / (spread * spread))
    }.sorted(by: >)
  }

  /// Number of directions that have grown up after all steps, of layers that start aligned with singular
  /// values e^(-0.35 i): each obeys dσ/dt = 2 σ^(2L-1) / τ, so that it takes τ / (4 (L-1) η σ₀^(2L-2))
  /// steps of size η to grow up; one layer grows exponentially.
  ///
  /// - Source: Jing et al. 2022, Theorem 3, with a drive of 2 I where outputs are still small.
  static func grownDirections(_ run: CollapseRun) -> Int {
    (0..<CollapseRun.width).count { index in
      let start = Double.exp(-0.35 * Double(index))
      let tau = ToyNetwork.temperature
      let steps =
        run.depth == 1
        ? tau / (2 * run.rate) * 0.35 * Double(index)
        : tau
          / (4 * Double(run.depth - 1) * run.rate
            * .pow(start, Double(2 * run.depth - 2)))
      return steps < Double(run.steps)
    }
  }
}
