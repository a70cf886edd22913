/// What a system retrieved: for each query some documents with scores, in the order of trec_eval.
///
/// Score descending, ties by document identifier descending in byte order; whatever rank the input
/// gave is ignored. The entries of query `q` are `starts[q]..<starts[q + 1]`, best first.
///
/// - Source: usnistgov/trec_eval, form_res_rels.c.
public struct RetrievalRun: Sendable {
  /// What reports call it.
  public let name: String
  /// Identifiers of the queries, in order of first appearance.
  public let queries: IdentifierTable
  /// Identifiers of the documents, in order of first appearance.
  public let documents: IdentifierTable
  /// Where the entries of each query start; one more than there are queries.
  public let starts: [Int]
  /// Numbers in ``documents``, best first within a query, none twice.
  public let ranked: [Int32]
  /// The score of each entry; finite.
  public let scores: [Double]

  /// Puts the entries of each query in order.
  ///
  /// - Parameters:
  ///   - name: what reports call the run.
  ///   - queries: identifiers of the queries.
  ///   - documents: identifiers of the documents.
  ///   - starts: where the entries of each query start; one more than there are queries.
  ///   - unordered: numbers in `documents`, in any order within a query.
  ///   - scores: the score of each entry.
  ///   - isSinglePrecision: compare scores as float32, as trec_eval 9 and pytrec_eval do;
  ///     1.00000001 and 1 are then a tie. trec_eval 10 compares doubles.
  /// - Precondition: the parts agree, scores are finite, no query has a document twice.
  public init(
    name: String, queries: IdentifierTable, documents: IdentifierTable, starts: [Int],
    unordered: [Int32], scores: [Double], isSinglePrecision: Bool = false
  ) {
    precondition(starts.count == queries.count + 1, "one start a query, and the end")
    precondition(
      starts.last == unordered.count && unordered.count == scores.count, "the parts of a run agree")
    var ranked = unordered
    var ordered = scores
    if isSinglePrecision {
      for index in ordered.indices { ordered[index] = Double(Float(ordered[index])) }
    }
    var permutation: [Int32] = []
    for query in queries.indices {
      let entries = starts[query]..<starts[query + 1]
      if Self.isOrdered(ranked.span, ordered.span, entries, documents) { continue }
      Self.order(&ranked, &ordered, entries, documents, &permutation)
    }
    self.name = name
    self.queries = queries
    self.documents = documents
    self.starts = starts
    self.ranked = ranked
    self.scores = ordered
  }

  /// The entries of a query.
  public func entries(of query: Int) -> Range<Int> { starts[query]..<starts[query + 1] }

  /// The same run under another name.
  public func named(_ name: String) -> RetrievalRun { RetrievalRun(self, name: name) }

  private init(_ other: RetrievalRun, name: String) {
    self.name = name
    queries = other.queries
    documents = other.documents
    starts = other.starts
    ranked = other.ranked
    scores = other.scores
  }

  private static func isOrdered(
    _ ranked: Span<Int32>, _ scores: Span<Double>, _ entries: Range<Int>,
    _ documents: IdentifierTable
  ) -> Bool {
    guard var last = entries.first else { return true }
    for entry in entries.dropFirst() {
      if scores[last] < scores[entry] { return false }
      if scores[last] == scores[entry],
        !documents.follows(Int(ranked[last]), Int(ranked[entry]))
      {
        return false
      }
      last = entry
    }
    return true
  }

  private static func order(
    _ ranked: inout [Int32], _ scores: inout [Double], _ entries: Range<Int>,
    _ documents: IdentifierTable, _ permutation: inout [Int32]
  ) {
    let numbers = Array(ranked[entries])
    let values = Array(scores[entries])
    permutation.removeAll(keepingCapacity: true)
    permutation.append(contentsOf: 0..<Int32(entries.count))
    permutation.sort { left, right in
      let one = values[Int(left)]
      let other = values[Int(right)]
      return one != other
        ? one > other : documents.follows(Int(numbers[Int(left)]), Int(numbers[Int(right)]))
    }
    for (offset, place) in permutation.enumerated() {
      ranked[entries.lowerBound + offset] = numbers[Int(place)]
      scores[entries.lowerBound + offset] = values[Int(place)]
    }
  }
}
