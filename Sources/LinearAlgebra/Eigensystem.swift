/// Eigenvalues in descending order with their eigenvectors.
public struct Eigensystem: Sendable, Hashable {
  /// The eigenvalues, the largest first.
  public let values: [Double]
  /// The eigenvectors as rows: row i belongs to value i.
  ///
  /// Signs are LAPACK's choice.
  public let vectors: Matrix

  init(ascendingValues: [Double], vectors ascendingVectors: [Double]) {
    let dimension = ascendingValues.count
    values = ascendingValues.reversed()
    var reversed: [Double] = []
    reversed.reserveCapacity(ascendingVectors.count)
    for row in stride(from: dimension - 1, through: 0, by: -1) {
      reversed.append(contentsOf: ascendingVectors[row * dimension..<(row + 1) * dimension])
    }
    vectors = Matrix(rowCount: dimension, columnCount: dimension, elements: reversed)
  }
}

extension SymmetricMatrix {
  /// The eigenvalues in descending order (dsyevd; the receiver is not changed).
  ///
  /// The error of each is a modest multiple of d ε ‖A‖: small eigenvalues of a matrix with large
  /// ones are noise below that. Where they matter, take singular values of the rows' QR factor.
  ///
  /// - Complexity: 4/3 d³ operations.
  public func eigenvalues() throws(LinearAlgebraError) -> [Double] {
    try requireFinite(elements.span, columnCount: dimension)
    var work = elements
    return try LAPACK.symmetricEigen(&work, dimension: dimension, job: .valuesOnly).reversed()
  }

  /// The eigenvalues in descending order with their orthonormal eigenvectors (dsyevd).
  ///
  /// A = Σᵢ λᵢ vᵢ vᵢ′ with vᵢ in row i of the vectors.
  ///
  /// - Complexity: about 9 d³ operations.
  public func eigensystem() throws(LinearAlgebraError) -> Eigensystem {
    try requireFinite(elements.span, columnCount: dimension)
    var work = elements
    let values = try LAPACK.symmetricEigen(&work, dimension: dimension, job: .valuesAndVectors)
    return Eigensystem(ascendingValues: values, vectors: work)
  }
}

/// Solves A w = λ B w for symmetric A and symmetric positive definite B (dsygvd).
///
/// Values descend. Row i of the vectors is wᵢ, normalised to wᵢ′ B wⱼ = 1 for i = j and 0
/// otherwise (not to unit length).
///
/// - Precondition: equal dimensions.
/// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)`` where B is not.
public func generalizedEigensystem(
  _ a: SymmetricMatrix, _ b: SymmetricMatrix
) throws(LinearAlgebraError) -> Eigensystem {
  precondition(a.dimension == b.dimension, "a generalised eigenproblem needs equal dimensions")
  try requireFinite(a.elements.span, columnCount: a.dimension)
  try requireFinite(b.elements.span, columnCount: b.dimension)
  var work = a.elements
  var factor = b.elements
  let values = try LAPACK.generalizedEigen(&work, &factor, dimension: a.dimension)
  return Eigensystem(ascendingValues: values, vectors: work)
}
