/// Several symmetric matrices of one dimension as packed upper triangles in single precision.
///
/// For statistics that need few digits of many matrices, as the blocks of a jackknife do: a quarter
/// of the memory, and all inner products with some other matrices are one matrix product.
public struct PackedSymmetricStack: Sendable, Hashable {
  /// Rows and columns of each matrix.
  public let dimension: Int
  /// Number of matrices.
  public private(set) var count = 0
  private var elements: [Float] = []

  /// No matrices yet; room for as many as are expected.
  public init(dimension: Int, expectedCount: Int = 0) {
    self.dimension = dimension
    elements.reserveCapacity(expectedCount * packedCount)
  }

  /// Entries of one packed triangle: d (d + 1) / 2.
  public var packedCount: Int { dimension * (dimension + 1) / 2 }

  /// Adds a matrix.
  ///
  /// Entries beyond the range of Float become infinite: scale first.
  public mutating func append(_ matrix: SymmetricMatrix) {
    precondition(matrix.dimension == dimension, "a stack holds matrices of one dimension")
    Self.pack(matrix, offDiagonal: 1, onto: &elements)
    count += 1
  }

  /// Adds the matrices of another stack.
  public mutating func append(_ other: PackedSymmetricStack) {
    precondition(other.dimension == dimension, "a stack holds matrices of one dimension")
    elements += other.elements
    count += other.count
  }

  /// The Frobenius inner product of every matrix of the stack with every given one.
  ///
  /// - Returns: a `count` × `matrices.count` table.
  /// - Complexity: one sgemm of 2 · count · matrices.count · packedCount operations. Errors are those
  ///   of single precision: about 10⁻⁶ of the sum of the magnitudes of the products.
  public func inner(_ matrices: [SymmetricMatrix]) -> Matrix {
    var table = [Float](repeating: 0, count: count * matrices.count)
    var others: [Float] = []
    others.reserveCapacity(matrices.count * packedCount)
    for matrix in matrices {
      precondition(matrix.dimension == dimension, "an inner product needs equal dimensions")
      Self.pack(matrix, offDiagonal: 2, onto: &others)
    }
    BLAS.singleProductTransposed(
      left: elements.span, leftRows: count, right: others.span, rightRows: matrices.count,
      depth: packedCount, into: &table)
    return Matrix(
      rowCount: count, columnCount: matrices.count, elements: table.map(Double.init))
  }

  /// The product of one matrix of the stack with a vector (sspmv).
  public func times(_ vector: [Double], matrix index: Int) -> [Double] {
    precondition(index >= 0 && index < count, "index outside the stack")
    precondition(vector.count == dimension, "a product needs a vector of the matrix's dimension")
    let start = index * packedCount
    let single = vector.map { Float($0) }
    return BLAS.packedProduct(
      elements.span.extracting(start..<start + packedCount), single.span
    ).map(Double.init)
  }

  /// Appends the upper triangle row after row, entries off the diagonal times a factor.
  private static func pack(
    _ matrix: SymmetricMatrix, offDiagonal factor: Double, onto packed: inout [Float]
  ) {
    let dimension = matrix.dimension
    var position = packed.count
    packed.append(contentsOf: repeatElement(0, count: dimension * (dimension + 1) / 2))
    let source = matrix.elements.span
    var target = packed.mutableSpan
    for row in 0..<dimension {
      let start = row * dimension
      target[position] = Float(source[start + row])
      position += 1
      for index in start + row + 1..<start + dimension {
        target[position] = Float(factor * source[index])
        position += 1
      }
    }
  }
}
