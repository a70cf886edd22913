import ArgumentParser

/// `embedscope experiment KIND`: published experiments, run again.
struct ExperimentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Re-runs of published experiments, beside what is known about them.",
    discussion: """
      Examples:
        embedscope experiment critical-n
        embedscope experiment collapse --report html=collapse.html
      """,
    subcommands: [CriticalSizeCommand.self, ExperimentCollapseCommand.self])
}
