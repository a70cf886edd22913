import ArgumentParser

/// Re-runs of published experiments: `embedscope experiment KIND`.
struct ExperimentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Re-runs of published experiments, seeded, with the theory beside the measurement.",
    subcommands: [ExperimentCollapseCommand.self])
}
