import ArgumentParser
import LinearAlgebra
import Rendering

/// `embedscope`: the parsing of its arguments, and the one place where errors become exit codes.
@main
struct Embedscope: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embedscope",
    abstract: "Measures embedding spaces: what is wrong, and what to do about it.",
    discussion: """
      Reports go to standard output, progress and messages to standard error.

      Examples:
        embedscope diagnose docs.npy
        embedscope check --policy embedding-policy.yml
        embedscope diagnose --help

      Exit codes:
        0   done; for a check: passed
        1   the verdict is negative
        2   no verdict: unreadable input, unwritable output, an internal failure
        64  wrong usage
      """,
    version: Version.current,
    subcommands: [
      DiagnoseCommand.self,
      NeighborsCommand.self,
      PairsCommand.self,
      CompareCommand.self,
      TransformCommand.self,
      SignRankCommand.self,
      VerifyCommand.self,
      CapacityCommand.self,
      AuditCommand.self,
      EvaluateCommand.self,
      FunnelCommand.self,
      FuseCommand.self,
      RouteCommand.self,
      CheckCommand.self,
      TrendCommand.self,
      ReportCommand.self,
      InspectCommand.self,
      ExplainCommand.self,
      ListCommand.self,
      GenerateCommand.self,
      ExperimentCommand.self,
      DoctorCommand.self,
    ])

  static func main() async {
    // OpenBLAS chooses its kernels before main and takes slow ones on processors it does not know
    BLASLibrary.relaunchWithBetterCore(CommandLine.arguments)
    StandardStreams.divert()
    do {
      try rejectUnknownCommand(in: CommandLine.arguments.dropFirst())
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      report(error)
    }
  }

  /// Says what went wrong, on the right stream, and ends with the right code.
  ///
  /// The parser would end with 1 for every error that a command throws, and 1 is a verdict here.
  private static func report(_ error: any Error) -> Never {
    if let code = error as? ExitCode { exit(withError: code) }
    let code = exitCode(for: error)
    if code == .success {
      do {
        let message = fullMessage(for: error, columns: TextLayout.columns)
        try StandardStreams.emit(message.hasSuffix("\n") ? message : message + "\n")
        exit(withError: ExitCodes.success)
      } catch {
        fail(String(describing: error), ExitCodes.noVerdict)
      }
    }
    // Thrown by a command that ran: the message says it all, the usage line would bury it.
    if let error = error as? ValidationError { fail(error.message, ExitCodes.usage) }
    if code == .validationFailure {
      let message = fullMessage(for: error, columns: TextLayout.columns)
      fail(
        message.hasPrefix("Error: ") ? String(message.dropFirst(7)) : message, ExitCodes.usage)
    }
    fail(String(describing: error), ExitCodes.noVerdict)
  }

  private static func fail(_ message: String, _ code: ExitCode) -> Never {
    StandardStreams.note("embedscope: \(message)\n")
    exit(withError: code)
  }

  /// A wrong first word is a wrong command; the parser would only call it an unexpected argument.
  private static func rejectUnknownCommand(in arguments: ArraySlice<String>) throws {
    guard let word = arguments.first, !word.hasPrefix("-") else { return }
    let known = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard !known.contains(word) else { return }
    throw ValidationError(
      "there is no command '\(word)'." + Suggestion.sentence(for: word, among: known)
        + " See: embedscope --help")
  }
}
