import Glibc
public import LinearAlgebra

/// Random matrices with planted structure, for tests only.
public enum MatrixFactory {
  /// A standard normal number (Box and Muller).
  public static func gaussian(_ seed: inout Seed) -> Double {
    let radius = (-2 * log(seed.uniform())).squareRoot()
    return radius * cos(2 * .pi * seed.uniform())
  }

  /// A matrix of independent standard normal numbers.
  public static func gaussian(rowCount: Int, columnCount: Int, _ seed: inout Seed) -> Matrix {
    var matrix = Matrix(rowCount: rowCount, columnCount: columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { matrix[row, column] = gaussian(&seed) }
    }
    return matrix
  }

  /// A random matrix with orthonormal rows, at least as many columns as rows.
  ///
  /// Gram-Schmidt, twice for orthogonality to rounding, on Gaussian rows; uniform on the orthogonal
  /// matrices where it is square. By plain loops, so that tests of LAPACK do not rest on LAPACK.
  public static func orthonormalRows(
    rowCount: Int, columnCount: Int, _ seed: inout Seed
  ) -> Matrix {
    precondition(rowCount <= columnCount, "more orthonormal rows than dimensions")
    var rows: [[Double]] = []
    for _ in 0..<rowCount {
      var row: [Double] = []
      for _ in 0..<columnCount { row.append(gaussian(&seed)) }
      for _ in 0..<2 {
        for other in rows {
          let overlap = inner(row, other)
          for index in row.indices { row[index] -= overlap * other[index] }
        }
      }
      let norm = inner(row, row).squareRoot()
      for index in row.indices { row[index] /= norm }
      rows.append(row)
    }
    return Matrix(rowCount: rowCount, columnCount: columnCount, elements: rows.flatMap { $0 })
  }

  /// A matrix U diag(s) V′ with these singular values and random orthonormal U and V.
  public static func matrix(
    rowCount: Int, columnCount: Int, singularValues: [Double], _ seed: inout Seed
  ) -> Matrix {
    let count = singularValues.count
    let left = orthonormalRows(rowCount: count, columnCount: rowCount, &seed)
    let right = orthonormalRows(rowCount: count, columnCount: columnCount, &seed)
    var matrix = Matrix(rowCount: rowCount, columnCount: columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        var sum = 0.0
        for index in 0..<count {
          sum += left[index, row] * singularValues[index] * right[index, column]
        }
        matrix[row, column] = sum
      }
    }
    return matrix
  }

  /// A symmetric matrix V′ diag(λ) V with these eigenvalues and random orthonormal V.
  public static func symmetric(eigenvalues: [Double], _ seed: inout Seed) -> SymmetricMatrix {
    let dimension = eigenvalues.count
    let vectors = orthonormalRows(rowCount: dimension, columnCount: dimension, &seed)
    var matrix = SymmetricMatrix(zero: dimension)
    for i in 0..<dimension {
      for j in i..<dimension {
        var sum = 0.0
        for index in 0..<dimension {
          sum += vectors[index, i] * eigenvalues[index] * vectors[index, j]
        }
        matrix[i, j] = sum
      }
    }
    return matrix
  }

  private static func inner(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for index in x.indices { sum += x[index] * y[index] }
    return sum
  }
}

/// Spectra of LAPACK's test programs: descending, the largest 1, the smallest 1 / condition.
public enum Spectrum: String, CaseIterable, Sendable {
  /// Evenly spaced.
  case arithmetic
  /// Evenly spaced logarithms.
  case geometric
  /// One large, all others small and equal.
  case oneLarge
  /// All equal but one small.
  case oneSmall

  /// Values of the spectrum.
  public func values(_ count: Int, condition: Double) -> [Double] {
    var values: [Double] = []
    for index in 0..<count {
      let share = count == 1 ? 0 : Double(index) / Double(count - 1)
      switch self {
      case .arithmetic: values.append(1 - share * (1 - 1 / condition))
      case .geometric: values.append(pow(condition, -share))
      case .oneLarge: values.append(index == 0 ? 1 : 1 / condition)
      case .oneSmall: values.append(index == count - 1 && count > 1 ? 1 / condition : 1)
      }
    }
    return values
  }
}
