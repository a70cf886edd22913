import ArgumentParser
import Checks
import EmbeddingFormats
import Findings
import FoundationEssentials
import LinearAlgebra
import Rendering

/// Holds exports against a policy and a baseline: `embedscope check --policy FILE`.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Does this export pass the policy, absolutely and against a baseline?",
    usage: "embedscope check --policy <FILE> [<options>]",
    discussion: """
      Examples:
        embedscope check --policy embedding-policy.yml
        embedscope check --policy p.yml --write-baseline main.json
        embedscope check --policy p.yml --baseline main.json --report junit=check.xml
        embedscope check --policy p.yml --history runs/ --id "$COMMIT"
        embedscope check --schema > embedding-policy.schema.json

      Exit codes:
        0   passed; warnings are allowed unless --fail-on warn
        1   a check failed, and every check could be evaluated
        2   no verdict: the policy, an input, a metric or the baseline does not allow one
      """)

  @Option(help: ArgumentHelp("The policy, YAML or JSON.", valueName: "FILE"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Values to compare with: a baseline or the JSON report of a check.", valueName: "FILE"))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "Write what was measured as a baseline, unless the run fails.", valueName: "FILE"))
  var writeBaseline: String?

  @Option(
    help: ArgumentHelp(
      "Compare although these parts of the fingerprint differ, such as rows.",
      valueName: "NAME,..."))
  var allowMismatch: String?

  @Option(help: ArgumentHelp("What fails the run: fail or warn.", valueName: "VERDICT"))
  var failOn = FailOn.fail

  @Option(
    help: ArgumentHelp("Keep the report of this run in a directory, for trend.", valueName: "DIR"))
  var history: String?

  @Option(
    help: ArgumentHelp("What the run is called in the history, such as a commit.", valueName: "ID"))
  var id: String?

  @Flag(help: "Print the JSON Schema of policies, for editors, and do nothing else.")
  var schema = false

  @OptionGroup(title: "Reports") var shared: ReportOptions<CheckForms>

  /// What makes a run fail.
  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case fail, warn
  }

  mutating func validate() throws {
    guard schema || policy != nil else {
      throw ValidationError("--policy FILE is missing. See: embedscope check --help")
    }
    if id != nil, history == nil {
      throw ValidationError("--id names a run in a history; add --history DIR.")
    }
    let known = CheckInputCatalog.fingerprints
    if let unknown = allowedNames.first(where: { !known.contains($0) }) {
      throw ValidationError(
        "--allow-mismatch: there is no '\(unknown)'; there are \(known.joined(separator: ", "))."
          + Suggestion.sentence(for: unknown, among: known))
    }
  }

  private var allowedNames: [String] {
    allowMismatch.map { $0.split(separator: ",").map(String.init) } ?? []
  }

  func run() async throws {
    if schema { return try StandardStreams.emit(PolicySchema.text) }
    let output = try CheckOutput(shared.reports, isColored: shared.isColored)
    if let writeBaseline { try OutputWriter.checkFile(writeBaseline) }
    let file = policy ?? ""
    let policy: Policy
    do {
      policy = try PolicyReader(file: file, kinds: CheckInputCatalog.kinds)
        .read(try WholeFile.bytes(file))
    } catch let refusal as PolicyErrors {
      // what a CI system shows has to say so too; people read the error
      try output.emit(
        refusal.report(policy: file, provenance: provenance(seed: shared.seed, notes: [])),
        files: OutputWriter(), isForPrograms: true)
      throw refusal
    }
    let baseline = try baseline.map {
      try Baseline(parsing: try WholeFile.bytes($0), file: $0)
    }
    let seed = shared.givenSeed ?? policy.seed ?? 0
    let runner = CheckRunner(policy: policy, jobs: shared.jobs, seed: seed, quiet: shared.quiet)
    let (measurements, notes) = await runner.run()
    let report = CheckEvaluation(
      of: policy, measurements: measurements, baseline: baseline, allowed: Set(allowedNames),
      writesBaseline: writeBaseline != nil
    ).report(
      failsOnWarning: failOn == .warn,
      provenance: provenance(seed: seed, notes: notes))
    var files = OutputWriter()
    if let writeBaseline {
      if report.outcome == .passed {
        files.add(writeBaseline, BaselineRenderer().render(report, schema: Baseline.schema))
      } else {
        StandardStreams.note(
          "embedscope: \(writeBaseline) is not written: only a run that passes makes a baseline.\n")
      }
    }
    if let history {
      let run = HistoryRun(of: report, id: id, at: .now)
      files.add(try run.path(in: history), run.text)
    }
    try output.emit(report, files: files)
    guard report.outcome != .passed else { return }
    if report.outcome == .noVerdict { StandardStreams.note("embedscope: \(report.headline)\n") }
    throw ExitCode(report.exitCode)
  }

  private func provenance(seed: UInt64, notes: [String]) -> Provenance {
    Provenance(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()), seed: seed,
      blas: Provenance.Library(
        name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
      notes: notes, stamp: shared.stampText)
  }
}
