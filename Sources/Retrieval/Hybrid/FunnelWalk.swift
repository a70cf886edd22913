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

  /// The scores of all documents for the query: a row of a larger table.
  struct Row {
    let scores: [Double]
    let range: Range<Int>

    /// The score of a document.
    subscript(document: Int32) -> Double { scores[range.lowerBound + Int(document)] }
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
    _ candidates: [Int32]?, _ arms: [FunnelPlan.Arm], _ rows: [Row]
  ) -> Outcome {
    var bestRank: [Int32: Int] = [:]
    var through: [(document: Int32, rank: Int)] = []
    var position: [Int32: Int] = [:]
    for (arm, row) in zip(arms, rows) {
      let ranking = ranking(candidates, row, depth: arm.depth)
      for (document, rank) in relevantRanks(ranking, candidates, row) {
        bestRank[document] = min(bestRank[document] ?? .max, rank)
      }
      for (offset, document) in ranking.prefix(arm.depth).enumerated() {
        let rank = offset + 1
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

  /// Whether one document stands before another: by score, then by identifier, descending.
  private func precedes(_ left: Int32, _ right: Int32, _ row: Row) -> Bool {
    let (one, other) = (row[left], row[right])
    return one != other ? one > other : documents.follows(Int(left), Int(right))
  }

  /// All candidates in order, those without a score at the end; at the first stage, which looks at every
  /// document, only the best ones that have a score.
  private func ranking(_ candidates: [Int32]?, _ row: Row, depth: Int) -> [Int32] {
    if let candidates { return candidates.sorted { precedes($0, $1, row) } }
    var best = BestDocuments(depth: depth)
    best.take(row.scores, in: row.range)
    return best.ranking(documents).map(\.document)
  }

  /// The rank of each relevant document that this stage can see.
  private func relevantRanks(
    _ ranking: [Int32], _ candidates: [Int32]?, _ row: Row
  ) -> [(document: Int32, rank: Int)] {
    var found: [(document: Int32, rank: Int)] = []
    for (offset, document) in ranking.enumerated() where relevant.contains(document) {
      found.append((document, offset + 1))
    }
    guard candidates == nil else { return found }
    let missing = relevant.subtracting(found.map(\.document)).filter { row[$0] > -.infinity }
    // Counting what stands before is one pass for each; for many, one sort of everything is less.
    guard missing.count <= 16 else {
      let all = (0..<Int32(documents.count)).filter { row[$0] > -.infinity }
        .sorted { precedes($0, $1, row) }
      return all.enumerated().filter { relevant.contains($0.element) }.map {
        ($0.element, $0.offset + 1)
      }
    }
    for document in missing {
      let own = row[document]
      var before = 0
      for index in row.range where row.scores[index] >= own {
        let other = Int32(index - row.range.lowerBound)
        if other != document, precedes(other, document, row) { before += 1 }
      }
      found.append((document, before + 1))
    }
    return found
  }
}
