public import EmbeddingSets

/// The sign-rank of a matrix is at most the smaller of its sides, as the rank of the matrix itself is.
public struct SmallerSide: Evidence {
  /// `smaller-side`.
  public static let kind = "smaller-side"
  /// At most.
  public static let side = BoundSide.upper
  /// One line about it.
  public static let summary = "rank is at most the number of rows and the number of columns"

  /// The evidence; there is nothing to say.
  public init() {}
  /// Nothing to read.
  public init(fields: inout CertificateFields) {}
  /// None.
  public var fields: [CertificateValue.Field] { [] }

  /// The smaller side.
  public func provenSignRank(of matrix: RelevanceMatrix) -> Int {
    min(matrix.rowCount, matrix.columnCount)
  }
}
