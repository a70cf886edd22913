/// The arguments that bear on the result, for the provenance of a report.
///
/// Where a report goes, how many tasks made it and how it looked on the terminal are left out, so
/// that the same work gives the same bytes.
enum ResultArguments {
  private static let optionsWithValue: Set<String> = [
    "--report", "--jobs", "--color", "--history", "--id", "--state", "--lists",
  ]
  private static let flags: Set<String> = ["--json", "--quiet", "-q", "--stamp"]

  /// The arguments without those that change presentation or speed only.
  static func filtered(_ arguments: some Sequence<String>) -> [String] {
    var kept: [String] = []
    var skipsNext = false
    var isLiteral = false
    for argument in arguments {
      if skipsNext {
        skipsNext = false
      } else if isLiteral {
        kept.append(argument)
      } else if argument == "--" {
        isLiteral = true
        kept.append(argument)
      } else if optionsWithValue.contains(argument) {
        skipsNext = true
      } else if flags.contains(argument)
        || optionsWithValue.contains(where: { argument.hasPrefix($0 + "=") })
      {
        continue
      } else {
        kept.append(argument)
      }
    }
    return kept
  }
}
