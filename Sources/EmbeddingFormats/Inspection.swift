public import EmbeddingSets

/// What is in a file or a set of files.
public struct Inspection: Sendable, Hashable {
  /// One array inside the file.
  public struct Tensor: Sendable, Hashable {
    /// How to ask for it; empty for the only array of a file.
    public let name: String
    /// Its sizes, outermost first.
    public let shape: [Int]
    /// The type it is stored in, in our words where it can be read, else in the file's.
    public let dtype: String
    /// Bytes it takes.
    public let byteCount: Int
    /// `row-major` or `column-major`.
    public let order: String

    /// An array.
    public init(name: String, shape: [Int], dtype: String, byteCount: Int, order: String) {
      self.name = name
      self.shape = shape
      self.dtype = dtype
      self.byteCount = byteCount
      self.order = order
    }
  }

  /// Id of the format.
  public let format: String
  /// Bytes of all files together.
  public let byteCount: Int
  /// The files of the set; empty where it is the one that was named.
  public internal(set) var files: [String] = []
  /// Everything inside that has a shape.
  public let tensors: [Tensor]
  /// Rows, columns and stored type of the set, nil where it takes an option to say which one.
  public let shape: EmbeddingShape?
  /// The first identifiers, if there are any.
  public internal(set) var firstIdentifiers: [String]
  /// What the user should know before trusting the set.
  public internal(set) var warnings: [String]

  /// An inspection.
  public init(
    format: String, byteCount: Int, tensors: [Tensor], shape: EmbeddingShape?,
    firstIdentifiers: [String] = [], warnings: [String] = []
  ) {
    self.format = format
    self.byteCount = byteCount
    self.tensors = tensors
    self.shape = shape
    self.firstIdentifiers = firstIdentifiers
    self.warnings = warnings
  }

  /// The inspection of an open set that is one array.
  init(
    of source: any EmbeddingSource, format: String, byteCount: Int, order: String = "row-major"
  ) throws {
    let shape = source.shape
    let elementCount = shape.rowCount * shape.columnCount
    let identified = source as? any IdentifiedSource
    self.init(
      format: format, byteCount: byteCount,
      tensors: [
        Tensor(
          name: "", shape: [shape.rowCount, shape.columnCount],
          dtype: shape.storedAs.description,
          byteCount: shape.storedAs.byteCount.map { $0 * elementCount } ?? byteCount, order: order)
      ],
      shape: shape,
      firstIdentifiers: Array((try identified?.identifiers() ?? []).prefix(5)),
      warnings: (source as? any CautionedSource)?.warnings ?? [])
  }
}
