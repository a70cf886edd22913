/// Several symmetric matrices of one dimension as packed upper triangles in single precision.
///
/// For statistics that need few digits of many matrices, as the blocks of a jackknife do: a quarter
/// of the memory. Stacks are joined without copying a matrix.
public struct PackedSymmetricStack: Sendable, Hashable {
  /// Rows and columns of each matrix.
  public let dimension: Int
  private var triangles: [[Float]] = []

  /// Entries of a triangle taken at a time: those of several matrices stay in cache.
  private static let segment = 8192

  /// No matrices yet.
  public init(dimension: Int) { self.dimension = dimension }

  /// Number of matrices.
  public var count: Int { triangles.count }

  /// Entries of one packed triangle: d (d + 1) / 2.
  public var packedCount: Int { dimension * (dimension + 1) / 2 }

  /// Adds a matrix.
  ///
  /// Entries beyond the range of Float become infinite: scale first.
  public mutating func append(_ matrix: SymmetricMatrix) {
    precondition(matrix.dimension == dimension, "a stack holds matrices of one dimension")
    triangles.append(Self.pack(matrix, offDiagonal: 1))
  }

  /// Adds the matrices of another stack.
  public mutating func append(_ other: PackedSymmetricStack) {
    precondition(other.dimension == dimension, "a stack holds matrices of one dimension")
    triangles += other.triangles
  }

  /// The Frobenius inner product of every matrix of the stack with every given one.
  ///
  /// - Returns: a `count` × `matrices.count` table.
  /// - Complexity: 2 · count · matrices.count · packedCount operations. Segments are summed in single
  ///   precision, their sums in double: errors stay below 10⁻⁵ of the sum of the magnitudes.
  public func inner(_ matrices: [SymmetricMatrix]) -> Matrix {
    let others = matrices.map { matrix in
      precondition(matrix.dimension == dimension, "an inner product needs equal dimensions")
      return Self.pack(matrix, offDiagonal: 2)
    }
    var table = Matrix(rowCount: count, columnCount: matrices.count)
    for start in stride(from: 0, to: packedCount, by: Self.segment) {
      let range = start..<min(packedCount, start + Self.segment)
      for row in triangles.indices {
        for column in others.indices {
          table[row, column] += Double(BLAS.inner(triangles[row], others[column], in: range))
        }
      }
    }
    return table
  }

  /// The product of one matrix of the stack with a vector (sspmv).
  public func times(_ vector: [Double], matrix index: Int) -> [Double] {
    precondition(index >= 0 && index < count, "index outside the stack")
    precondition(vector.count == dimension, "a product needs a vector of the matrix's dimension")
    let single = vector.map { Float($0) }
    let triangle = triangles[index]
    return BLAS.packedProduct(triangle.span, single.span).map(Double.init)
  }

  /// The upper triangle row after row, entries off the diagonal times a factor.
  private static func pack(_ matrix: SymmetricMatrix, offDiagonal factor: Double) -> [Float] {
    let dimension = matrix.dimension
    var packed = [Float](repeating: 0, count: dimension * (dimension + 1) / 2)
    let source = matrix.elements.span
    var target = packed.mutableSpan
    var position = 0
    for row in 0..<dimension {
      let start = row * dimension
      target[position] = Float(source[start + row])
      position += 1
      for index in start + row + 1..<start + dimension {
        target[position] = Float(factor * source[index])
        position += 1
      }
    }
    return packed
  }
}
