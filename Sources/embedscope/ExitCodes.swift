import ArgumentParser

/// The exit codes that scripts rely on.
///
/// 1 is a verdict and nothing else: an error is never 1.
enum ExitCodes {
  /// Done; for `check`: passed, for `verify`: valid.
  static let success = ExitCode(0)
  /// The verdict is negative: throw it after the report was emitted.
  static let negativeVerdict = ExitCode(1)
  /// No verdict: unreadable or inconsistent input, unwritable output, an internal failure.
  static let noVerdict = ExitCode(2)
  /// Wrong usage (EX_USAGE).
  static let usage = ExitCode(64)
}
