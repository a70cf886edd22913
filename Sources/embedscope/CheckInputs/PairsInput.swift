import Analysis
import Checks
import EmbeddingSets
import Findings

/// Positive pairs in a policy: everything that `pairs` measures.
enum PairsInput: CheckInput {
  static let kind = InputKind(
    id: "pairs", names: ["pairs"],
    meaning: "Positive pairs of rows of one or two embedding sets of the policy.",
    keys: [
      PolicyKey(
        "path", .path,
        "Two cells a line: row numbers from 0 or identifiers; without it rows go together in order."
      ),
      PolicyKey(
        "a", .input(kind: "embeddings"), isRequired: true,
        "The input that the first row of each pair is in."),
      PolicyKey(
        "b", .input(kind: "embeddings"),
        "The input that the second row of each pair is in (default: that of the first)."),
      PolicyKey(
        "groups", .path, "Groups of views for LiDAR: a label for each row of a, one a line."),
    ],
    metrics: MetricCatalog.ofPairs,
    fingerprint: ["definition", "pairs", "dimensions", "stored_as", "seed", "pair_budget"],
    problem: { declaration in
      ["path", "b", "groups"].contains { declaration.texts[$0] != nil }
        ? nil
        : InputKind.Problem(
          "says nothing of what goes together", remedy: "Add path, b or groups.")
    })

  static func measure(_ request: CheckRequest) async throws -> CheckMeasurement {
    let declaration = request.declaration
    let first = try EmbeddingsInput.open(request.other("a"))
    let second = try declaration.texts["b"].map { _ in
      try EmbeddingsInput.open(request.other("b"))
    }
    let pairs = declaration.texts["path"]
    let groups = declaration.texts["groups"]
    let input = try PairInput(pairs: pairs, groups: groups, first: first, second: second)
    var options = PairOptions()
    let wanted = MetricCatalog.ofPairs.filter { request.metrics.contains($0.id) }
    options.families = Set(wanted.compactMap { MetricFamily(rawValue: $0.family) })
    options.jobs = request.jobs
    options.seed = request.seed
    options.groups = input.groups
    if let budget = request.options["pair_budget"] { options.pairBudget = budget }
    let progress = request.progress
    let counter = ProgressCounter()
    let report = try await PairDiagnosis(
      of: first, and: input.second, pairs: input.pairs, options: options
    ) { step in
      progress(step.task, counter.add(step.done, to: step.task), step.total)
    }.run(version: Version.current, arguments: [], notes: input.notes, stamp: nil)
    let ids = Set(request.metrics)
    let warnings =
      input.warnings + ((first as? any CautionedSource)?.warnings ?? [])
      + ((input.second as? any CautionedSource)?.warnings ?? [])
    return CheckMeasurement(
      fingerprint: [
        CheckReport.Fact("pairs", String(input.pairs.count)),
        CheckReport.Fact("dimensions", String(report.subject.dimensions)),
        CheckReport.Fact("stored_as", report.subject.storedAs),
        CheckReport.Fact("seed", String(options.seed)),
        CheckReport.Fact("pair_budget", NumberText.shortest(options.pairBudget)),
      ],
      digest: report.subject.digest,
      metrics: report.metrics.filter { ids.contains($0.id) },
      notes: (warnings.map { $0 + "." } + report.warnings(about: ids) + report.provenance.notes).map
      {
        "\(declaration.name): \($0)"
      })
  }
}
