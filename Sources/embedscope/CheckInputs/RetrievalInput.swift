import Checks
import EmbeddingFormats
import EmbeddingSets
import Findings
import Retrieval

/// Ranking quality in a policy: what `evaluate` measures of one run, or of query and document vectors,
/// so that a drop of nDCG stops a job.
///
/// The ids are those of the catalogue without the name of a run, which the input has already:
/// `retrieval.ndcg@k=10` of the input `dense` is `dense.retrieval.ndcg@k=10`.
enum RetrievalInput: CheckInput {
  static let kind = InputKind(
    id: "retrieval", names: ["retrieval", "run"],
    meaning: "Ranking quality of a run, or of document and query vectors, against judgments.",
    keys: [
      PolicyKey(
        "path", .path, "A run: TREC, BEIR, MS MARCO or JSON; instead of documents and queries."),
      PolicyKey(
        "documents", .input(kind: "embeddings"),
        "The input with the document vectors; its ids, or its row numbers, name them."),
      PolicyKey(
        "queries", .input(kind: "embeddings"), "The input with the query vectors, named likewise."),
      PolicyKey(
        "qrels", .input(kind: "judgments"), isRequired: true,
        "The input with the judgments; its threshold says what is relevant."),
      PolicyKey(
        "similarity", .choice(DenseRepresentation.Similarity.allCases.map(\.rawValue)),
        "How vectors are compared (default: dot)."),
      PolicyKey(
        "depth", .integer(atLeast: 1), "Documents that vectors rank for each query (default: 1000)."
      ),
      PolicyKey(
        "missing", .choice(EvaluationOptions.Treatment.allCases.map(\.rawValue)),
        "What a judged query that a run lacks counts: zero, or skip (default: zero)."),
    ],
    metrics: RetrievalCatalog.all.compactMap { withoutName($0) },
    parametric: atAnyCutoff,
    fingerprint: [
      "definition", "queries", "judgments", "documents", "threshold", "missing", "similarity",
      "depth", "seed",
    ],
    problem: { declaration in
      let isRun = declaration.texts["path"] != nil
      let sides = ["documents", "queries"].filter { declaration.texts[$0] != nil }
      if isRun && sides.isEmpty || !isRun && sides.count == 2 { return nil }
      return InputKind.Problem(
        "is a run, or documents and queries, and not part of both",
        remedy: "Give path: run.trec, or documents: and queries: with inputs of this policy.")
    })

  private static let prefix = "retrieval.NAME."

  /// A metric of one run under the name that policies use; nothing for other metrics.
  private static func withoutName(
    _ descriptor: MetricDescriptor, _ measure: String? = nil
  ) -> MetricDescriptor? {
    let id = descriptor.id.rawValue
    guard id.hasPrefix(prefix) else { return nil }
    return MetricDescriptor(
      id: MetricID("retrieval." + (measure ?? String(id.dropFirst(prefix.count)))),
      family: descriptor.family, title: descriptor.title, definition: descriptor.definition,
      formula: descriptor.formula, unit: descriptor.unit, range: descriptor.range,
      reading: descriptor.reading, edgeCases: descriptor.edgeCases, source: descriptor.source,
      revision: descriptor.revision)
  }

  /// A measure at a cutoff that reports do not have by themselves: `retrieval.ndcg@k=20`.
  private static func atAnyCutoff(_ id: MetricID) -> MetricDescriptor? {
    guard let measure = measure(id), measure.cutoff != nil else { return nil }
    let base = prefix + MetricID(measure.id).base
    return RetrievalCatalog.all.first { $0.id.base == base && $0.id.rawValue.contains("@k=") }
      .flatMap { withoutName($0, measure.id) }
  }

  /// The measure of an id of a policy, where it is one.
  private static func measure(_ id: MetricID) -> CutMeasure? {
    guard id.rawValue.hasPrefix("retrieval.") else { return nil }
    let name = String(id.rawValue.dropFirst("retrieval.".count))
    // the parser of measures also takes ndcg@10, and one id is to have one spelling
    return CutMeasure(id: name).flatMap { $0.id == name ? $0 : nil }
  }

  static func measure(_ request: CheckRequest) async throws -> CheckMeasurement {
    let declaration = request.declaration
    let qrels = try request.other("qrels")
    let judged = try JudgmentsReader.read(qrels.path)
    let found = try await run(request, judged.judgments)
    var options = ComparisonOptions()
    options.evaluation.relevanceLevel = qrels.integers["threshold"] ?? 1
    options.evaluation.missing =
      declaration.texts["missing"].flatMap(EvaluationOptions.Treatment.init) ?? .zero
    let measures = request.metrics.compactMap(measure)
    options.evaluation.measures = measures
    options.seed = request.seed
    options.jobs = request.jobs
    let comparison = try await Comparison(
      of: [Contender(found.run)], against: judged.judgments, options: options)
    let wanted = Set(request.metrics)
    let own = "retrieval.\(found.run.name)."
    let metrics = comparison.metrics().compactMap { metric -> Metric? in
      guard metric.id.rawValue.hasPrefix(own) else { return nil }
      let id = MetricID("retrieval." + metric.id.rawValue.dropFirst(own.count))
      return wanted.contains(id)
        ? Metric(id, metric.value, unit: metric.unit, interval: metric.interval) : nil
    }
    return CheckMeasurement(
      fingerprint: [
        CheckReport.Fact("queries", String(judged.judgments.queryCount)),
        CheckReport.Fact("judgments", digest(of: judged.judgments)),
        CheckReport.Fact("threshold", String(options.evaluation.relevanceLevel)),
        CheckReport.Fact("missing", options.evaluation.missing.rawValue),
        CheckReport.Fact("seed", String(request.seed)),
      ] + found.facts,
      metrics: metrics,
      notes: (judged.cautions.map { $0 + "." } + found.warnings.map { $0 + "." }).map {
        "\(declaration.name): \($0)"
      })
  }

  /// What was ranked.
  private struct Ranked {
    var run: RetrievalRun
    /// What of the making has to agree before two runs are compared.
    var facts: [CheckReport.Fact] = []
    var warnings: [String] = []
  }

  private static func run(
    _ request: CheckRequest, _ judgments: Judgments
  ) async throws -> Ranked {
    let declaration = request.declaration
    if let path = declaration.texts["path"] {
      var options = RunReadOptions()
      options.jobs = request.jobs
      return Ranked(
        run: try await RunReader.read(path, name: declaration.name, options: options))
    }
    let documents = try EmbeddingsInput.open(request.other("documents"))
    let queries = try EmbeddingsInput.open(request.other("queries"))
    let depth = declaration.integers["depth"] ?? 1000
    let similarity =
      declaration.texts["similarity"].flatMap(DenseRepresentation.Similarity.init) ?? .dot
    let vectors = try DenseRepresentation(
      name: declaration.name, documents: documents, queries: queries, similarity: similarity)
    let run = try await RetrievalRun(
      of: vectors, depth: depth, queries: table(queries, judgments.queryIDs),
      documents: table(documents, judgments.documentIDs), jobs: request.jobs)
    return Ranked(
      run: run,
      facts: [
        CheckReport.Fact("documents", String(documents.shape.rowCount)),
        CheckReport.Fact("similarity", similarity.rawValue),
        CheckReport.Fact("depth", String(depth)),
      ],
      warnings: [documents, queries].flatMap { ($0 as? any CautionedSource)?.warnings ?? [] })
  }

  private static func table(
    _ source: any EmbeddingSource, _ judged: [String]
  ) throws -> IdentifierTable {
    try IdentifierOptions.table(
      nil, option: "'ids' of the input, a", source.name, rowCount: source.shape.rowCount,
      own: (source as? any IdentifiedSource)?.identifiers(), judged)
  }

  /// How many judgments, and a digest of them that does not depend on their order.
  private static func digest(of judgments: Judgments) -> String {
    var sum: UInt64 = 0
    for query in 0..<judgments.queryCount {
      for entry in judgments.entries(of: query) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let document = judgments.documentIDs[judgments.documents[entry]]
        for part in [judgments.queryIDs[query], document, String(judgments.grades[entry])] {
          for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
          // a byte that no text in UTF-8 holds
          hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        sum &+= hash
      }
    }
    return "\(judgments.grades.count) (\(String(sum, radix: 16)))"
  }
}
