public import EmbeddingSets

/// Every measure of one run for every judged query, and what the averages are over.
public struct Evaluation: Sendable {
  /// How many queries there were of each kind; a mean without these cannot be judged.
  public struct Counts: Sendable, Hashable {
    /// Judged queries with a relevant document that the run has.
    public var scored = 0
    /// Judged queries with a relevant document that the run lacks.
    public var missing = 0
    /// Judged queries without a relevant document.
    public var withoutRelevant = 0
    /// Queries of the run that nobody judged.
    public var notJudged = 0
    /// Documents retrieved for scored queries.
    public var retrieved = 0
    /// Relevant documents of the queries averaged over.
    public var relevant = 0
    /// Of those, the ones retrieved.
    public var relevantRetrieved = 0
    /// Scored queries with equal scores somewhere.
    public var tiedQueries = 0
    /// Scored queries where the order inside ties changes some measure.
    public var tieSensitiveQueries = 0
  }

  /// What the run is called.
  public let name: String
  /// Which measures were taken, in order.
  public let measures: [CutMeasure]
  /// The queries averaged over, as indices into those of the judgments, ascending.
  public let queries: [Int]
  /// `values[m][i]` is measure `m` for query `queries[i]`.
  public let values: [[Double]]
  /// The same with every tie in its worst order.
  public let lowest: [[Double]]
  /// The same with every tie in its best order.
  public let highest: [[Double]]
  /// How many queries of each kind.
  public let counts: Counts

  /// Evaluates a run.
  ///
  /// - Complexity: one pass over the entries of judged queries; the documents' identifiers are looked
  ///   up once each.
  public init(
    of run: RetrievalRun, against judgments: Judgments, options: EvaluationOptions = .init()
  ) {
    var judge = RankingJudge(run, judgments, options)
    var counts = Counts()
    var queries: [Int] = []
    let measures = options.measures
    var values: [[Double]] = measures.map { _ in [] }
    var lowest = values
    var highest = values
    var judgedRunQueries = 0
    for query in 0..<judgments.queryCount {
      let runQuery = run.queries.index(of: judgments.queryIDs[query])
      if runQuery != nil { judgedRunQueries += 1 }
      let outcome = judge.judge(query, runQuery: runQuery)
      let ranking = outcome.ranking
      let hasRelevant = ranking.relevantCount > 0
      if !hasRelevant {
        counts.withoutRelevant += 1
        if options.withoutRelevant == .skip { continue }
      } else if runQuery == nil {
        counts.missing += 1
        if options.missing == .skip { continue }
      } else {
        counts.scored += 1
        if outcome.hasTies { counts.tiedQueries += 1 }
      }
      counts.retrieved += ranking.retrievedCount
      counts.relevant += ranking.relevantCount
      counts.relevantRetrieved += ranking.hits(within: nil)
      queries.append(query)
      var isSensitive = false
      for (index, measure) in measures.enumerated() {
        let isDefined = hasRelevant || !measure.measure.judgesOrder
        let value = isDefined ? measure.value(ranking) : 0
        values[index].append(value)
        guard let bounds = outcome.bounds, hasRelevant, measure.measure.judgesOrder else {
          lowest[index].append(value)
          highest[index].append(value)
          continue
        }
        let low = measure.value(bounds.worst)
        let high = measure.value(bounds.best)
        lowest[index].append(low)
        highest[index].append(high)
        if low != high { isSensitive = true }
      }
      if isSensitive { counts.tieSensitiveQueries += 1 }
    }
    counts.notJudged = run.queries.count - judgedRunQueries
    name = run.name
    self.measures = measures
    self.queries = queries
    self.values = values
    self.lowest = lowest
    self.highest = highest
    self.counts = counts
  }

  /// The mean of a measure; nil where there is no query to average over.
  public func mean(_ measure: Int) -> Double? { Self.mean(values[measure]) }

  /// The mean of a measure with every tie in its worst and in its best order.
  public func tieBounds(_ measure: Int) -> (low: Double, high: Double)? {
    guard let low = Self.mean(lowest[measure]), let high = Self.mean(highest[measure]) else {
      return nil
    }
    return (low, high)
  }

  /// The position among ``measures`` of an id.
  public func position(of id: String) -> Int? { measures.firstIndex { $0.id == id } }

  private static func mean(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    var sum = 0.0
    for value in values { sum += value }
    return sum / Double(values.count)
  }
}
