import ArgumentParser
import FoundationEssentials
import SignRank

/// `embedscope experiment critical-n`: how many documents gradient descent can place.
struct CriticalSizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "critical-n",
    abstract: "How many documents can gradient descent place so that every pair is retrievable?",
    usage: "embedscope experiment critical-n [<options>]",
    discussion: """
      The free-embedding experiment of Weller, Boratko, Naim and Lee (ICLR 2026): loss, optimiser
      and stopping rule as released. The published table, its cubic fit and the exact truth stand
      beside the result.

      Dimensions 4 to 16 take some minutes. With --state the runs that are done are kept, and
      the same command goes on from there.

      Examples:
        embedscope experiment critical-n
        embedscope experiment critical-n --state runs.json --report csv=critical-n/
      """)

  @Option(
    help: ArgumentHelp("Dimensions, as in 4-16 or 8.", valueName: "RANGE"),
    transform: DimensionRange.init(parsing:))
  var dimensions = DimensionRange(4...16)

  @Option(help: ArgumentHelp("Relevant documents of a query.", valueName: "N"))
  var k = 2

  @Option(help: ArgumentHelp("Keep finished runs here, and go on from them.", valueName: "FILE"))
  var state: String?

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard (1...8).contains(k) else {
      throw ValidationError("--k takes a number from 1 to 8, not \(k).")
    }
  }

  func run() async throws {
    let output = try ReportOutput(shared)
    let study = CriticalSizeStudy(
      dimensions: dimensions.range, subsetSize: k, seed: shared.seed)
    let keeper = StateKeeper(try loadState(of: study), path: state)
    let line = ProgressLine(quiet: shared.quiet)
    let known = await keeper.state.outcomes
    let results = try await study.run(jobs: shared.jobs, known: known) { outcome in
      let count = try await keeper.add(outcome)
      // how many runs a search takes is not known before; 20 a dimension is usual
      line.update(
        "d = \(outcome.dimension), n = \(outcome.documentCount) \(outcome.ending.rawValue)",
        done: count, of: max(count, 20 * study.dimensions.count))
    }
    line.clear()
    let report = try CriticalSizeReport(study, results).report(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
      stamp: shared.stampText)
    try output.emit(report)
  }

  /// The state that the file holds, an empty one if there is none yet.
  private func loadState(of study: CriticalSizeStudy) throws -> CriticalSizeState {
    guard let state else { return CriticalSizeState(of: study) }
    try OutputWriter.checkFile(state)
    guard FileManager.default.fileExists(atPath: state) else { return CriticalSizeState(of: study) }
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(filePath: state))
    } catch {
      throw OutputError("\(state): cannot be read (\(SystemErrorText.describe(error))).")
    }
    do {
      return try CriticalSizeState(parsing: String(decoding: bytes, as: UTF8.self), of: study)
    } catch {
      throw OutputError("\(state): \(error)")
    }
  }
}

/// Holds the state of a study and writes it after every run, whole.
private actor StateKeeper {
  private(set) var state: CriticalSizeState
  private let path: String?

  init(_ state: CriticalSizeState, path: String?) {
    self.state = state
    self.path = path
  }

  /// Adds a run; how many there are now.
  func add(_ outcome: FreeEmbedding.Outcome) throws -> Int {
    state.append(outcome)
    if let path {
      var writer = OutputWriter()
      writer.add(path, state.text)
      try writer.commit()
    }
    return state.outcomes.count
  }
}

/// Dimensions given as `4-16` or `8`.
struct DimensionRange: Sendable {
  let range: ClosedRange<Int>

  init(_ range: ClosedRange<Int>) { self.range = range }

  init(parsing text: String) throws {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count == 1 || ends.count == 2, let first = ends[0], let last = ends[ends.count - 1],
      first >= 1, last >= first, last <= 64
    else {
      throw ValidationError("--dimensions takes a range within 1-64, as in 4-16, not '\(text)'.")
    }
    range = first...last
  }
}
