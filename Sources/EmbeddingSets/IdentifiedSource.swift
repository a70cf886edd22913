/// An embedding set that may know what its rows are called.
///
/// Tokens of word vectors, the first column of a table, `custom_id` of an API batch, or a file given
/// beside the set. Paired metrics join on these.
public protocol IdentifiedSource: EmbeddingSource {
  /// One identifier for each row, in row order; nil where the file has none.
  ///
  /// Read when asked for, because identifiers may need more memory than a block of rows.
  ///
  /// - Throws: an input error that names file and place.
  func identifiers() throws -> [String]?
}
