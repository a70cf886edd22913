import Analysis
import Checks
import EmbeddingFormats
import EmbeddingSets
import Findings

/// An embedding set in a policy: everything that `diagnose` measures.
enum EmbeddingsInput: CheckInput {
  static let kind = InputKind(
    id: "embeddings", names: ["corpus", "queries"],
    meaning: "An embedding set: a file, a directory or a pattern of shards.",
    keys: [
      PolicyKey(
        "path", .path, isRequired: true,
        "A file, a directory or a pattern of shards, relative to the policy."),
      PolicyKey(
        "format", .choice(FormatCatalog.all.map(\.id)), "File format, where content does not tell."),
      PolicyKey("tensor", .text, "The tensor or member to read."),
      PolicyKey("dtype", .choice(ScalarType.dtypeChoices), "Stored type, for headerless files."),
      PolicyKey("dimensions", .integer(atLeast: 1), "Components, for headerless files."),
      PolicyKey("ids", .path, "Identifiers of the rows, one a line."),
      PolicyKey("json_path", .text, "Where the vectors are in JSON: data[].embedding."),
      PolicyKey("allow_truncated", .flag, "Read the whole rows of a truncated file."),
    ],
    metrics: MetricCatalog.ofOneSet,
    fingerprint: [
      "definition", "rows", "dimensions", "stored_as", "seed", "pair_budget", "neighbors_budget",
      "duplicate_budget",
    ])

  static func measure(_ request: CheckRequest) async throws -> CheckMeasurement {
    let source = try open(request.declaration)
    let options = options(request)
    let progress = request.progress
    let counter = ProgressCounter()
    let report = try await Diagnosis(of: source, options: options) { step in
      progress(step.task, counter.add(step.done, to: step.task), step.total)
    }.run(version: Version.current, arguments: [])
    try rejectUnseenNonfiniteRows(report, request)
    let wanted = Set(request.metrics)
    let warnings = (source as? any CautionedSource)?.warnings ?? []
    let name = request.declaration.name
    return CheckMeasurement(
      fingerprint: [
        CheckReport.Fact("rows", String(report.subject.rows)),
        CheckReport.Fact("dimensions", String(report.subject.dimensions)),
        CheckReport.Fact("stored_as", report.subject.storedAs),
        CheckReport.Fact("seed", String(options.seed)),
        CheckReport.Fact("pair_budget", NumberText.shortest(options.pairBudget)),
        CheckReport.Fact("neighbors_budget", NumberText.shortest(options.neighborsBudget)),
        CheckReport.Fact("duplicate_budget", String(duplicateBudget(request))),
      ],
      digest: report.subject.digest,
      metrics: report.metrics.filter { wanted.contains($0.id) },
      notes: (warnings.map { $0 + "." } + report.warnings(about: wanted)
        + report.provenance.notes).map { "\(name): \($0)" })
  }

  /// Rows with a NaN are left out of every number, so that a policy that does not ask for them would
  /// pass a broken export.
  private static func rejectUnseenNonfiniteRows(
    _ report: Report, _ request: CheckRequest
  ) throws {
    guard !request.metrics.contains("data.rows-nonfinite"),
      let finding = report.findings.first(where: { $0.evidence.contains("data.rows-nonfinite") })
    else { return }
    throw OutputError(
      "\(request.declaration.path): \(finding.message) \(finding.advice)\n"
        + "If some may be there, say how many: {metric: \(request.declaration.name)"
        + ".data.rows-nonfinite, fail: \"> 0\"}.")
  }

  /// The set of an input.
  static func open(_ declaration: InputDeclaration) throws -> any EmbeddingSource {
    var options = ReadOptions()
    options.tensor = declaration.texts["tensor"]
    options.dtype = declaration.texts["dtype"].flatMap(ScalarType.init(dtypeName:))
    options.dimensions = declaration.integers["dimensions"]
    options.format = declaration.texts["format"]
    options.jsonPath = declaration.texts["json_path"]
    options.allowTruncated = declaration.flags["allow_truncated"] ?? false
    options.idsPath = declaration.texts["ids"]
    return try EmbeddingSetReader.open(declaration.path, options: options)
  }

  /// What `diagnose` has to do for the metrics that are wanted: their families, their views, and the
  /// search for duplicates only where one of them counts duplicates.
  static func options(_ request: CheckRequest) -> DiagnosisOptions {
    var options = DiagnosisOptions()
    let wanted = MetricCatalog.ofOneSet.filter { request.metrics.contains($0.id) }
    options.families = Set(wanted.compactMap { MetricFamily(rawValue: $0.family) })
    options.views = Set(
      wanted.filter { $0.family == MetricFamily.spectrum.rawValue }.compactMap { descriptor in
        let parts = descriptor.id.rawValue.split(separator: ".")
        return parts.count > 1 ? SpectralView(rawValue: String(parts[1])) : nil
      })
    options.includesPartition = wanted.contains { $0.id == "isotropy.partition-log-ratio" }
    options.jobs = request.jobs
    options.seed = request.seed
    if let budget = request.options["pair_budget"] { options.pairBudget = budget }
    if let budget = request.options["neighbors_budget"] {
      options.neighborsBudget = budget
      options.headroomBudget = budget
    }
    let needsDuplicates = wanted.contains {
      $0.id.rawValue.hasPrefix("data.duplicate-")
        || $0.family == MetricFamily.intrinsicDimension.rawValue
    }
    options.duplicateBudget = needsDuplicates ? duplicateBudget(request) : 0
    return options
  }

  private static func duplicateBudget(_ request: CheckRequest) -> Int {
    request.options["duplicate_budget"].map { Int(exactly: $0) ?? .max }
      ?? DiagnosisOptions().duplicateBudget
  }
}

extension Report {
  /// What a diagnosis warns of where its evidence is among some metrics, with the advice.
  func warnings(about metrics: Set<MetricID>) -> [String] {
    findings.filter { $0.severity >= .warning && !metrics.isDisjoint(with: $0.evidence) }
      .map { $0.advice.isEmpty ? $0.message : "\($0.message) \($0.advice)" }
  }
}
