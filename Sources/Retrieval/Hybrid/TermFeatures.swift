import EmbeddingSets
import RealModule

/// What the terms of a query say before anything is searched: how rare they are, and whether any document
/// has them.
///
/// The rarity of a term that n of N documents have is ln(1 + (N - n + 0.5) / (n + 0.5)), as in ``BM25``.
struct TermFeatures: Sendable {
  /// Names, in the order of ``values(of:)``.
  static let names = [
    "terms", "mean idf", "highest idf", "lowest idf", "share of unknown terms",
    "log documents with all terms",
  ]

  private let queries: IdentifierTable
  private let rows: [[Double]]

  /// Features of all queries of an export.
  ///
  /// - Parameter queries: identifiers of its queries.
  /// - Complexity: the postings of the queries' terms.
  init(_ representation: SparseRepresentation, queries: IdentifierTable) {
    self.queries = queries
    rows = queries.indices.map { Self.features(representation, $0) }
  }

  /// The features of the first contender that was scored from terms; nil where there is none.
  init?(_ contenders: [Contender]) {
    for contender in contenders {
      guard let sparse = contender.representation as? SparseRepresentation else { continue }
      self.init(sparse, queries: contender.run.queries)
      return
    }
    return nil
  }

  /// The features of a query; zeros for one that the export lacks.
  func values(of query: String) -> [Double] {
    queries.index(of: query).map { rows[$0] } ?? Self.names.map { _ in 0 }
  }

  private static func features(_ terms: SparseRepresentation, _ query: Int) -> [Double] {
    let lists = terms.queries.entries(of: query).map {
      terms.postings.entries(of: Int(terms.queries.columns[$0]))
    }
    guard !lists.isEmpty else { return names.map { _ in 0 } }
    let total = Double(terms.documentCount)
    let rarities = lists.map { list -> Double in
      let having = Double(list.count)
      return Double.log(1 + (total - having + 0.5) / (having + 0.5))
    }
    let known = lists.filter { !$0.isEmpty }
    let count = Double(lists.count)
    return [
      count, rarities.reduce(0, +) / count, rarities.max() ?? 0, rarities.min() ?? 0,
      1 - Double(known.count) / count, Double.log(1 + Double(shared(terms, lists))),
    ]
  }

  /// Documents that have every term.
  private static func shared(_ terms: SparseRepresentation, _ lists: [Range<Int>]) -> Int {
    let ordered = lists.sorted { $0.count < $1.count }
    guard let shortest = ordered.first else { return 0 }
    var common = Set(shortest.map { terms.postings.columns[$0] })
    for list in ordered.dropFirst() where !common.isEmpty {
      common.formIntersection(list.lazy.map { terms.postings.columns[$0] })
    }
    return common.count
  }
}
