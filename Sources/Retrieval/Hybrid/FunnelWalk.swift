import EmbeddingSets

/// One query on its way through the stages.
struct FunnelWalk {
  /// What came out of a stage, best first.
  struct Outcome {
    var survivors: [Int32]
    /// Documents that entered.
    var entered: Int
    /// For each relevant document that entered: the rank in this stage, the best over its arms.
    var relevantRanks: [(document: Int32, rank: Int)]
  }

  private let documents: IdentifierTable
  private let relevant: Set<Int32>

  init(documents: IdentifierTable, relevant: Set<Int32>) {
    self.documents = documents
    self.relevant = relevant
  }

  /// Passes candidates through a stage.
  ///
  /// - Parameters:
  ///   - candidates: what came through the stage before; nil at the first, which looks at all
  ///     documents and retrieves only those with a score.
  ///   - rows: the scores of all documents, an array an arm.
  func pass(
    _ candidates: [Int32]?, _ arms: [FunnelPlan.Arm], _ rows: [ArraySlice<Double>]
  ) -> Outcome {
    var bestRank: [Int32: Int] = [:]
    var through: [(document: Int32, rank: Int)] = []
    var position: [Int32: Int] = [:]
    for (arm, row) in zip(arms, rows) {
      let ranking = ranking(candidates, row, first: arm.depth)
      for (offset, document) in ranking.enumerated() {
        let rank = offset + 1
        let isThrough = rank <= arm.depth
        if relevant.contains(document) {
          bestRank[document] = min(bestRank[document] ?? .max, rank)
        }
        guard isThrough else { continue }
        if let known = position[document] {
          through[known].rank = min(through[known].rank, rank)
        } else {
          position[document] = through.count
          through.append((document, rank))
        }
      }
    }
    if arms.count > 1 {
      through.sort {
        $0.rank != $1.rank
          ? $0.rank < $1.rank : documents.follows(Int($0.document), Int($1.document))
      }
    }
    return Outcome(
      survivors: through.map(\.document), entered: candidates?.count ?? documents.count,
      relevantRanks: bestRank.map { ($0.key, $0.value) }.sorted {
        ($0.rank, $0.document) < ($1.rank, $1.document)
      })
  }

  /// All candidates by score, ties by identifier descending; at the first stage without those that
  /// have no score, at later ones with those at the end.
  private func ranking(
    _ candidates: [Int32]?, _ row: ArraySlice<Double>, first depth: Int
  ) -> [Int32] {
    let start = row.startIndex
    func precedes(_ left: Int32, _ right: Int32) -> Bool {
      let one = row[start + Int(left)]
      let other = row[start + Int(right)]
      return one != other ? one > other : documents.follows(Int(left), Int(right))
    }
    let all =
      candidates ?? (0..<Int32(documents.count)).filter { row[start + Int($0)] > -.infinity }
    return all.sorted(by: precedes)
  }
}
