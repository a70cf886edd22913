import Analysis
import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings
import LinearAlgebra
import Synchronization

/// Tells whether embedding sets are healthy: `embedscope diagnose SET ...`.
struct DiagnoseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Is this embedding set healthy? Everything that applies to what was given.",
    discussion: """
      Examples:
        embedscope diagnose docs.npy
        embedscope diagnose 'shards/*.npy' --report csv=out/ --report json=out.json
        embedscope diagnose model.safetensors --tensor embeddings.weight --only spectrum
        embedscope diagnose model.safetensors --tensor '*.weight'      a table of matrices
        embedscope diagnose old.npy new.npy --report html=both.html   side by side
        embedscope diagnose queries.npy --against docs.npy --pairs pairs.csv
        cat docs.npy | embedscope diagnose - --format npy

      Families: \(MetricFamily.allCases.map(\.rawValue).joined(separator: ", "))
      Views: \(SpectralView.allCases.map(\.rawValue).joined(separator: ", "))
      """)

  @Argument(
    help: ArgumentHelp(
      "A file, a directory or pattern of shards, or - for standard input; several are put side by "
        + "side. Quote a pattern to read its files as one set.", valueName: "SET"))
  var sets: [String]

  @OptionGroup(title: "Reading") var reading: SetOptions

  @Option(
    help: ArgumentHelp("Compute these families only.", valueName: "FAMILY,..."),
    transform: { try NameList(parsing: $0, option: "--only") })
  var only: NameList<MetricFamily>?

  @Option(
    help: ArgumentHelp("Leave these families out.", valueName: "FAMILY,..."),
    transform: { try NameList(parsing: $0, option: "--skip") })
  var skip: NameList<MetricFamily>?

  @Option(
    help: ArgumentHelp("Spectral views (default: all four).", valueName: "VIEW,..."),
    transform: { try NameList(parsing: $0, option: "--views") })
  var views: NameList<SpectralView>?

  @Option(
    help: ArgumentHelp(
      "Multiply-adds that one exact sweep over pairs may cost; beyond it uniformity is sampled.",
      valueName: "N"))
  var pairBudget = WorkBudget(DiagnosisOptions().pairBudget)

  @Option(
    help: ArgumentHelp(
      "Multiply-adds that one search for neighbours may cost; beyond it queries are sampled.",
      valueName: "N"))
  var neighborsBudget = WorkBudget(DiagnosisOptions().neighborsBudget)

  @Option(
    help: ArgumentHelp(
      "Multiply-adds of all searches among reduced copies; beyond it queries are sampled.",
      valueName: "N"))
  var headroomBudget = WorkBudget(DiagnosisOptions().headroomBudget)

  @Option(
    help: ArgumentHelp("Most rows among which exact duplicates are looked for.", valueName: "N"))
  var duplicateBudget = DiagnosisOptions().duplicateBudget

  @OptionGroup(title: "Pairs") var pairInput: PairInputOptions

  @OptionGroup(title: "Findings") var lines: ThresholdOptions

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard duplicateBudget >= 0 else {
      throw ValidationError("--duplicate-budget takes a number of at least 0.")
    }
    guard sets.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input is one set: give - once.")
    }
    guard sets.count == 1 || !pairInput.isGiven else {
      throw ValidationError(
        "pairs and groups are of one set, and \(sets.count) are given; store each with --report "
          + "json=FILE and put them side by side with: embedscope report FILE ...")
    }
    try pairInput.validate(second: pairInput.against)
    _ = try options()
  }

  func run() async throws {
    let summary = WorkSummary()
    if let limit = BLASLibrary.addressSpaceLimit, limit < BLASLibrary.leastAddressSpace {
      throw OutputError(
        "\(limit >> 20) MiB of address space are too few: linear algebra needs "
          + "\(BLASLibrary.leastAddressSpace >> 20) MiB. Raise ulimit -v.")
    }
    let output = try ReportOutput(shared)
    try output.emit(try await reports())
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  /// A report a set, one after the other: memory is that of the largest.
  ///
  /// - Throws: what the reader of a single set throws; of several, one error that names every set that
  ///   cannot be read. The first such set ends the measuring, the others are only opened then.
  private func reports() async throws -> [Report] {
    guard sets.count > 1 else { return [try await report(on: sets[0])] }
    var reports: [Report] = []
    var failures: [String] = []
    for set in sets {
      do {
        if failures.isEmpty {
          reports.append(try await report(on: set))
        } else {
          try open(set)
        }
      } catch let error as FormatError {
        failures.append(error.description)
      }
    }
    guard failures.isEmpty else {
      throw OutputError(
        failures.joined(separator: "\n")
          + "\n\(failures.count) of \(sets.count) sets cannot be read; nothing was reported.")
    }
    return reports
  }

  /// Opens a set to see whether it can be read.
  private func open(_ set: String) throws {
    guard try WeightInput(set, options: reading.readOptions()) == nil else { return }
    _ = try EmbeddingSetReader.open(set, options: reading.readOptions())
  }

  /// The report on a set, or on the matrices that a pattern of tensors makes of it.
  private func report(on set: String) async throws -> Report {
    if let weights = try WeightInput(set, options: reading.readOptions()) {
      return try await report(on: weights, of: set)
    }
    let source = try EmbeddingSetReader.open(set, options: reading.readOptions())
    let pairs =
      pairInput.isGiven
      ? try PairInput(
        pairInput, second: pairInput.against, first: source, reading: try reading.readOptions())
      : nil
    let warnings =
      pairs.map { InputWarnings(of: [source] + ($0.second.map { [$0] } ?? []), and: $0.warnings) }
      ?? InputWarnings(of: source)
    warnings.announce()
    let line = ProgressLine(quiet: shared.quiet)
    let counter = ProgressCounter()
    let isQuiet = shared.quiet
    let diagnosis = Diagnosis(of: source, options: try options()) { step in
      line.update(step.task, done: counter.add(step.done, to: step.task), of: step.total)
    } announce: { sentence in
      line.clear()
      if !isQuiet { StandardStreams.note("embedscope: \(sentence)\n") }
    }
    var report = try await diagnosis.run(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
      stamp: shared.stampText)
    if let pairs, !(try pairOptions(pairs).families.isEmpty) {
      report = try await PairDiagnosis(
        of: source, and: pairs.second, pairs: pairs.pairs, options: try pairOptions(pairs)
      ) { step in
        line.update(step.task, done: counter.add(step.done, to: step.task), of: step.total)
      }.added(to: report, notes: pairs.notes)
    }
    line.clear()
    return warnings.added(to: report)
  }

  private func options() throws -> DiagnosisOptions {
    var options = DiagnosisOptions()
    if let only { options.families = Set(only.names) }
    if let skip { options.families.subtract(skip.names) }
    guard !options.families.isEmpty else {
      throw ValidationError("--only and --skip leave no family to compute.")
    }
    if let views { options.views = Set(views.names) }
    if !pairInput.isGiven, options.families.isSubset(of: MetricFamily.ofPairs) {
      throw ValidationError(
        "these families need pairs: add --pairs FILE, --against SET or --groups.")
    }
    options.jobs = shared.jobs
    options.seed = shared.seed
    options.pairBudget = pairBudget.multiplyAdds
    options.neighborsBudget = neighborsBudget.multiplyAdds
    options.headroomBudget = headroomBudget.multiplyAdds
    options.duplicateBudget = duplicateBudget
    options.thresholds = try lines.thresholds()
    return options
  }

  /// The table of weight matrices that a pattern of tensors makes of a model.
  private func report(on weights: WeightInput, of set: String) async throws -> Report {
    guard !pairInput.isGiven else {
      throw ValidationError("pairs are of one set: give --tensor a name, not a pattern.")
    }
    let line = ProgressLine(quiet: shared.quiet)
    let counter = ProgressCounter()
    let options = try options()
    let report = try await WeightDiagnosis(
      of: weights.matrices, name: set, jobs: options.jobs, thresholds: options.thresholds
    ) { step in
      line.update(step.task, done: counter.add(step.done, to: step.task), of: step.total)
    }.run(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()), seed: shared.seed,
      notes: weights.notes, stamp: shared.stampText)
    line.clear()
    return report
  }

  /// The same choices for the pairs.
  private func pairOptions(_ pairs: PairInput) throws -> PairOptions {
    let shared = try options()
    var options = PairOptions()
    options.families = shared.families.intersection(MetricFamily.ofPairs)
    options.temperatures = pairInput.allTemperatures
    options.jobs = shared.jobs
    options.seed = shared.seed
    options.pairBudget = shared.pairBudget
    options.thresholds = shared.thresholds
    options.groups = pairs.groups
    return options
  }
}

/// Names from a closed list, separated by commas.
struct NameList<Name: RawRepresentable & CaseIterable & Sendable>: Sendable
where Name.RawValue == String {
  /// The names, in the order given.
  let names: [Name]

  init(parsing text: String, option: String) throws {
    let known = Name.allCases.map(\.rawValue)
    names = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let name = Name(rawValue: String(part)) else {
        throw ValidationError(
          "\(option): there is no '\(part)'; there are \(known.joined(separator: ", "))."
            + Suggestion.sentence(for: String(part), among: known))
      }
      return name
    }
  }
}

/// Adds up what tasks report.
final class ProgressCounter: Sendable {
  private let counts = Mutex<[String: Int]>([:])

  /// The sum so far of a task.
  func add(_ done: Int, to task: String) -> Int {
    counts.withLock { counts in
      counts[task, default: 0] += done
      return counts[task, default: 0]
    }
  }
}
