import RealModule

/// Seeded embedding sets whose structure is known, for tests, demonstrations and calibration.
public struct PlantedSet: Sendable, Hashable {
  /// What is planted.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Independent Gaussian components: the white-noise baseline.
    case whiteNoise = "white-noise"
    /// A subspace of the given rank plus one percent of noise: dimensional collapse.
    case lowRank = "low-rank"
    /// Variances falling as 1/rank: a power law with alpha = 1.
    case powerLaw = "power-law"
    /// Tight clusters, as many as the given rank.
    case clusters
    /// White noise with one column far from zero: a rogue dimension.
    case rogue
    /// White noise about a common offset of ten standard deviations.
    case offset
    /// White noise with norms that vary log-normally.
    case longTail = "long-tail"
    /// White noise with three nearly dead columns, one that is 0, copied rows and zero rows.
    case broken

    /// One line about it.
    public var summary: String {
      switch self {
      case .whiteNoise: "independent Gaussian components"
      case .lowRank: "a subspace of --rank directions plus 1 % noise"
      case .powerLaw: "variances falling as 1/rank (alpha = 1)"
      case .clusters: "--rank tight clusters"
      case .rogue: "white noise with one column far from zero"
      case .offset: "white noise about a common offset of 10"
      case .longTail: "white noise with log-normal norms"
      case .broken: "white noise with dead and constant columns, copied and zero rows"
      }
    }
  }

  /// What is planted.
  public let kind: Kind
  /// n.
  public let rowCount: Int
  /// d.
  public let columnCount: Int
  /// Directions of `lowRank`, clusters of `clusters`.
  public let rank: Int
  /// The seed.
  public let seed: UInt64

  /// A description of a set; nothing is computed yet.
  ///
  /// - Precondition: all counts are positive.
  public init(_ kind: Kind, rowCount: Int, columnCount: Int, rank: Int, seed: UInt64) {
    precondition(rowCount > 0 && columnCount > 0 && rank > 0, "a planted set needs positive counts")
    self.kind = kind
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.rank = rank
    self.seed = seed
  }

  /// The rows, row-major.
  ///
  /// - Complexity: O(n d), times the rank for `lowRank`.
  public func values() -> [Float] {
    var generator = GaussianGenerator(seed: seed)
    switch kind {
    case .lowRank: return lowRankValues(&generator)
    case .clusters: return clusterValues(&generator)
    default: break
    }
    var values: [Float] = []
    values.reserveCapacity(rowCount * columnCount)
    for row in 0..<rowCount {
      let scale = kind == .longTail ? Double.exp(generator.next()) : 1
      for column in 0..<columnCount {
        values.append(Float(scale * component(generator.next(), row: row, column: column)))
      }
    }
    if kind == .broken { breakRows(&values) }
    return values
  }

  private func component(_ noise: Double, row: Int, column: Int) -> Double {
    switch kind {
    case .powerLaw: noise / Double(column + 1).squareRoot()
    case .rogue: column == columnCount / 2 ? 20 + noise : noise
    case .offset: 10 + noise
    case .broken:
      switch column {
      case 1, 3, 5: noise * 1e-8
      case 7: 0
      default: noise
      }
    case .whiteNoise, .longTail, .lowRank, .clusters: noise
    }
  }

  /// Every hundredth row copies the one before it; every two-hundredth is zero instead.
  private func breakRows(_ values: inout [Float]) {
    for row in stride(from: 100, to: rowCount, by: 100) {
      for column in 0..<columnCount {
        values[row * columnCount + column] =
          row.isMultiple(of: 200) ? 0 : values[(row - 1) * columnCount + column]
      }
    }
  }

  private func lowRankValues(_ generator: inout GaussianGenerator) -> [Float] {
    let basis = (0..<rank * columnCount).map { _ in generator.next() }
    var values: [Float] = []
    values.reserveCapacity(rowCount * columnCount)
    var sum = [Double](repeating: 0, count: columnCount)
    for _ in 0..<rowCount {
      for column in 0..<columnCount {
        sum[column] = 0.01 * Double(rank).squareRoot() * generator.next()
      }
      for direction in 0..<rank {
        let weight = generator.next()
        for column in 0..<columnCount {
          sum[column] += weight * basis[direction * columnCount + column]
        }
      }
      for column in 0..<columnCount { values.append(Float(sum[column])) }
    }
    return values
  }

  private func clusterValues(_ generator: inout GaussianGenerator) -> [Float] {
    let centers = (0..<rank * columnCount).map { _ in generator.next() }
    var values: [Float] = []
    values.reserveCapacity(rowCount * columnCount)
    for row in 0..<rowCount {
      let center = row % rank * columnCount
      for column in 0..<columnCount {
        values.append(Float(centers[center + column] + 0.05 * generator.next()))
      }
    }
    return values
  }
}
