public import EmbeddingSets

/// A matrix with an entry has sign-rank at least 1.
public struct AnyMatrix: Evidence {
  /// `any-matrix`.
  public static let kind = "any-matrix"
  /// At least.
  public static let side = BoundSide.lower
  /// One line about it.
  public static let summary = "a matrix that is not empty has sign-rank at least 1"

  /// The evidence; there is nothing to say.
  public init() {}
  /// Nothing to read.
  public init(fields: inout CertificateFields) {}
  /// None.
  public var fields: [CertificateValue.Field] { [] }

  /// 1, for a matrix that has rows and columns: +1 and -1 both need a value that is not 0.
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    guard matrix.rowCount > 0, matrix.columnCount > 0 else {
      throw .invalid("the matrix is empty")
    }
    if let judged = matrix.judgedNotRelevant {
      guard
        matrix.relevant.contains(where: { !$0.isEmpty }) || judged.contains(where: { !$0.isEmpty })
      else { throw .invalid("the matrix has no judged entry") }
    }
    return 1
  }
}
