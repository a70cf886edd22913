import EmbeddingFormats
import EmbeddingSets
import Retrieval

/// Sparse exports, as matrices or as text; text names its rows and is put into the order of the others.
struct SparseExports {
  private var texts: [ExportArgument: SparseTextReader.Export] = [:]
  /// What the rows are called, where a file of identifiers or an export says so.
  private(set) var documentIDs: [String]?
  /// The same of queries.
  private(set) var queryIDs: [String]?

  /// Reads those that are text.
  init(_ arguments: [ExportArgument], _ identifiers: IdentifierOptions) throws {
    documentIDs = try identifiers.documentIds.map { try IdentifierFile.read($0, rowCount: nil) }
    queryIDs = try identifiers.queryIds.map { try IdentifierFile.read($0, rowCount: nil) }
    for argument in arguments where try SparseTextReader.recognises(argument.documents) {
      let export = try SparseTextReader.read(
        documents: argument.documents, queries: argument.queries)
      documentIDs = documentIDs ?? export.documentIDs
      queryIDs = queryIDs ?? export.queryIDs
      texts[argument] = export
    }
  }

  /// Takes the names of single vectors where nothing else has named the rows.
  mutating func add(documents: any EmbeddingSource, queries: any EmbeddingSource) throws {
    if documentIDs == nil {
      documentIDs = try (documents as? any IdentifiedSource)?.identifiers()
    }
    if queryIDs == nil { queryIDs = try (queries as? any IdentifiedSource)?.identifiers() }
  }

  /// Documents and queries of an export.
  func matrices(
    _ argument: ExportArgument
  ) throws -> (documents: SparseMatrix, queries: SparseMatrix) {
    guard let text = texts[argument] else {
      return (
        try ScipySparseReader.open(argument.documents), try ScipySparseReader.open(argument.queries)
      )
    }
    return (
      try Self.ordered(text.documents, text.documentIDs, documentIDs, argument.documents),
      try Self.ordered(text.queries, text.queryIDs, queryIDs, argument.queries)
    )
  }

  private static func ordered(
    _ matrix: SparseMatrix, _ own: [String], _ wanted: [String]?, _ path: String
  ) throws -> SparseMatrix {
    guard let wanted, wanted != own else { return matrix }
    var rows: [String: Int] = [:]
    for (row, name) in own.enumerated() { rows[name] = row }
    guard wanted.count == own.count else {
      throw OutputError(
        "\(path) has \(own.count) rows, the others have \(wanted.count).\n"
          + "Exports are compared row by row: give those of the same texts.")
    }
    return matrix.selecting(
      try wanted.map { name in
        guard let row = rows[name] else {
          throw OutputError(
            "\(path) has no row '\(name)', which the others have.\n"
              + "Give exports and identifiers of the same texts.")
        }
        return row
      })
  }
}
