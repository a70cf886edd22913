import EmbeddingSets
import Findings
import Streaming

/// How much of an export's quality a cheaper variant of it keeps.
///
/// Always the share of the ten best documents that stay among them; with judgments also recall at the
/// number of relevant documents.
struct VariantQuality {
  /// One variant, measured.
  struct Point: Sendable, Hashable {
    let overlap: Double
    let overlapInterval: Interval?
    let recall: Double?
    let recallInterval: Interval?

    var cells: [Cell] {
      [
        .number(overlap), .optional(overlapInterval?.low), .optional(overlapInterval?.high),
        .optional(recall), .optional(recallInterval?.low), .optional(recallInterval?.high),
      ]
    }
  }

  /// The columns of a point; intervals are 95 % over queries.
  static let columns = [
    "overlap_10", "overlap_10_low", "overlap_10_high", "recall", "recall_low", "recall_high",
  ]

  private static let depth = 10
  private let best: [Set<Int32>]
  private let relevant: [[Int]?]
  private let options: AuditOptions

  /// Ranks the ten best documents of the uncut export.
  ///
  /// - Parameters:
  ///   - baseline: whose query i is query `rows[i]` of the export.
  ///   - rows: the queries asked.
  init(_ baseline: any TiledRepresentation, rows: [Int], options: AuditOptions) async throws {
    self.options = options
    var lists: [Int: [Int]] = [:]
    if let relevant = options.relevant {
      for (query, documents) in zip(relevant.queries, relevant.documents) {
        lists[query] = documents
      }
    }
    relevant = rows.map { lists[$0] }
    best = try await Self.rankings(baseline, relevant, options).map(\.best)
  }

  /// Measures a variant with the same queries and documents.
  func measure(_ variant: any TiledRepresentation) async throws -> Point {
    let found = try await Self.rankings(variant, relevant, options)
    let overlaps = found.enumerated().map { index, ranking in
      let size = min(Self.depth, max(1, best[index].count))
      return best[index].isEmpty
        ? 1 : Double(ranking.best.intersection(best[index]).count) / Double(size)
    }
    let recalls = found.compactMap(\.recall)
    return Point(
      overlap: overlaps.reduce(0, +) / Double(max(1, found.count)),
      overlapInterval: try await options.interval(overlaps),
      recall: recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count),
      recallInterval: try await options.interval(recalls))
  }

  private static func rankings(
    _ representation: any TiledRepresentation, _ relevant: [[Int]?], _ options: AuditOptions
  ) async throws -> [(best: Set<Int32>, recall: Double?)] {
    let blocks = representation.queryBlocks
    let count = representation.documentCount
    var all: [(best: Set<Int32>, recall: Double?)] = []
    try await orderedMap(count: blocks.count, width: options.jobs) { index in
      let scores = try representation.scores(queries: blocks[index])
      return blocks[index].enumerated().map { row, query -> (best: Set<Int32>, recall: Double?) in
        let wanted = relevant[query]
        var top = BestDocuments(depth: max(depth, wanted?.count ?? 0))
        top.take(scores, in: row * count..<(row + 1) * count)
        let ranking = top.ranking(options.identifiers).map(\.document)
        let hits = wanted.map { wanted in
          let set = Set(wanted)
          return Double(ranking.prefix(wanted.count).count { set.contains(Int($0)) })
            / Double(wanted.count)
        }
        return (Set(ranking.prefix(depth)), hits)
      }
    } consume: { _, part in
      all += part
    }
    return all
  }
}
