import Analysis
import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import LinearAlgebra
import Synchronization

/// Tells whether an embedding set is healthy: `embedscope diagnose SET`.
struct DiagnoseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Is this embedding set healthy? Everything that applies to what was given.",
    discussion: """
      Examples:
        embedscope diagnose docs.npy
        embedscope diagnose 'shards/*.npy' --report csv=out/ --report json=out.json
        embedscope diagnose model.safetensors --tensor embeddings.weight --only spectrum
        cat docs.npy | embedscope diagnose - --format npy

      Families: \(MetricFamily.allCases.map(\.rawValue).joined(separator: ", "))
      Views: \(SpectralView.allCases.map(\.rawValue).joined(separator: ", "))
      """)

  @Argument(
    help: ArgumentHelp(
      "A file, a directory or pattern of shards, or - for standard input.", valueName: "SET"))
  var set: String

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
  var pairBudget = DiagnosisOptions().pairBudget

  @Option(
    help: ArgumentHelp("Most rows among which exact duplicates are looked for.", valueName: "N"))
  var duplicateBudget = DiagnosisOptions().duplicateBudget

  @Option(
    name: .customLong("threshold"),
    help: ArgumentHelp(
      "Move a line that findings draw: \(Thresholds.lines.map(\.name).joined(separator: ", ")).",
      discussion: "Repeatable. The list command shows the standard values.",
      valueName: "NAME=VALUE"))
  var thresholds: [String] = []

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard pairBudget >= 0, pairBudget.isFinite else {
      throw ValidationError("--pair-budget takes a number of at least 0, not \(pairBudget).")
    }
    guard duplicateBudget >= 0 else {
      throw ValidationError("--duplicate-budget takes a number of at least 0.")
    }
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
    let source = try EmbeddingSetReader.open(set, options: reading.readOptions())
    let warnings = InputWarnings(of: source)
    warnings.announce()
    let line = ProgressLine(quiet: shared.quiet)
    let counter = ProgressCounter()
    let diagnosis = Diagnosis(of: source, options: try options()) { step in
      line.update(step.task, done: counter.add(step.done, to: step.task), of: step.total)
    }
    let report = try await diagnosis.run(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
      stamp: shared.stampText)
    line.clear()
    try output.emit(warnings.added(to: report))
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }

  private func options() throws -> DiagnosisOptions {
    var options = DiagnosisOptions()
    if let only { options.families = Set(only.names) }
    if let skip { options.families.subtract(skip.names) }
    guard !options.families.isEmpty else {
      throw ValidationError("--only and --skip leave no family to compute.")
    }
    if let views { options.views = Set(views.names) }
    options.jobs = shared.jobs
    options.seed = shared.seed
    options.pairBudget = pairBudget
    options.duplicateBudget = duplicateBudget
    for text in thresholds {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      let known = Thresholds.lines.map(\.name)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
        throw ValidationError("--threshold takes NAME=VALUE with a finite value, not '\(text)'.")
      }
      guard options.thresholds.set(parts[0], to: value) else {
        throw ValidationError(
          "there is no threshold '\(parts[0])'; there are \(known.joined(separator: ", "))."
            + Suggestion.sentence(for: parts[0], among: known))
      }
    }
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
