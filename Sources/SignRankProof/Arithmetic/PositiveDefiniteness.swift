/// Proofs that a symmetric matrix of whole numbers is positive definite.
///
/// A floating-point Cholesky factor is only a guess here: rounded to whole numbers L, it leaves
/// R = 2²ᵇ E N E - L L′ for a diagonal E of powers of two, computed without any rounding, and where R
/// is strictly diagonally dominant with a positive diagonal, R and with it N is positive definite. So no
/// statement about rounding is needed, and none about the compiler or the processor.
enum PositiveDefiniteness {
  /// The diagonal must stay below 2 to this power.
  static let mostBits = 110
  /// Larger matrices are refused, which keeps every sum below 2¹²⁶.
  static let largestSide = 4_096

  /// Whether the proof succeeds; false says nothing about the matrix.
  ///
  /// - Parameter entries: rows of the lower triangle with the diagonal, one after the other.
  /// - Complexity: n³/3 floating-point and n³/6 whole-number multiplications.
  static func isProven(_ entries: [Int128], side: Int) -> Bool {
    precondition(entries.count == side * (side + 1) / 2, "a lower triangle holds n (n + 1) / 2")
    guard side > 0, side <= largestSide, let exponents = halfExponents(entries, side: side) else {
      return false
    }
    let scaled = unitDiagonal(entries, side: side, exponents)
    // What rounding leaves in a row of R grows like n^(3/2) units; more costs tightness only.
    var shift = Double(side) * Double(side).squareRoot() * 0x1p-50
    while shift < 0x1p-8 {
      if let factor = choleskyFactor(scaled, side: side, shift: shift),
        leavesDominant(entries, side: side, exponents, factor)
      {
        return true
      }
      shift *= 1_024
    }
    return false
  }

  /// For every row e with 2²ᵉ near its diagonal entry; nil where it is plain that the matrix is not
  /// positive definite, or too large.
  private static func halfExponents(_ entries: [Int128], side: Int) -> [Int]? {
    var exponents: [Int] = []
    for row in 0..<side {
      let diagonal = entries[row * (row + 3) / 2]
      guard diagonal > 0, 128 - diagonal.leadingZeroBitCount <= mostBits else { return nil }
      exponents.append((128 - diagonal.leadingZeroBitCount) / 2)
    }
    for row in 0..<side {
      for column in 0..<row {
        let entry = entries[row * (row + 1) / 2 + column].magnitude
        // |N_ij|² < N_ii N_jj < 2^(2 e_i + 2 e_j + 4) for a positive definite matrix.
        guard entry >> UInt128(exponents[row] + exponents[column] + 2) == 0 else { return nil }
      }
    }
    return exponents
  }

  /// E N E, with a diagonal in [1/4, 2].
  private static func unitDiagonal(
    _ entries: [Int128], side: Int, _ exponents: [Int]
  ) -> [Double] {
    var scaled: [Double] = []
    scaled.reserveCapacity(entries.count)
    for row in 0..<side {
      for column in 0...row {
        let entry = Double(entries[row * (row + 1) / 2 + column])
        scaled.append(
          entry * Double(sign: .plus, exponent: -exponents[row] - exponents[column], significand: 1)
        )
      }
    }
    return scaled
  }

  /// The lower Cholesky factor of a matrix less a multiple of the identity, rows one after the other.
  private static func choleskyFactor(
    _ matrix: [Double], side: Int, shift: Double
  ) -> [Double]? {
    var factor = matrix
    for row in 0..<side {
      let start = row * (row + 1) / 2
      for column in 0...row {
        let other = column * (column + 1) / 2
        let sum = dot(factor, start, other, count: column)
        if column < row {
          factor[start + column] = (factor[start + column] - sum) / factor[other + column]
        } else {
          let pivot = factor[start + row] - shift - sum
          guard pivot > 0 else { return nil }
          factor[start + row] = pivot.squareRoot()
        }
      }
    }
    return factor
  }

  /// The inner product of two runs of an array, in four sums so that additions need not wait.
  private static func dot(_ array: [Double], _ first: Int, _ second: Int, count: Int) -> Double {
    let entries = array.span
    var sums = SIMD4<Double>()
    var index = 0
    while index + 4 <= count {
      let (a, b) = (first &+ index, second &+ index)
      sums +=
        SIMD4(entries[a], entries[a &+ 1], entries[a &+ 2], entries[a &+ 3])
        * SIMD4(entries[b], entries[b &+ 1], entries[b &+ 2], entries[b &+ 3])
      index &+= 4
    }
    var sum = sums.sum()
    while index < count {
      sum += entries[first &+ index] * entries[second &+ index]
      index &+= 1
    }
    return sum
  }

  /// Whether R = 2²ᵇ E N E - L L′ is strictly diagonally dominant with a positive diagonal, exactly.
  private static func leavesDominant(
    _ entries: [Int128], side: Int, _ exponents: [Int], _ factor: [Double]
  ) -> Bool {
    // Every 2b - e_i - e_j has to be at least 0; L is below 2^(b + 1), L L' below n 2^(2b + 2).
    let bits = max(50, exponents.max() ?? 0)
    let unit = Double(sign: .plus, exponent: bits, significand: 1)
    var rounded: [Int] = []
    rounded.reserveCapacity(factor.count)
    for value in factor {
      let scaled = (value * unit).rounded()
      guard scaled.magnitude < 2 * unit else { return false }
      rounded.append(Int(scaled))
    }
    var diagonal = [Int128](repeating: 0, count: side)
    var others = [Int128](repeating: 0, count: side)
    for row in 0..<side {
      let start = row * (row + 1) / 2
      for column in 0...row {
        let product = exactDot(rounded, start, column * (column + 1) / 2, count: column + 1)
        let power = 2 * bits - exponents[row] - exponents[column]
        let rest = (entries[start + column] << Int128(power)) - product
        if column == row {
          diagonal[row] = rest
        } else {
          others[row] += Int128(rest.magnitude)
          others[column] += Int128(rest.magnitude)
        }
      }
    }
    return zip(diagonal, others).allSatisfy { $0 > $1 }
  }

  private static func exactDot(_ array: [Int], _ first: Int, _ second: Int, count: Int) -> Int128 {
    let entries = array.span
    var sum: Int128 = 0
    for index in 0..<count {
      sum &+=
        Int128(truncatingIfNeeded: entries[first &+ index])
        &* Int128(truncatingIfNeeded: entries[second &+ index])
    }
    return sum
  }
}
