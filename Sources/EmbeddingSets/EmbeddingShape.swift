/// How many vectors of how many components, and how they are stored.
public struct EmbeddingShape: Hashable, Sendable {
  /// Number of vectors (n).
  public let rowCount: Int
  /// Components of each vector (d).
  public let columnCount: Int
  /// The type in the file, before any widening.
  public let storedAs: ScalarType

  /// A shape.
  ///
  /// - Precondition: both counts are non-negative.
  public init(rowCount: Int, columnCount: Int, storedAs: ScalarType) {
    precondition(rowCount >= 0 && columnCount >= 0, "a shape has no negative counts")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.storedAs = storedAs
  }
}
