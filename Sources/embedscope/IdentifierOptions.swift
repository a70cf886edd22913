import ArgumentParser
import EmbeddingFormats
import EmbeddingSets

/// What the rows of documents and queries are called in judgments and runs.
struct IdentifierOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Identifiers of the documents, one a line, in row order.", valueName: "FILE")
  )
  var documentIds: String?

  @Option(
    help: ArgumentHelp("Identifiers of the queries, one a line, in row order.", valueName: "FILE"))
  var queryIds: String?

  /// Identifiers of the documents.
  func documents(
    of source: any EmbeddingSource, against judged: [String]
  ) throws -> IdentifierTable {
    try Self.table(
      documentIds, option: "--document-ids", source.name, rowCount: source.shape.rowCount,
      own: (source as? any IdentifiedSource)?.identifiers(), judged)
  }

  /// Identifiers of the queries.
  func queries(
    of source: any EmbeddingSource, against judged: [String]
  ) throws -> IdentifierTable {
    try Self.table(
      queryIds, option: "--query-ids", source.name, rowCount: source.shape.rowCount,
      own: (source as? any IdentifiedSource)?.identifiers(), judged)
  }

  /// The identifiers that a file gives; else those of the export itself; else, where the judgments
  /// name rows by number, the numbers.
  static func table(
    _ path: String?, option: String, _ name: String, rowCount: Int, own: [String]?,
    _ judged: [String]
  ) throws -> IdentifierTable {
    let names: [String]
    if let path {
      names = try IdentifierFile.read(path, rowCount: rowCount)
    } else if let own {
      names = own
    } else if judged.allSatisfy({ Int($0).map { (0..<rowCount).contains($0) } ?? false }) {
      names = (0..<rowCount).map(String.init)
    } else {
      throw OutputError(
        "\(name): its rows have no identifiers, and the judgments name '\(judged.first ?? "")'.\n"
          + "Give them with \(option) FILE, one a line in the order of the rows.")
    }
    var table = IdentifierTable()
    for (row, identifier) in names.enumerated() where table.intern(identifier) != row {
      let first = table.intern(identifier)
      throw OutputError(
        "\(path ?? name): rows \(first) and \(row) are both called '\(identifier)'.\n"
          + "Each row needs an identifier of its own.")
    }
    return table
  }
}
