import Checks
import EmbeddingFormats
import EmbeddingSets
import Findings
import SignRank

/// Relevance judgments in a policy: what `signrank` proves of them without anybody's vectors.
enum QrelsInput: CheckInput {
  static let kind = InputKind(
    id: "judgments", names: ["qrels"],
    meaning: "Relevance judgments: TREC, BEIR, JSON lines, a 0/1 table or an array.",
    keys: [
      PolicyKey("path", .path, isRequired: true, "The judgments, relative to the policy."),
      PolicyKey(
        "threshold", .integer(atLeast: 1), "The least grade that is relevant (default: 1)."),
      PolicyKey(
        "unjudged", .choice(["not-relevant", "hole"]),
        "What a pair without a judgment is (default: not-relevant)."),
      PolicyKey("documents", .path, "All documents: a corpus, identifiers, or vectors."),
      PolicyKey("document_ids", .path, "Identifiers of the document vectors, one a line."),
      PolicyKey(
        "rounds", .integer(atLeast: 1),
        "Rounds of search, the same on every machine (default: 3)."),
      PolicyKey("time_limit", .integer(atLeast: 1), "Most seconds of search (default: 60)."),
    ],
    metrics: SignRankCatalog.all.filter { !needsMore($0) },
    fingerprint: ["definition", "rows", "columns", "threshold", "unjudged", "rounds", "seed"])

  /// Metrics of somebody's vectors and of experiments are not those of judgments.
  private static func needsMore(_ descriptor: MetricDescriptor) -> Bool {
    let id = descriptor.id.rawValue
    return !["signrank.", "ordering-rank.", "margin."].contains { id.hasPrefix($0) }
  }

  static func measure(_ request: CheckRequest) async throws -> CheckMeasurement {
    let declaration = request.declaration
    let threshold = declaration.integers["threshold"] ?? 1
    let unjudged = declaration.texts["unjudged"] ?? "not-relevant"
    let rounds = declaration.integers["rounds"] ?? 3
    let input = try RelevanceReader.read(
      declaration.path,
      options: RelevanceOptions(
        threshold: threshold, unjudgedAreHoles: unjudged == "hole",
        documents: try declaration.texts["documents"].map {
          try DocumentList.read($0, identifiers: declaration.texts["document_ids"])
        } ?? .judged))
    let progress = request.progress
    let bounds = await BoundSearch(
      input.matrix,
      options: BoundSearch.Options(
        timeLimit: Double(declaration.integers["time_limit"] ?? 60), mostRounds: rounds,
        seed: request.seed, jobs: request.jobs)
    ) { round, _ in progress("bounds", round, rounds) }.run()
    let wanted = Set(request.metrics)
    let report = SignRankReport(
      name: declaration.path, bounds: bounds,
      names: SignRankReport.Names(queries: input.queryIDs, documents: input.documentIDs),
      witness: SignRankReport.WitnessOutcome(of: bounds), audit: nil
    ).report(version: Version.current, arguments: [], seed: request.seed, notes: [], stamp: nil)
    return CheckMeasurement(
      fingerprint: [
        CheckReport.Fact("rows", String(input.matrix.rowCount)),
        CheckReport.Fact("columns", String(input.matrix.columnCount)),
        CheckReport.Fact("threshold", String(threshold)),
        CheckReport.Fact("unjudged", unjudged),
        CheckReport.Fact("rounds", String(rounds)),
        CheckReport.Fact("seed", String(request.seed)),
      ],
      digest: report.subject.digest,
      metrics: report.metrics.filter { wanted.contains($0.id) },
      notes: (input.cautions.map { $0 + "." } + report.provenance.notes).map {
        "\(declaration.name): \($0)"
      })
  }
}
