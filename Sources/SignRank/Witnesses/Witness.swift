public import SignRankProof

/// Vectors for the rows and columns of a condensed matrix whose inner products have its signs.
public struct SignVectors: Sendable {
  /// Components of each.
  public let dimension: Int
  /// The vectors of the rows, one after the other.
  public let rows: [Double]
  /// The vectors of the columns, one after the other.
  public let columns: [Double]

  /// Vectors.
  ///
  /// - Precondition: whole vectors.
  public init(dimension: Int, rows: [Double], columns: [Double]) {
    precondition(
      dimension > 0 && rows.count.isMultiple(of: dimension)
        && columns.count.isMultiple(of: dimension), "whole vectors are needed")
    self.dimension = dimension
    self.rows = rows
    self.columns = columns
  }
}

/// Evidence for an upper bound that can write the embeddings down.
///
/// Conformances are extensions here, beside the searches, because vectors in floating point are no
/// proof: they are what `--witness` exports and what margin and precision are measured on. Evidence
/// that only counts (a smaller side, a product) need not conform.
public protocol ExplicitWitness: Evidence {
  /// Vectors for all rows and columns of the problem's matrix, in as many dimensions as the bound says.
  ///
  /// Inner products have the signs of the matrix in exact arithmetic on the Doubles given back; the
  /// larger the least of |u·v| / (‖u‖ ‖v‖), the better.
  ///
  /// - Parameters:
  ///   - problem: the condensed matrix.
  ///   - deadline: when to be content with the margin so far.
  /// - Throws: what went wrong, such as a decomposition that did not converge.
  func vectors(for problem: SignProblem, deadline: Deadline) throws -> SignVectors
}

extension ExplicitWitness {
  /// Vectors, however long it takes to widen their margin.
  public func vectors(for problem: SignProblem) throws -> SignVectors {
    try vectors(for: problem, deadline: .never)
  }
}

extension SmallerSide: ExplicitWitness {
  /// The matrix itself times the identity.
  public func vectors(for problem: SignProblem, deadline: Deadline) throws -> SignVectors {
    guard let dense = problem.dense else { throw WitnessError.tooLarge }
    let (rowCount, columnCount) = (dense.rowCount, dense.columnCount)
    let dimension = min(rowCount, columnCount)
    func identity(_ count: Int) -> [Double] {
      (0..<count * count).map { $0 / count == $0 % count ? 1 : 0 }
    }
    func signs(_ matrix: SignMatrix) -> [Double] {
      (0..<matrix.rowCount).flatMap { row in
        (0..<matrix.columnCount).map { matrix[row, $0] < 0 ? -1 : 1 }
      }
    }
    return columnCount <= rowCount
      ? SignVectors(dimension: dimension, rows: signs(dense), columns: identity(columnCount))
      : SignVectors(
        dimension: dimension, rows: identity(rowCount), columns: signs(dense.transposed()))
  }
}

/// Why there are no explicit embeddings.
public enum WitnessError: Error, CustomStringConvertible {
  /// The condensed matrix is too large to be written down entry by entry.
  case tooLarge
  /// Some vectors that should have the signs of the matrix do not, in Doubles.
  case signsLost

  /// The reason, as a clause.
  public var description: String {
    switch self {
    case .tooLarge: "the condensed matrix is too large to be written down"
    case .signsLost: "the vectors lose a sign when they are rounded to float64"
    }
  }
}
