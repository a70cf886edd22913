import Analysis
import Checks
import EmbeddingSets
import Findings

/// Two exports of the same rows in a policy: what `compare` measures, so that a conversion that moves
/// neighbours stops a job.
enum ExportsInput: CheckInput {
  static let kind = InputKind(
    id: "exports", names: ["compare", "exports"],
    meaning: "Two exports of the same rows, such as before and after a conversion.",
    keys: [
      PolicyKey(
        "a", .input(kind: "embeddings"), isRequired: true,
        "The input to hold the other against."),
      PolicyKey("b", .input(kind: "embeddings"), isRequired: true, "The other input."),
      PolicyKey(
        "by_position", .flag,
        "Match rows by position although both have identifiers (default: false)."),
    ],
    metrics: ExportComparisonCatalog.all,
    fingerprint: ["definition", "rows", "seed", "pair_budget"],
    problem: { declaration in
      declaration.texts["a"] == declaration.texts["b"]
        ? InputKind.Problem(
          "compares '\(declaration.texts["a"] ?? "")' with itself",
          remedy: "Name two inputs, a and b.") : nil
    })

  static func measure(_ request: CheckRequest) async throws -> CheckMeasurement {
    let declaration = request.declaration
    let first = try EmbeddingsInput.open(request.other("a"))
    let second = try EmbeddingsInput.open(request.other("b"))
    let options = options(request)
    let progress = request.progress
    let counter = ProgressCounter()
    let report = try await ExportComparison(
      of: first, with: second,
      matching: try matching(
        first, second, byPosition: declaration.flags["by_position"] ?? false),
      options: options
    ) { step in
      progress(step.task, counter.add(step.done, to: step.task), step.total)
    }.run(version: Version.current, arguments: [])
    let wanted = Set(request.metrics)
    let warnings = [first, second].flatMap { ($0 as? any CautionedSource)?.warnings ?? [] }
    return CheckMeasurement(
      fingerprint: [
        CheckReport.Fact("rows", String(report.subject.rows)),
        CheckReport.Fact("seed", String(options.seed)),
        CheckReport.Fact("pair_budget", NumberText.shortest(options.pairBudget)),
      ],
      metrics: report.metrics.filter { wanted.contains($0.id) },
      notes: (warnings.map { $0 + "." } + report.provenance.notes).map {
        "\(declaration.name): \($0)"
      })
  }

  /// What `compare` has to do for the metrics that are wanted: neighbours and the diagnosis of both
  /// sets only where one of them needs it.
  static func options(_ request: CheckRequest) -> ExportComparisonOptions {
    var options = ExportComparisonOptions()
    options.comparesNeighbors = request.metrics.contains {
      $0.rawValue.hasPrefix("compare.neighbor-")
    }
    options.comparesMetrics = request.metrics.contains("compare.metrics-moved")
    options.worstRows = 0
    options.jobs = request.jobs
    options.seed = request.seed
    if let budget = request.options["pair_budget"] { options.pairBudget = budget }
    return options
  }

  private static func matching(
    _ first: any EmbeddingSource, _ second: any EmbeddingSource, byPosition: Bool
  ) throws -> RowMatching {
    let identifiers = (
      try (first as? any IdentifiedSource)?.identifiers(),
      try (second as? any IdentifiedSource)?.identifiers()
    )
    guard !byPosition, let left = identifiers.0, let right = identifiers.1 else {
      return try .byPosition(first, second)
    }
    return try .byIdentifiers(left, right, names: (first.name, second.name))
  }
}
