public import LinearAlgebra

/// The best linear queries for given judgments, in closed form: what the document vectors allow when the
/// query encoder is not in the way.
///
/// u_q = (D_c′ D_c + λ I)⁻¹ Σ_{d relevant to q} (d - mean d), the ridge form of linear discriminant
/// analysis: it maximises (Σ_rel u · d_c)² / (u′ (D_c′ D_c + λ I) u). One factorisation serves all
/// queries. λ = ridge × tr(D_c′ D_c) / d, so the answer does not depend on the scale of the export.
///
/// The labels are used, so this is what is possible, not what can be learned; and with several relevant
/// documents another linear query may do better still, because squares are minimised, not errors.
public struct OracleQueries: Sendable {
  private let moments: DocumentMoments
  /// Σ_rel (d - mean d), one row a query.
  private let targets: Matrix
  private let lambda: Double

  /// Oracle queries for sums of relevant documents.
  ///
  /// - Parameters:
  ///   - moments: mean and Gram matrix of the documents.
  ///   - relevantSums: Σ_rel d, one row a query, not centred.
  ///   - relevantCounts: number of relevant documents of each query.
  ///   - ridge: λ in units of the mean eigenvalue; 1e-4 is far below what separates documents and far
  ///     above rounding.
  /// - Precondition: the documents are not all equal.
  public init(
    _ moments: DocumentMoments, relevantSums: Matrix, relevantCounts: [Int], ridge: Double
  ) {
    precondition(ridge > 0 && moments.gram.trace > 0, "oracle queries need spread and a ridge")
    var targets = relevantSums.elements
    let width = moments.mean.count
    for (row, count) in relevantCounts.enumerated() {
      for column in 0..<width {
        targets[row * width + column] -= Double(count) * moments.mean[column]
      }
    }
    self.moments = moments
    self.targets = Matrix(rowCount: relevantCounts.count, columnCount: width, elements: targets)
    lambda = ridge * moments.gram.trace / Double(width)
  }

  /// The ridge, added to every diagonal entry of the Gram matrix.
  public var regularisation: Double { lambda }

  /// The oracle queries over all dimensions, one row a query.
  public func full() throws -> Matrix { try solution(prefix: moments.mean.count) }

  /// The oracle queries over the first dimensions; the others are 0.
  ///
  /// - Complexity: k³ / 3 + 2 k² operations a query.
  public func prefix(_ dimensions: Int) throws -> Matrix { try solution(prefix: dimensions) }

  private func solution(prefix count: Int) throws -> Matrix {
    let width = moments.mean.count
    var gram = SymmetricMatrix(zero: count)
    var right = Matrix(rowCount: targets.rowCount, columnCount: count)
    for row in 0..<count {
      for column in row..<count { gram[row, column] = moments.gram[row, column] }
      gram[row, row] += lambda
    }
    for row in 0..<targets.rowCount {
      for column in 0..<count { right[row, column] = targets[row, column] }
    }
    let solved = try gram.choleskyFactor().solve(rows: right)
    guard count < width else { return solved }
    var padded = Matrix(rowCount: targets.rowCount, columnCount: width)
    for row in 0..<targets.rowCount {
      for column in 0..<count { padded[row, column] = solved[row, column] }
    }
    return padded
  }

  /// The oracle queries over the leading principal components, as vectors of the full space: the score
  /// of a projected document is that of the document itself.
  ///
  /// - Parameters:
  ///   - dimensions: how many leading components, from 1 to the width of the documents.
  ///   - axes: eigenvectors of the Gram matrix, from ``DocumentMoments/gram``, the largest first.
  /// - Returns: queries × width of the documents.
  public func principal(_ dimensions: Int, axes: Eigensystem) -> Matrix {
    let width = moments.mean.count
    let leading = Matrix(
      rowCount: dimensions, columnCount: width,
      elements: Array(axes.vectors.elements[..<(dimensions * width)]))
    var coordinates = product(targets, leading, transposeB: true)
    for row in 0..<coordinates.rowCount {
      for column in 0..<dimensions {
        coordinates[row, column] /= max(0, axes.values[column]) + lambda
      }
    }
    return product(coordinates, leading)
  }

  /// (Σ_rel u · d_c)² / (u′ (D_c′ D_c + λ I) u) of a query vector: the objective that the oracle maximises.
  public func objective(of vector: [Double], query: Int) -> Double {
    var aligned = 0.0
    for column in vector.indices { aligned += vector[column] * targets[query, column] }
    var size = moments.gram.quadraticForm(vector)
    for value in vector { size += lambda * value * value }
    return size > 0 ? aligned * aligned / size : 0
  }
}
