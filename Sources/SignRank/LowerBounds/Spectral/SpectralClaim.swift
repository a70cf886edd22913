import LinearAlgebra
import SignRankProof

/// The evidence that singular values give, made so that whole-number arithmetic accepts it.
///
/// What LAPACK computes only says which rank to exclude, and where the proof is to be looked for.
enum SpectralClaim {
  /// Relative room that is left between what is there and what is needed; the exact proof needs some.
  private static let room = 1e-6

  /// Excludes the greatest rank that Forster's bound excludes: d² σ₁² is below the threshold.
  static func forster(_ weights: SpectralWeights, greatest sigma: Double) -> SingularValueBound? {
    let square = sigma * sigma
    let holes = weights.holeWeights
    let least = Double(weights.entries.least(in: weights.signs))
    var excluded = 0
    var level = 0.0
    for rank in stride(from: 1, through: weights.greatestRank, by: 1) {
      let needed = weights.threshold(rank: rank, least: least, holeWeights: holes)
      let most = needed / Double(rank * rank)
      guard square < most * (1 - room) else { break }
      (excluded, level) = (rank, (square + most) / 2)
    }
    guard excluded > 0 else { return nil }
    let scale = scale(atLeast: 0x1p30 / max(square, 1))
    return SingularValueBound(
      excludedRank: excluded, entryWeights: weights.entries,
      rowWeights: compact(weights.rows), columnWeights: compact(weights.columns),
      shift: Int((level * Double(scale)).rounded(.down)), scale: scale)
  }

  /// Excludes the greatest rank that Forster and Simon's bound excludes: d (σ₁² + … + σ_d²) is below the
  /// threshold.
  static func forsterSimon(
    _ weights: SpectralWeights, _ system: SingularSystem
  ) -> SingularValueBound? {
    let holes = weights.holeWeights
    let least = Double(weights.entries.least(in: weights.signs))
    let squares = system.values.map { $0 * $0 }
    var (excluded, gap, sum) = (0, 0.0, 0.0)
    for rank in stride(from: 1, through: min(weights.greatestRank, squares.count), by: 1) {
      sum += squares[rank - 1]
      let most = weights.threshold(rank: rank, least: least, holeWeights: holes) / Double(rank)
      guard sum < most * (1 - room) else { break }
      (excluded, gap) = (rank, most - sum)
    }
    guard excluded > 0 else { return nil }
    return evidence(weights, system, squares, excluding: excluded, gap: gap)
  }

  /// Excludes a rank for every matrix that differs in as many signs as the singular values allow; nil if
  /// they allow none to be wrong.
  ///
  /// - Precondition: rows and columns weigh 1 each.
  static func withErrors(
    _ weights: SpectralWeights, _ system: SingularSystem, excluding rank: Int
  ) -> SingularValueBound? {
    let (m, n) = (Double(weights.signs.rowCount), Double(weights.signs.columnCount))
    let least = Double(weights.entries.least(in: weights.signs))
    guard rank <= min(weights.greatestRank, system.values.count) else { return nil }
    let largest = Double(weights.entries.largest)
    let squares = system.values.map { $0 * $0 }
    let sum = squares.prefix(rank).reduce(0, +)
    let whole = weights.holeWeights.reduce(0) { $0 + least * max(0, m - Double(rank) * $1) }
    // d m sum < L² / n, with some room for the proof
    let needed = (n * m * Double(rank) * sum * (1 + 1e-3)).squareRoot()
    let errors = ((whole - needed) / (Double(rank) * (least + largest))).rounded(.down)
    guard errors >= 1 else { return nil }
    let left = whole - Double(rank) * (least + largest) * errors
    let gap = left * left / (n * m * Double(rank)) - sum
    guard gap > 0 else { return nil }
    return evidence(
      weights, system, squares, excluding: rank, gap: gap, errors: Int(errors))
  }

  /// The shift is the next eigenvalue and half of the gap, shared among d; V holds what the d greatest
  /// have beyond the next one.
  private static func evidence(
    _ weights: SpectralWeights, _ system: SingularSystem, _ squares: [Double],
    excluding rank: Int, gap: Double, errors: Int = 0
  ) -> SingularValueBound {
    let isAboutRows = weights.signs.rowCount <= weights.signs.columnCount
    let sideWeights = isAboutRows ? weights.rows : weights.columns
    let side = sideWeights.count
    let next = rank < squares.count ? squares[rank] : 0
    let step = gap / Double(2 * rank)
    let lightest = Double(sideWeights.min() ?? 1)
    // Rounding V to whole numbers moves V V' by some |V| √(side d); that has to be little beside c step.
    let scale = scale(
      atLeast: max(
        0x1p20 / step, 64 * squares[0] * Double(side * rank) / (step * step * lightest)))
    var vectors: [[Int]] = []
    vectors.reserveCapacity(side)
    for row in 0..<side {
      let factor = (Double(scale) * Double(sideWeights[row])).squareRoot()
      vectors.append(
        (0..<rank).map { index in
          let entry =
            isAboutRows ? system.leftVectors[row, index] : system.rightVectors[index, row]
          return Int((factor * max(0, squares[index] - next).squareRoot() * entry).rounded())
        })
    }
    return SingularValueBound(
      excludedRank: rank, errors: errors, entryWeights: weights.entries,
      rowWeights: compact(weights.rows), columnWeights: compact(weights.columns),
      shift: Int(((next + step) * Double(scale)).rounded(.down)), scale: scale, vectors: vectors)
  }

  /// A power of two between 1 and 2⁴⁰ that is at least a number, where possible.
  private static func scale(atLeast number: Double) -> Int {
    var scale = 1
    while Double(scale) < number, scale < 1 << 40 { scale *= 2 }
    return scale
  }

  private static func compact(_ weights: [Int]) -> [Int] {
    weights.allSatisfy { $0 == 1 } ? [] : weights
  }

  /// The least k, as a real number, with k (σ₁² + … + σ_k²) >= threshold, the sum continued linearly
  /// between whole k: what a search for weights makes as large as possible.
  static func forsterSimonScore(squares: [Double], threshold: Double) -> Double {
    var sum = 0.0
    for (index, square) in squares.enumerated() {
      let rank = Double(index)
      if (rank + 1) * (sum + square) >= threshold {
        // (rank + x)(sum + x square) = threshold for some x in [0, 1].
        guard square > 0 else { return rank + 1 }
        let linear = sum + rank * square
        let constant = rank * sum - threshold
        let root = (linear * linear - 4 * square * constant).squareRoot()
        return rank + (root - linear) / (2 * square)
      }
      sum += square
    }
    return Double(squares.count)
  }
}
