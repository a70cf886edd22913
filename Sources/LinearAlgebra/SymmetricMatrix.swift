/// A symmetric matrix of Double, of which only the upper triangle is kept up to date.
///
/// Storage is the full square, row-major; what lies below the diagonal is zero and is not read.
/// Row-major upper is column-major lower, so BLAS and LAPACK are called column-major with the
/// lower triangle and nothing is ever copied to be transposed.
public struct SymmetricMatrix: Sendable, Hashable {
  /// Number of rows, which is the number of columns.
  public let dimension: Int
  /// dimension × dimension entries, row after row; zero below the diagonal.
  public internal(set) var elements: [Double]

  /// The zero matrix.
  public init(zero dimension: Int) {
    let count = Matrix.elementCount(rowCount: dimension, columnCount: dimension)
    self.dimension = dimension
    elements = [Double](repeating: 0, count: count)
  }

  /// The symmetric matrix that has this upper triangle; what lies below the diagonal is ignored.
  ///
  /// - Precondition: `elements` holds dimension × dimension values, row after row.
  public init(dimension: Int, upperTriangleOf elements: [Double]) {
    let count = Matrix.elementCount(rowCount: dimension, columnCount: dimension)
    precondition(elements.count == count, "a symmetric matrix holds dimension × dimension elements")
    self.dimension = dimension
    self.elements = elements
    for row in 0..<dimension {
      for column in 0..<row { self.elements[row * dimension + column] = 0 }
    }
  }

  /// The entry (i, j), which is the entry (j, i).
  public subscript(i: Int, j: Int) -> Double {
    get {
      precondition(max(i, j) < dimension && min(i, j) >= 0, "index outside the matrix")
      return elements[min(i, j) * dimension + max(i, j)]
    }
    set {
      precondition(max(i, j) < dimension && min(i, j) >= 0, "index outside the matrix")
      elements[min(i, j) * dimension + max(i, j)] = newValue
    }
  }

  /// The full square matrix with both triangles.
  public var matrix: Matrix {
    var full = Matrix(rowCount: dimension, columnCount: dimension, elements: elements)
    for row in 0..<dimension {
      for column in 0..<row {
        full.elements[row * dimension + column] = elements[column * dimension + row]
      }
    }
    return full
  }

  /// The entries (i, i).
  public var diagonal: [Double] {
    var result = [Double](repeating: 0, count: dimension)
    for index in 0..<dimension { result[index] = elements[index * dimension + index] }
    return result
  }

  /// The sum of the diagonal.
  public var trace: Double {
    var sum = 0.0
    for index in 0..<dimension { sum += elements[index * dimension + index] }
    return sum
  }

  /// The squared Frobenius norm: the sum of the squares of all d² entries.
  ///
  /// - Complexity: O(d²), half of it for symmetry.
  public var squaredFrobeniusNorm: Double { inner(self) }

  /// The Frobenius inner product: the sum of the products of all d² pairs of entries.
  public func inner(_ other: SymmetricMatrix) -> Double {
    precondition(other.dimension == dimension, "an inner product needs equal dimensions")
    return BLAS.symmetricInner(elements.span, other.elements.span, dimension: dimension)
  }

  /// Adds a matrix of the same dimension.
  public static func += (left: inout SymmetricMatrix, right: SymmetricMatrix) {
    left.add(right, weight: 1)
  }

  /// Adds a multiple: A ← A + w B.
  public mutating func add(_ other: SymmetricMatrix, weight: Double) {
    precondition(other.dimension == dimension, "a sum needs equal dimensions")
    BLAS.add(other.elements.span, weight: weight, to: &elements)
  }

  /// Multiplies every entry by a number.
  public mutating func scale(by factor: Double) {
    BLAS.scale(&elements, by: factor)
  }
}
