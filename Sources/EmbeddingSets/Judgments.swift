/// Relevance judgments: which documents were judged for which query, and with what grade.
///
/// Sparse, row after row: the judgments of query `q` are the entries `starts[q]..<starts[q + 1]` of
/// ``documents`` and ``grades``. A pair that is not listed was not judged, which is not the same as
/// not relevant.
public struct Judgments: Sendable, Hashable {
  /// Identifiers of the queries, in order of first appearance.
  public let queryIDs: [String]
  /// Identifiers of the documents, in order of first appearance.
  public let documentIDs: [String]
  /// Where the judgments of each query start; one more entry than there are queries.
  public let starts: [Int]
  /// Indices into ``documentIDs``, ascending within a query.
  public let documents: [Int]
  /// The grade of each judgment; relevant means at least a threshold, by default 1.
  public let grades: [Int]

  /// Number of queries.
  public var queryCount: Int { queryIDs.count }
  /// Number of documents that were judged for any query.
  public var documentCount: Int { documentIDs.count }

  /// Judgments from their sparse parts.
  ///
  /// - Precondition: the parts agree, and the documents of each query ascend without repetition.
  public init(
    queryIDs: [String], documentIDs: [String], starts: [Int], documents: [Int], grades: [Int]
  ) {
    precondition(starts.count == queryIDs.count + 1, "one start a query, and the end")
    precondition(
      starts.first == 0 && starts.last == documents.count && documents.count == grades.count,
      "the parts of sparse judgments agree")
    for query in queryIDs.indices {
      var last = -1
      for document in documents[starts[query]..<starts[query + 1]] {
        precondition(
          document > last && document < documentIDs.count,
          "the documents of a query ascend and have identifiers")
        last = document
      }
    }
    self.queryIDs = queryIDs
    self.documentIDs = documentIDs
    self.starts = starts
    self.documents = documents
    self.grades = grades
  }

  /// The entries of ``documents`` and ``grades`` that belong to a query.
  public func entries(of query: Int) -> Range<Int> { starts[query]..<starts[query + 1] }
}
