import EmbeddingSets

/// A set with what its reader knows beyond the files of rows: identifiers from a file beside them,
/// which go before those of its own, and files that were left out.
struct AnnotatedSource: IdentifiedSource, CautionedSource {
  private let base: any EmbeddingSource
  private let names: [String]?
  private let notices: [String]

  /// - Throws: ``FormatError`` unless there is one identifier for each row.
  init(_ base: any EmbeddingSource, idsPath: String?, notices: [String]) throws {
    names = try idsPath.map { try IdentifierFile.read($0, rowCount: base.shape.rowCount) }
    self.base = base
    self.notices = notices
  }

  var name: String { base.name }
  var shape: EmbeddingShape { base.shape }
  var warnings: [String] { notices + ((base as? any CautionedSource)?.warnings ?? []) }
  func block(rows: Range<Int>) throws -> RowBlock { try base.block(rows: rows) }
  func identifiers() throws -> [String]? {
    try names ?? (base as? any IdentifiedSource)?.identifiers()
  }
}
