import Analysis
import ArgumentParser

/// The lines that findings draw, moved from outside.
struct ThresholdOptions: ParsableArguments {
  @Option(
    name: .customLong("threshold"),
    help: ArgumentHelp(
      "Move a line that findings draw: \(Thresholds.lines.map(\.name).joined(separator: ", ")).",
      discussion: "Repeatable. The list command shows the standard values.",
      valueName: "NAME=VALUE"))
  var moved: [String] = []

  mutating func validate() throws { _ = try thresholds() }

  /// All lines, with those that were moved where they were moved to.
  func thresholds() throws -> Thresholds {
    var thresholds = Thresholds()
    for text in moved {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      let known = Thresholds.lines.map(\.name)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
        throw ValidationError("--threshold takes NAME=VALUE with a finite value, not '\(text)'.")
      }
      guard thresholds.set(parts[0], to: value) else {
        throw ValidationError(
          "there is no threshold '\(parts[0])'; there are \(known.joined(separator: ", "))."
            + Suggestion.sentence(for: parts[0], among: known))
      }
    }
    return thresholds
  }
}
