import EmbeddingSets

/// Reads the rankings of a run with the eyes of the judgments.
///
/// Documents are looked up by identifier once; afterwards the grade of a document is one read of a
/// table that holds the judgments of the query at hand.
struct RankingJudge {
  /// A ranking, and the same with ties in their worst and best order where that can matter.
  struct Outcome {
    var ranking: JudgedRanking
    var bounds: (worst: JudgedRanking, best: JudgedRanking)?
    var hasTies: Bool
  }

  private static let notJudged = Int32.min

  private let run: RetrievalRun
  private let judgments: Judgments
  private let options: EvaluationOptions
  /// The number in the run of each judged document, -1 where the run never retrieved it.
  private let runNumbers: [Int32]
  /// The grade for the query at hand of each document of the run.
  private var grades: [Int32]

  init(_ run: RetrievalRun, _ judgments: Judgments, _ options: EvaluationOptions) {
    self.run = run
    self.judgments = judgments
    self.options = options
    runNumbers = judgments.documentIDs.map { Int32(run.documents.index(of: $0) ?? -1) }
    grades = Array(repeating: Self.notJudged, count: run.documents.count)
  }

  /// The ranking of a query; without a query of the run, nothing is retrieved.
  mutating func judge(_ query: Int, runQuery: Int?) -> Outcome {
    var ranking = JudgedRanking()
    ranking.relevanceLevel = options.relevanceLevel
    let own = options.ignoresIdentical ? run.documents.index(of: judgments.queryIDs[query]) : nil
    for entry in judgments.entries(of: query) {
      let document = judgments.documents[entry]
      if options.ignoresIdentical, judgments.documentIDs[document] == judgments.queryIDs[query] {
        continue
      }
      let grade = judgments.grades[entry]
      ranking.idealGrades.append(grade)
      if grade >= options.relevanceLevel {
        ranking.relevantCount += 1
      } else if grade >= 0 {
        ranking.nonRelevantCount += 1
      }
      // Only where a ranking is walked: what is set is cleared behind the walk.
      let number = Int(runNumbers[document])
      if runQuery != nil, number >= 0 { grades[number] = Int32(clamping: grade) }
    }
    ranking.idealGrades.sort(by: >)
    guard let runQuery else { return Outcome(ranking: ranking, bounds: nil, hasTies: false) }
    let outcome = walk(ranking, run.entries(of: runQuery), leavingOut: own)
    for entry in judgments.entries(of: query) {
      let number = Int(runNumbers[judgments.documents[entry]])
      if number >= 0 { grades[number] = Self.notJudged }
    }
    return outcome
  }

  /// One walk from the best document to the worst.
  private func walk(
    _ empty: JudgedRanking, _ entries: Range<Int>, leavingOut own: Int?
  ) -> Outcome {
    var ranking = empty
    let table = grades.span
    let ranked = run.ranked.span
    let scores = run.scores.span
    var rank = 0
    var hasTies = false
    var groupStart = 0
    var groupScore = Double.nan
    /// Tie groups of more than one document that hold a judged one: ranks, and places in `ranks`.
    var groups: [TieGroup] = []
    var groupFirstJudged = 0
    func close(_ last: Int) {
      if last > groupStart {
        hasTies = true
        if ranking.ranks.count > groupFirstJudged {
          groups.append(
            TieGroup(
              ranks: groupStart...last, judged: groupFirstJudged..<ranking.ranks.count))
        }
      }
    }
    for entry in entries {
      let document = Int(ranked[entry])
      if document == own { continue }
      let grade = table[document]
      if options.judgedOnly && grade == Self.notJudged { continue }
      rank += 1
      if scores[entry] != groupScore {
        if rank > 1 { close(rank - 1) }
        groupStart = rank
        groupScore = scores[entry]
        groupFirstJudged = ranking.ranks.count
      }
      if grade != Self.notJudged {
        ranking.ranks.append(rank)
        ranking.grades.append(Int(grade))
      }
    }
    if rank > 0 { close(rank) }
    ranking.retrievedCount = rank
    guard !groups.isEmpty else {
      return Outcome(ranking: ranking, bounds: nil, hasTies: hasTies)
    }
    var worst = ranking
    var best = ranking
    for group in groups {
      group.order(&best, bestFirst: true)
      group.order(&worst, bestFirst: false)
    }
    return Outcome(ranking: ranking, bounds: (worst, best), hasTies: hasTies)
  }
}

/// Documents of equal score, at least one of them judged.
private struct TieGroup {
  let ranks: ClosedRange<Int>
  let judged: Range<Int>

  /// Rearranges the judged documents inside the tie: by grade from the top, with documents that were
  /// not judged between relevant ones and those judged not relevant; or the other way round.
  ///
  /// No other order gives a measure that judges order more, or less: moving a document of a higher
  /// grade up never lowers it, and for bpref a document that was not judged changes nothing.
  func order(_ ranking: inout JudgedRanking, bestFirst: Bool) {
    let descending = ranking.grades[judged].sorted(by: >)
    let relevant = descending.filter { $0 > 0 }
    let others = descending.filter { $0 <= 0 }
    let first = ranks.lowerBound
    let end = ranks.upperBound
    var placed: [(rank: Int, grade: Int)] = []
    if bestFirst {
      for (offset, grade) in relevant.enumerated() { placed.append((first + offset, grade)) }
      for (offset, grade) in others.enumerated() {
        placed.append((end - others.count + 1 + offset, grade))
      }
    } else {
      for (offset, grade) in others.reversed().enumerated() {
        placed.append((first + offset, grade))
      }
      for (offset, grade) in relevant.reversed().enumerated() {
        placed.append((end - relevant.count + 1 + offset, grade))
      }
    }
    for (offset, place) in placed.enumerated() {
      ranking.ranks[judged.lowerBound + offset] = place.rank
      ranking.grades[judged.lowerBound + offset] = place.grade
    }
  }
}
