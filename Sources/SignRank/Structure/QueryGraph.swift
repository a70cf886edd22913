public import EmbeddingSets

/// How much queries share.
///
/// Weller et al. (arXiv:2508.21038v2, table 2) describe test collections with these figures.
/// The paper defines the density with documents as nodes; its table holds that of the graph of queries.
/// Both are here, under their own names.
public struct QueryGraph: Sendable, Hashable {
  /// Mean over the queries of the sum of Jaccard similarities to all others; nil without queries.
  public let strength: Double?
  /// Share of the pairs of queries that share a relevant document; nil for fewer than two queries.
  public let density: Double?
  /// Share of the pairs of documents, each relevant to some query, that are relevant to the same one;
  /// nil for fewer than two documents.
  public let documentDensity: Double?

  /// Pairs that are looked at, beyond which nothing is measured.
  public static let mostPairs = 200_000_000

  /// Measures a matrix; nil with holes, or where queries share too much to be counted.
  ///
  /// - Complexity: the sum of the squares of the numbers of relevant documents of queries, and of
  ///   queries of documents; memory of the relevant entries.
  public init?(_ matrix: RelevanceMatrix) {
    guard !matrix.hasHoles else { return nil }
    var queries: [Int: [Int]] = [:]
    for (row, documents) in matrix.relevant.enumerated() {
      for document in documents { queries[document, default: []].append(row) }
    }
    var pairs = 0
    for lists in [Array(queries.values), matrix.relevant] {
      for list in lists { pairs += list.count * list.count }
    }
    guard pairs <= Self.mostPairs else { return nil }
    var shared = [Int](repeating: 0, count: matrix.rowCount)
    var touched: [Int] = []
    var (total, sharing) = (0.0, 0)
    for (row, documents) in matrix.relevant.enumerated() {
      for document in documents {
        for other in queries[document] ?? [] where other != row {
          if shared[other] == 0 { touched.append(other) }
          shared[other] += 1
        }
      }
      // in order, so that the sum is the same every time
      for other in touched.sorted() {
        let union = documents.count + matrix.relevant[other].count - shared[other]
        total += Double(shared[other]) / Double(union)
        shared[other] = 0
      }
      sharing += touched.count
      touched.removeAll(keepingCapacity: true)
    }
    let count = Double(matrix.rowCount)
    strength = matrix.rowCount > 0 ? total / count : nil
    density = matrix.rowCount > 1 ? Double(sharing) / (count * (count - 1)) : nil
    documentDensity = Self.documentDensity(matrix, queries)
  }

  private static func documentDensity(
    _ matrix: RelevanceMatrix, _ queries: [Int: [Int]]
  ) -> Double? {
    guard queries.count > 1 else { return nil }
    var joined = 0
    var neighbours: Set<Int> = []
    for (document, rows) in queries {
      neighbours.removeAll(keepingCapacity: true)
      for row in rows { neighbours.formUnion(matrix.relevant[row]) }
      neighbours.remove(document)
      joined += neighbours.count
    }
    let count = Double(queries.count)
    return Double(joined) / (count * (count - 1))
  }
}
