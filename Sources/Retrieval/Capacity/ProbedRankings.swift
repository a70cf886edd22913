public import EmbeddingSets
import Streaming

/// How well the scores of a representation put the relevant documents first.
public struct ProbedRankings: Sendable, Hashable {
  /// For each query the share of its R relevant documents among the first R.
  public let recalls: [Double]
  /// For each query the lowest relevant score minus the highest other one; nil where every document is
  /// relevant.
  public let margins: [Double?]

  /// The mean recall; nil without queries.
  public var meanRecall: Double? {
    recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
  }

  /// The share of queries whose relevant documents all stand before all others, with a gap.
  public var positiveShare: Double? {
    let known = margins.compactMap { $0 }
    return known.isEmpty ? nil : Double(known.count { $0 > 0 }) / Double(known.count)
  }

  /// The middle margin.
  public var medianMargin: Double? {
    let known = margins.compactMap { $0 }.sorted()
    guard !known.isEmpty else { return nil }
    return (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
  }

  /// Scores every document for every query of a representation.
  ///
  /// - Parameters:
  ///   - representation: whose query i is query i of `relevant` by position.
  ///   - relevant: what should come first.
  ///   - identifiers: of the documents; ties go to the later one.
  ///   - jobs: tasks at work at a time; speed only.
  public init(
    _ representation: any TiledRepresentation, relevant: [[Int]], identifiers: IdentifierTable,
    jobs: Int
  ) async throws {
    precondition(representation.queryCount == relevant.count, "one list of documents a query")
    let blocks = representation.queryBlocks
    let documentCount = representation.documentCount
    var recalls: [Double] = []
    var margins: [Double?] = []
    try await orderedMap(count: blocks.count, width: jobs) { index in
      var rows = try representation.scores(queries: blocks[index])
      return blocks[index].enumerated().map { row, query in
        Self.probe(
          &rows, row * documentCount..<(row + 1) * documentCount, relevant[query], identifiers)
      }
    } consume: { _, outcomes in
      for outcome in outcomes {
        recalls.append(outcome.recall)
        margins.append(outcome.margin)
      }
    }
    self.recalls = recalls
    self.margins = margins
  }

  /// Looks at one row of scores, which it uses up.
  private static func probe(
    _ scores: inout [Double], _ row: Range<Int>, _ relevant: [Int], _ identifiers: IdentifierTable
  ) -> (recall: Double, margin: Double?) {
    var best = BestDocuments(depth: relevant.count)
    best.take(scores, in: row)
    let wanted = Set(relevant)
    let hits = best.ranking(identifiers).count { wanted.contains(Int($0.document)) }
    var lowest = Double.infinity
    for document in relevant {
      lowest = min(lowest, scores[row.lowerBound + document])
      scores[row.lowerBound + document] = -.infinity
    }
    var highest = -Double.infinity
    for index in row where scores[index] > highest { highest = scores[index] }
    let margin = lowest - highest
    return (
      Double(hits) / Double(relevant.count),
      relevant.count == row.count || !margin.isFinite ? nil : margin
    )
  }
}
