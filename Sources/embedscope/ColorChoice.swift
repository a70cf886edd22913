import ArgumentParser

/// When the text report has colour.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never

  /// Whether to colour.
  ///
  /// The option wins over the environment, the environment over the terminal.
  ///
  /// `NO_COLOR` and `CLICOLOR_FORCE` count when set and not empty, as no-color.org asks.
  func isOn(environment: [String: String], isTerminal: Bool) -> Bool {
    func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      if isSet("NO_COLOR") { return false }
      if isSet("CLICOLOR_FORCE") { return true }
      return isTerminal && environment["TERM"] != "dumb"
    }
  }
}
