import Glibc

/// Standard output for the answer, standard error for everything else.
///
/// At start the real standard output is put aside and its number is pointed at standard error. From
/// then on whatever prints by accident (a warning of a linear algebra library, say) ends on standard
/// error, and only `emit` reaches the reader of our reports.
enum StandardStreams {
  /// The descriptor of the real standard output; -1 if the process was started without one.
  private static let output: Int32 = {
    let saved = dup(STDOUT_FILENO)
    // Without a standard error, messages go nowhere rather than among the data.
    if dup2(STDERR_FILENO, STDOUT_FILENO) < 0 { close(STDOUT_FILENO) }
    return saved
  }()

  /// Whether answers go to a terminal.
  static var outputIsTerminal: Bool { isatty(output) == 1 }

  /// Whether messages go to a terminal.
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Puts the real standard output aside; to be called before anything else.
  static func divert() { _ = output }

  /// Writes a text to standard error at once.
  ///
  /// If standard error itself is gone there is nobody left to tell.
  static func note(_ text: String) {
    divert()
    print(text, terminator: "")
    _ = fflush(nil)
  }

  /// Writes the answer to the real standard output, complete or with an error.
  ///
  /// A reader who went away (`| head`) ends the program by SIGPIPE, quietly, as it does `cat`.
  static func emit(_ text: String) throws {
    guard output >= 0, fflush(nil) == 0, dup2(output, STDOUT_FILENO) >= 0 else {
      throw OutputError("standard output is closed; redirect it to a file or to /dev/null.")
    }
    defer { dup2(STDERR_FILENO, STDOUT_FILENO) }
    // In pieces smaller than the stream's buffer: only the flush between them reports a full disk.
    var rest = text[...]
    while !rest.isEmpty {
      let piece = rest.prefix(1024)
      print(piece, terminator: "")
      guard fflush(nil) == 0 else {
        throw OutputError("standard output cannot be written (\(SystemErrorText.current)).")
      }
      rest = rest[piece.endIndex...]
    }
  }
}
