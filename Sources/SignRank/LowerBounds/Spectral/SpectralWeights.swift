import LinearAlgebra
import SignRankProof

/// A sign matrix with whole-number weights of entries, rows and columns, as spectral bounds use them.
struct SpectralWeights {
  let signs: SignMatrix
  let entries: EntryWeights
  let rows: [Int]
  let columns: [Int]

  /// All weights 1 unless given.
  init(
    _ signs: SignMatrix, entries: EntryWeights = .ones, rows: [Int]? = nil, columns: [Int]? = nil
  ) {
    self.signs = signs
    self.entries = entries
    self.rows = rows ?? [Int](repeating: 1, count: signs.rowCount)
    self.columns = columns ?? [Int](repeating: 1, count: signs.columnCount)
  }

  /// P^(1/2) (W ∘ S) Q^(1/2), with 0 at holes.
  var matrix: Matrix {
    let roots = (rows.map { Double($0).squareRoot() }, columns.map { Double($0).squareRoot() })
    var elements = [Double](repeating: 0, count: signs.rowCount * signs.columnCount)
    for row in 0..<signs.rowCount {
      for column in 0..<signs.columnCount {
        let sign = signs[row, column]
        let weight = entries.weight(row, column, sign: sign)
        elements[row * signs.columnCount + column] =
          Double(sign * weight) * roots.0[row] * roots.1[column]
      }
    }
    return Matrix(rowCount: signs.rowCount, columnCount: signs.columnCount, elements: elements)
  }

  /// The greatest rank to which isotropic position may bring the rows: none weighs more than 1/d of all.
  var greatestRank: Int {
    guard let heaviest = rows.max() else { return 0 }
    return min(signs.rowCount - 1, rows.reduce(0, +) / heaviest)
  }

  /// g² Σ_j Q_j max(0, T - d H_j)² / T, what d (σ₁² + … + σ_d²) has to reach for rank d.
  func threshold(rank: Int, least: Double, holeWeights: [Double]) -> Double {
    let total = Double(rows.reduce(0, +))
    var sum = 0.0
    for (column, holes) in holeWeights.enumerated() {
      let room = max(0, total - Double(rank) * holes)
      sum += Double(columns[column]) * room * room
    }
    return least * least * sum / total
  }

  /// H: for every column the weight of the rows with a hole there.
  var holeWeights: [Double] {
    var weights = [Double](repeating: 0, count: signs.columnCount)
    guard signs.holes != nil else { return weights }
    for row in 0..<signs.rowCount {
      for column in 0..<signs.columnCount where signs[row, column] == 0 {
        weights[column] += Double(rows[row])
      }
    }
    return weights
  }
}
