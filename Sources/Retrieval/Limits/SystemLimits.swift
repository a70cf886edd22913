public import EmbeddingSets
public import Findings

/// What limits one system of a comparison: its queries, its vectors, its first documents, or its order.
///
/// An export is probed with the best linear queries where that can be done; of every system, a finished
/// run included, it is known how many relevant documents its first documents hold, which no later stage
/// can raise.
public struct SystemLimits: Sendable {
  /// What is in the way, the most fundamental first.
  public enum Limit: String, Sendable, CaseIterable {
    /// The queries: the documents could be told apart.
    case alignment
    /// The document vectors, though they use the directions they have.
    case capacity
    /// The document vectors, which use few of their directions.
    case collapse
    /// Relevant documents that are not among the first ones.
    case firstStage = "first-stage"
    /// The order of the first ones.
    case order
    /// Nothing much.
    case none
    /// Nobody can say.
    case unknown
  }

  /// The lines that the verdict draws.
  public struct Lines: Sendable, Hashable {
    /// Documents that a first stage hands on.
    public var firstStageDepth = 100
    /// Recall from which relevant documents count as found, at that depth or at their own number.
    public var highRecall = 0.9

    /// The standard lines.
    public init() {}
  }

  /// What the system is called.
  public let name: String
  /// What it is: `dense`, `tokens`, `sparse`, `bm25`, `run`.
  public let kind: String
  /// Documents of the list that count as the first stage: 100, or as many as the longest list has.
  public let depth: Int
  /// Mean share of the relevant documents among the first; nil without a query.
  public let firstStageRecall: Double?
  /// Relevant documents that are not among them, over all queries.
  public let lost: Int
  /// Relevant documents of all queries.
  public let relevantCount: Int
  /// Mean share of the R relevant documents among the first R; nil without a query.
  public let inPlace: Double?
  /// What the best linear queries could find.
  public let oracle: LinearOracle
  /// Singular values of the double-centred scores; nil where they were not looked at.
  public let scoreSpectrum: SingularSpectrum?
  /// Queries behind the spectrum.
  public let spectrumQueries: Int
  /// What it costs.
  public let cost: RepresentationCost
  /// Number of documents of the export; nil for a finished run.
  public let documentCount: Int?
  /// What to know of the export before trusting its scores.
  public let cautions: [Finding]
  /// The lines.
  public let lines: Lines

  /// Measures a contender.
  ///
  /// - Parameters:
  ///   - contender: a run or an export.
  ///   - judgments: what should be found.
  ///   - options: measures, resamples, seed.
  ///   - known: the evaluation of the contender under the same options, where there is one: its recall is not
  ///     taken again.
  ///   - probes: look at the vectors of exports: the oracle and the spectrum of the scores.
  ///   - lines: from where on something is said of a number.
  /// - Throws: what scoring throws.
  public init(
    _ contender: Contender, against judgments: Judgments, options: ComparisonOptions,
    evaluation known: Evaluation? = nil, probes: Bool = true, lines: Lines = Lines()
  ) async throws {
    let run = contender.run
    let longest = run.queries.indices.map { run.entries(of: $0).count }.max() ?? 0
    let depth = min(lines.firstStageDepth, max(1, longest))
    // a list that ends before the depth has the same recall at both
    let wanted = [CutMeasure(Recall.self, lines.firstStageDepth), CutMeasure(RPrecision.self, nil)]
    let evaluation: Evaluation
    if let known, wanted.allSatisfy({ known.position(of: $0.id) != nil }) {
      evaluation = known
    } else {
      var measured = options.evaluation
      measured.measures = wanted
      evaluation = Evaluation(of: run, against: judgments, options: measured)
    }
    self.depth = depth
    firstStageRecall = evaluation.position(of: wanted[0].id).flatMap(evaluation.mean)
    inPlace = evaluation.position(of: wanted[1].id).flatMap(evaluation.mean)
    relevantCount = evaluation.counts.relevant
    lost = Self.lost(
      evaluation.position(of: wanted[0].id).map { evaluation.values[$0] } ?? [],
      evaluation.queries, judgments, options.evaluation)
    name = contender.name
    kind = contender.kind
    self.lines = lines
    cost = contender.cost
    documentCount = contender.representation?.documentCount
    cautions = contender.representation?.cautions ?? []
    guard let representation = contender.representation else {
      (oracle, scoreSpectrum, spectrumQueries) = (
        .unknown(reason: "a finished run has no vectors"), nil, 0
      )
      return
    }
    let relevant = RelevantDocuments(
      judgments, queries: run.queries, documents: run.documents,
      level: options.evaluation.relevanceLevel)
    guard probes, relevant.count > 0 else {
      (oracle, scoreSpectrum, spectrumQueries) = (
        .unknown(reason: probes ? "no judged document is in the export" : "not asked for"), nil, 0
      )
      return
    }
    var capacity = CapacityOptions()
    capacity.relevanceLevel = options.evaluation.relevanceLevel
    capacity.seed = options.seed
    capacity.jobs = options.jobs
    oracle = try await representation.oracle(
      OracleQuestion(relevant: relevant, identifiers: run.documents, options: capacity))
    let sample = ScoreSpectrum.sample(of: representation, seed: options.seed)
    spectrumQueries = sample.count
    scoreSpectrum =
      sample.isEmpty
      ? nil
      : try await ScoreSpectrum.of(representation.asking(sample), jobs: options.jobs)
  }

  /// Relevant documents beyond a depth, from the recall there: hits are whole numbers.
  private static func lost(
    _ recalls: [Double], _ queries: [Int], _ judgments: Judgments, _ options: EvaluationOptions
  ) -> Int {
    var lost = 0
    for (place, query) in queries.enumerated() {
      var relevant = 0
      for entry in judgments.entries(of: query)
      where judgments.grades[entry] >= options.relevanceLevel {
        let isOwn =
          options.ignoresIdentical
          && judgments.documentIDs[judgments.documents[entry]] == judgments.queryIDs[query]
        if !isOwn { relevant += 1 }
      }
      lost += relevant - Int((recalls[place] * Double(relevant)).rounded())
    }
    return lost
  }

  /// What is in the way.
  public var limit: Limit {
    switch oracle.capacity?.verdict {
    case .alignment: return .alignment
    case .capacity: return .capacity
    case .collapse: return .collapse
    case .fine: return .none
    case .untestable, nil: break
    }
    guard let firstStageRecall, let inPlace else { return .unknown }
    if firstStageRecall < lines.highRecall { return .firstStage }
    return inPlace < lines.highRecall ? .order : .none
  }

  /// Singular values beyond the rounding of scores in single precision; nil where they were not looked
  /// at.
  public var scoreRank: Int? {
    scoreSpectrum.map { spectrum in
      let size = Double(max(spectrumQueries, documentCount ?? 0))
      return spectrum.rank(tolerance: size * 0x1p-24 * (spectrum.values.first ?? 0))
    }
  }
}
