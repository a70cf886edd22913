import Analysis
import ArgumentParser

/// The collapse experiments of Jing et al.: `embedscope experiment collapse`.
struct ExperimentCollapseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collapse",
    abstract: "Dimensional collapse of linear networks: strong augmentation, and depth alone.",
    usage: "embedscope experiment collapse [<options>]",
    discussion: """
      The published settings (Jing et al. 2022): one linear layer with noise on 8 of 16 inputs, and two
      layers that start with falling singular values; 10,000 steps each.

      Examples:
        embedscope experiment collapse
        embedscope experiment collapse --sweep --report csv=collapse/
      """)

  @Option(help: ArgumentHelp("Steps of gradient descent of each run.", valueName: "N"))
  var steps = CollapseExperiment.Options().steps

  @Option(help: ArgumentHelp("Seeds of each published run, from --seed on.", valueName: "N"))
  var seeds = CollapseExperiment.Options().seedCount

  @Flag(help: "Sweep noise and depth too.")
  var sweep = false

  @OptionGroup(title: "Reports") var shared: SharedOptions

  mutating func validate() throws {
    guard (1...1_000_000).contains(steps) else {
      throw ValidationError("--steps takes a number from 1 to 1000000, not \(steps).")
    }
    guard (1...100).contains(seeds) else {
      throw ValidationError("--seeds takes a number from 1 to 100, not \(seeds).")
    }
    guard shared.seed <= UInt64(Int32.max) else {
      throw ValidationError("--seed takes a number up to \(Int32.max) here.")
    }
  }

  func run() async throws {
    let summary = WorkSummary()
    let output = try ReportOutput(shared)
    var options = CollapseExperiment.Options()
    options.steps = steps
    options.seedCount = seeds
    options.seed = shared.seed
    options.sweeps = sweep
    options.jobs = shared.jobs
    let line = ProgressLine(quiet: shared.quiet)
    let counter = ProgressCounter()
    let report = try await CollapseExperiment(options).run(
      version: Version.current,
      arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()),
      stamp: shared.stampText
    ) { done, total in
      line.update("training", done: counter.add(done, to: "training"), of: total)
    }
    line.clear()
    try output.emit(report)
    if !shared.quiet, StandardStreams.errorIsTerminal { StandardStreams.note(summary.line()) }
  }
}
