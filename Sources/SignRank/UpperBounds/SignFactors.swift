import LinearAlgebra
import SignRankProof

/// Real vectors of rows and columns whose inner products are meant to have given signs.
struct SignFactors: Sendable {
  /// A vector for each row, rows × rank.
  let rows: Matrix
  /// A vector for each column, columns × rank.
  let columns: Matrix

  /// The length of the vectors.
  var rank: Int { rows.columnCount }

  /// The coarsest whole-number multiples of these vectors that have all signs right; nil if none up to
  /// 2^24 have.
  ///
  /// Vectors are first scaled to length 1, which no sign depends on. Products of whole numbers below 2^24
  /// are exact in double precision, so the trial here decides as the proof will.
  func rounded(to signs: SignMatrix, deadline: Deadline) -> IntegerFactors? {
    let (left, right) = (Self.unitRows(rows), Self.unitRows(columns))
    var scale = 2.0
    while scale <= 0x1p24, !deadline.isPassed {
      let (a, b) = (Self.rounded(left, scale), Self.rounded(right, scale))
      if Self.haveSigns(a, b, signs) {
        return IntegerFactors(rows: Self.integers(a), columns: Self.integers(b))
      }
      scale *= 2
    }
    return nil
  }

  /// Whether all inner products have the signs that are asked for; holes do not count.
  static func haveSigns(_ left: Matrix, _ right: Matrix, _ signs: SignMatrix) -> Bool {
    let products = product(left, right, transposeB: true)
    for row in 0..<signs.rowCount {
      for column in 0..<signs.columnCount
      where Double(signs[row, column]) * products[row, column] <= 0 && signs[row, column] != 0 {
        return false
      }
    }
    return true
  }

  /// The rows scaled to length 1; rows of zeros stay.
  static func unitRows(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for row in 0..<matrix.rowCount {
      let norm = matrix.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0 else { continue }
      for column in 0..<matrix.columnCount { result[row, column] = matrix[row, column] / norm }
    }
    return result
  }

  private static func rounded(_ matrix: Matrix, _ scale: Double) -> Matrix {
    Matrix(
      rowCount: matrix.rowCount, columnCount: matrix.columnCount,
      elements: matrix.elements.map { ($0 * scale).rounded() })
  }

  private static func integers(_ matrix: Matrix) -> [[Int]] {
    (0..<matrix.rowCount).map { matrix.row($0).map { Int($0) } }
  }
}
