public import EmbeddingSets

/// A finished run as a representation: the scores it lists, minus infinity for everything else.
public struct RunRepresentation: Representation {
  /// What reports call it.
  public let name: String
  /// `run`.
  public let kind = "run"
  /// Number of queries, those of the numbering it was given.
  public let queryCount: Int
  /// Number of documents.
  public let documentCount: Int
  /// A run does not tell.
  public let cost = RepresentationCost.unknown

  private let run: RetrievalRun
  /// The query of the run for each query, -1 where it has none.
  private let queries: [Int32]
  /// The number of each document of the run.
  private let documents: [Int32]

  /// A run in the numbering of an evaluation.
  ///
  /// - Throws: ``RepresentationError`` where it names a document that is not there: the scores of a
  ///   run for another corpus would be lost without a word.
  public init(
    _ run: RetrievalRun, queries: IdentifierTable, documents: IdentifierTable
  ) throws {
    self.run = run
    name = run.name
    queryCount = queries.count
    documentCount = documents.count
    self.queries = queries.indices.map {
      Int32(run.queries.index(of: $0, in: queries) ?? -1)
    }
    self.documents = try run.documents.indices.map { number in
      guard let document = documents.index(of: number, in: run.documents) else {
        throw RepresentationError(
          "run '\(run.name)' names document '\(run.documents[number])', which the document "
            + "identifiers do not have",
          remedy: "Give runs and exports of one corpus.")
      }
      return Int32(document)
    }
  }

  /// Its scores; minus infinity for documents that it does not list.
  public func scores(queries range: Range<Int>) throws -> [Double] {
    var rows = Array(repeating: -Double.infinity, count: range.count * documentCount)
    for (row, query) in range.enumerated() where queries[query] >= 0 {
      for entry in run.entries(of: Int(queries[query])) {
        rows[row * documentCount + Int(documents[Int(run.ranked[entry])])] = run.scores[entry]
      }
    }
    return rows
  }
}
