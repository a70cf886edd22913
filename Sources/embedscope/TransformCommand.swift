import Analysis
import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings
import Streaming

/// Changes a set by steps fitted to it, or by a fit that was kept: `embedscope transform SET`.
struct TransformCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transform",
    abstract: "Centers, whitens, cuts or quantises a set, and tells what that changes.",
    usage: """
      embedscope transform <SET> --steps <STEP,...> [--fit <FILE>] [<options>]
      embedscope transform <SET> --apply <FILE> [<options>]
      """,
    discussion: """
      Steps, in the order that rows go through them:
      \(TransformRecipe.catalog.map { "  \($0.usage): \($0.summary)" }.joined(separator: "\n"))

      Without --output nothing is written: the report tells what would change. Queries must go \
      through the same fit as the documents they are held against.

      Examples:
        embedscope transform docs.npy --steps center,normalize
        embedscope transform docs.npy --steps pca=128,int8 --fit docs.fit -o docs8.npy
        embedscope transform queries.npy --apply docs.fit -o queries8.npy
        embedscope transform docs.npy --steps all-but-top=3 --queries queries.npy
      """)

  @Argument(
    help: ArgumentHelp(
      "A file, a directory or pattern of shards, or - for standard input.", valueName: "SET"))
  var set: String

  @Option(help: ArgumentHelp("Fit these steps to the set.", valueName: "STEP,..."))
  var steps: String?

  @Option(help: ArgumentHelp("Keep the fit here (safetensors).", valueName: "FILE"))
  var fit: String?

  @Option(help: ArgumentHelp("Use a kept fit instead of fitting.", valueName: "FILE"))
  var apply: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write the transformed rows here, whole or not at all.", valueName: "FILE.npy"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Follow the neighbours of these queries too, through the same fit.", valueName: "SET"))
  var queries: String?

  @Option(help: ArgumentHelp("Write the transformed queries here.", valueName: "FILE.npy"))
  var queriesOutput: String?

  @OptionGroup(title: "Reading") var reading: SetOptions

  @Option(
    help: ArgumentHelp(
      "Multiply-adds that one exact sweep over pairs may cost; beyond it uniformity is sampled.",
      valueName: "N"))
  var pairBudget = WorkBudget(TransformOptions().pairBudget)

  @Option(
    help: ArgumentHelp(
      "Multiply-adds that one search for neighbours may cost; beyond it queries are sampled.",
      valueName: "N"))
  var neighborsBudget = WorkBudget(TransformOptions().neighborsBudget)

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard (steps == nil) != (apply == nil) else {
      throw ValidationError("give either --steps STEP,... to fit, or --apply FILE.")
    }
    if apply != nil, fit != nil {
      throw ValidationError("--fit keeps what --steps learn; --apply learns nothing.")
    }
    if queriesOutput != nil, queries == nil {
      throw ValidationError("--queries-output needs --queries SET.")
    }
    if set == "-", queries == "-" {
      throw ValidationError("only one set can come from standard input.")
    }
    let outputs = [fit, output, queriesOutput].compactMap { $0 }
    guard Set(outputs).count == outputs.count else {
      throw ValidationError("--fit, --output and --queries-output need paths of their own.")
    }
    _ = try recipe()
  }

  private func recipe() throws -> TransformRecipe? {
    guard let steps else { return nil }
    do {
      return try TransformRecipe(parsing: steps)
    } catch {
      let name = steps.split(separator: ",").map { $0.prefix { $0 != "=" } }
        .first { !TransformRecipe.names.contains(String($0)) }
      let hint = name.map { Suggestion.sentence(for: String($0), among: TransformRecipe.names) }
      throw ValidationError("--steps: \(error)\(hint ?? "")")
    }
  }

  func run() async throws {
    let summary = WorkSummary()
    let reports = try ReportOutput(shared)
    if let fit { try OutputWriter.checkFile(fit) }
    let targets = try [output, queriesOutput].map { try $0.map(OutputWriter.replaceableFile) }
    let source = try EmbeddingSetReader.open(set, options: reading.readOptions())
    let queries = try queries.map {
      var read = try reading.readOptions()
      read.idsPath = nil
      return try EmbeddingSetReader.open($0, options: read)
    }
    let warnings = InputWarnings(of: [source] + (queries.map { [$0] } ?? []), and: [])
    warnings.announce()
    let line = ProgressLine(quiet: shared.quiet)
    let counter = ProgressCounter()
    let transform = try await transform(of: source)
    for other in [source] + (queries.map { [$0] } ?? []) {
      try check(other, against: transform)
    }
    let update: @Sendable (DiagnosisProgress) -> Void = { step in
      line.update(step.task, done: counter.add(step.done, to: step.task), of: step.total)
    }
    var written: [NumpyRowWriter] = []
    for (target, rows) in zip(targets, [source, queries]) {
      guard let target, let rows else { continue }
      written.append(try await write(rows, through: transform, to: target))
    }
    let isQuiet = shared.quiet
    var options = TransformOptions()
    options.jobs = shared.jobs
    options.seed = shared.seed
    options.pairBudget = pairBudget.multiplyAdds
    options.neighborsBudget = neighborsBudget.multiplyAdds
    let report = try await TransformComparison(
      of: source, by: transform, queries: queries, isFittedHere: apply == nil, options: options,
      progress: update
    ) { sentence in
      line.clear()
      if !isQuiet { StandardStreams.note("embedscope: \(sentence)\n") }
    }.run(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
      stamp: shared.stampText)
    line.clear()
    if let fit {
      var files = OutputWriter()
      files.add(fit, NamedTensorFile.bytes(transform.tensors))
      try files.commit()
    }
    for file in written { try file.publish() }
    try reports.emit(warnings.added(to: report))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private func transform(of source: any EmbeddingSource) async throws -> FittedTransform {
    if let recipe = try recipe() {
      return try await FittedTransform(fitting: recipe, to: source, jobs: shared.jobs)
    }
    guard let apply else { preconditionFailure("either steps or a fit are given") }
    let kept = try NamedTensorFile.read(apply)
    do {
      return try FittedTransform(restoring: kept)
    } catch {
      throw FormatError(
        apply, expected: "a fit of embedscope transform", found: "\(error)",
        remedy: "Make it again with --steps and --fit.")
    }
  }

  private func check(_ set: any EmbeddingSource, against transform: FittedTransform) throws {
    guard set.shape.columnCount == transform.inputColumnCount else {
      throw FormatError(
        set.name,
        expected:
          "rows of \(transform.inputColumnCount) components, as \(transform.fittedName), which the "
          + "steps \(transform.text) were fitted to",
        found: "these have \(set.shape.columnCount)",
        remedy: "Use the fit of a set of the same model.")
    }
  }

  /// The rows of a set in a file that has no name yet.
  private func write(
    _ source: any EmbeddingSource, through transform: FittedTransform, to path: String
  ) async throws -> NumpyRowWriter {
    let shape = source.shape
    let writer = try NumpyRowWriter(
      path: path, type: transform.storedType, rowCount: shape.rowCount,
      columnCount: transform.storedColumnCount)
    // of the shape alone: neither memory nor bytes depend on the number of tasks
    let blockRows = max(16, min(1024, (1 << 20) / max(1, shape.columnCount)))
    let count = (shape.rowCount + blockRows - 1) / blockRows
    try await orderedMap(count: count, width: shared.jobs) { index in
      let first = index * blockRows
      let block = try source.block(rows: first..<min(first + blockRows, shape.rowCount))
      return try transform.stored(block, of: source.name)
    } consume: { _, rows in
      switch rows {
      case .float32(let values): try writer.append(values)
      case .float64(let values): try writer.append(values)
      case .float16(let values): try writer.append(values)
      case .int8(let values): try writer.append(values)
      case .uint8(let values): try writer.append(values)
      }
    }
    return writer
  }
}
