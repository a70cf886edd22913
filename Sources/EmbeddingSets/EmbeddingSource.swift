public import Streaming

/// An embedding set that can be read by row ranges, any number of times, from any task.
///
/// Every reader, whatever the file, ends in this one shape: formats that can be addressed are
/// mapped, formats that cannot (text, compressed members, standard input) are decoded once into a
/// temporary file and addressed there. Statistics are written against it and never see a file.
public protocol EmbeddingSource: BlockSource where Block == RowBlock {
  /// What a report calls the set, usually the path as given.
  var name: String { get }
  /// Rows, columns and stored type, known before any row is read.
  var shape: EmbeddingShape { get }
  /// The rows of a range.
  ///
  /// - Parameter rows: a range inside `0..<shape.rowCount`; anything else is a programming error.
  /// - Returns: those rows; ``RowValues/float(_:)`` exactly when the stored type fits a Float.
  /// - Throws: an input error that names file and place.
  func block(rows: Range<Int>) throws -> RowBlock
}

extension EmbeddingSource {
  /// Number of rows.
  public var elementCount: Int { shape.rowCount }
  /// The rows of a range.
  public func block(_ range: Range<Int>) throws -> RowBlock { try block(rows: range) }
}
