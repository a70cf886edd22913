import EmbeddingFormats
import EmbeddingSets
import SignRank

/// The embeddings that a user gives beside judgments, row by row matched with queries and documents.
struct UserVectors {
  private let documents: any EmbeddingSource
  private let documentRows: [Int?]
  private let queries: any EmbeddingSource
  private let queryRows: [Int?]
  /// What was left out, as sentences.
  let cautions: [String]

  /// The vectors of a command; nil where no queries were given.
  ///
  /// - Throws: ``FormatError`` where rows cannot be matched.
  init?(_ command: SignRankCommand, _ input: RelevanceInput) throws {
    guard let queryPath = command.queries, let documentPath = command.documents else { return nil }
    documents = try EmbeddingSetReader.open(documentPath)
    queries = try EmbeddingSetReader.open(queryPath)
    let named = input.queryIDs != nil
    let matchedDocuments = try Self.match(
      documents, ids: command.documentIds, option: "--document-ids",
      names: named ? input.documentIDs : nil, count: input.matrix.columnCount,
      // Only judged documents have to be there: others were named by the vectors themselves.
      what: "document")
    let matchedQueries = try Self.match(
      queries, ids: command.queryIds, option: "--query-ids", names: input.queryIDs,
      count: input.matrix.rowCount, what: "query")
    (documentRows, queryRows) = (matchedDocuments.rows, matchedQueries.rows)
    let (missingDocuments, missingQueries) = (matchedDocuments.missing, matchedQueries.missing)
    var cautions: [String] = []
    if missingDocuments > 0 {
      cautions.append(
        "\(missingDocuments) judged documents have no vector and are left out of the scores")
    }
    if missingQueries > 0 {
      cautions.append("\(missingQueries) judged queries have no vector and are not scored")
    }
    self.cautions = cautions
  }

  /// For each vector its row or column of the matrix, and how many of those have no vector.
  private static func match(
    _ source: any EmbeddingSource, ids: String?, option: String, names: [String]?, count: Int,
    what: String
  ) throws -> (rows: [Int?], missing: Int) {
    let rowCount = source.shape.rowCount
    guard let names else {
      guard rowCount == count else {
        throw FormatError(
          source.name, expected: "\(count) vectors, one for each \(what) of the table",
          found: "there are \(rowCount)", remedy: "Give the vectors that the table is about.")
      }
      return (Array(0..<count), 0)
    }
    let given =
      try ids.map { try DocumentList.names($0, rowCount: rowCount) }
      ?? (source as? any IdentifiedSource)?.identifiers()
    guard let given else {
      throw FormatError(
        source.name, expected: "an identifier for each vector, to match them with judgments",
        found: "the file holds none", remedy: "Add \(option) FILE, one line for each vector.")
    }
    var places: [String: Int] = [:]
    for (index, name) in names.enumerated() { places[name] = index }
    let rows = given.map { places[$0] }
    let found = Set(rows.compactMap(\.self)).count
    guard found > 0 else {
      throw FormatError(
        ids ?? source.name, expected: "identifiers that the judgments name",
        found: "none of \(given.count) is there (the first is '\(given.first ?? "")')",
        remedy: "Give the identifiers of the same collection.")
    }
    return (rows, names.count - found)
  }

  /// What the vectors make of a matrix.
  func audit(
    _ matrix: RelevanceMatrix, similarity: VectorAudit.Similarity, deadline: Deadline,
    progress: (_ done: Int, _ of: Int) -> Void
  ) throws -> VectorAudit {
    try VectorAudit(
      matrix, documents: documents, documentRows: documentRows, queries: queries,
      queryRows: queryRows, similarity: similarity, deadline: deadline, progress: progress)
  }
}
