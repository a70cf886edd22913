public import LinearAlgebra

/// Scaled residuals of factorisations, as LAPACK's own test programs take them.
///
/// Each is an error divided by what rounding explains, ‖A‖ n ε in the Frobenius norm: right results
/// score a modest number whatever the size, the scale or the condition of the matrix is.
public enum Residuals {
  /// The bound of LAPACK's test programs ("threshold 30.0").
  public static let threshold = 30.0

  /// ‖A - B‖ / (‖B‖ n ε), n the longest side; 0 for two zero matrices.
  public static func distance(_ a: Matrix, _ b: Matrix) -> Double {
    precondition(a.rowCount == b.rowCount && a.columnCount == b.columnCount, "unlike shapes")
    let size = norm(b)
    var difference = a
    for row in 0..<a.rowCount {
      for column in 0..<a.columnCount { difference[row, column] -= b[row, column] }
    }
    let error = norm(difference)
    if error == 0 { return 0 }
    return error / size / (Double(max(a.rowCount, a.columnCount)) * .ulpOfOne)
  }

  /// ‖1 - V V′‖ / (n ε) for a matrix whose rows should be orthonormal.
  public static func orthogonality(ofRows vectors: Matrix) -> Double {
    guard vectors.rowCount > 0 else { return 0 }
    return distance(product(vectors, vectors, transposeB: true), identity(vectors.rowCount))
  }

  /// ‖A - V′ Λ V‖ / (‖A‖ n ε).
  public static func eigensystem(_ system: Eigensystem, of matrix: SymmetricMatrix) -> Double {
    distance(
      product(system.vectors, scaledRows(system.vectors, by: system.values), transposeA: true),
      matrix.matrix)
  }

  /// ‖A - U diag(s) V′‖ / (‖A‖ n ε).
  public static func singularSystem(_ system: SingularSystem, of matrix: Matrix) -> Double {
    distance(
      product(system.leftVectors, scaledRows(system.rightVectors, by: system.values)), matrix)
  }

  /// The largest |aᵢ - bᵢ| / (max |b| n ε).
  public static func values(_ a: [Double], _ b: [Double], count: Int) -> Double {
    precondition(a.count == b.count, "unlike lengths")
    var error = 0.0
    var size = 0.0
    for index in a.indices {
      error = max(error, abs(a[index] - b[index]))
      size = max(size, abs(b[index]))
    }
    return error == 0 ? 0 : error / size / (Double(count) * .ulpOfOne)
  }

  /// Whether no value is larger than the one before it.
  public static func isDescending(_ values: [Double]) -> Bool {
    zip(values, values.dropFirst()).allSatisfy { $0 >= $1 }
  }

  /// The identity matrix.
  public static func identity(_ dimension: Int) -> Matrix {
    var matrix = Matrix(rowCount: dimension, columnCount: dimension)
    for index in 0..<dimension { matrix[index, index] = 1 }
    return matrix
  }

  /// diag(d) M.
  public static func scaledRows(_ matrix: Matrix, by factors: [Double]) -> Matrix {
    var result = matrix
    for row in 0..<matrix.rowCount {
      for column in 0..<matrix.columnCount { result[row, column] *= factors[row] }
    }
    return result
  }

  /// The Frobenius norm, without overflow or underflow of squares.
  public static func norm(_ matrix: Matrix) -> Double {
    let largest = matrix.elements.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    let sum = matrix.elements.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
    return largest * sum.squareRoot()
  }
}
