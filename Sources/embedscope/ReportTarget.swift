import Rendering

/// One `--report FORMAT[=PATH]`: which renderer, and where its documents go.
struct ReportTarget: Hashable {
  /// The renderer's id.
  let format: String
  /// A file or a directory; nothing for standard output.
  let path: String?

  /// A target from its text; the error of a wrong one says what there is.
  init(parsing text: String) throws {
    try self.init(parsing: text, among: RendererCatalog.all.map(\.id))
  }

  /// A target from its text, in one of some formats.
  init(parsing text: String, among known: [String]) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let format = String(parts[0])
    guard known.contains(format) else {
      let suggestion = Suggestion.sentence(for: format, among: known)
      throw ReportTargetError(
        "there is no report format '\(format)'; there are \(known.joined(separator: ", "))."
          + suggestion)
    }
    self.format = format
    guard parts.count == 2 else {
      path = nil
      return
    }
    guard !parts[1].isEmpty else {
      throw ReportTargetError("the path after '\(format)=' is missing.")
    }
    path = Self.standardOutputNames.contains(String(parts[1])) ? nil : String(parts[1])
  }

  /// Names of standard output.
  ///
  /// The device names cannot be opened as files here, because descriptor 1 is put aside at start.
  private static let standardOutputNames: Set<String> = [
    "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1",
  ]

  init(format: String, path: String? = nil) {
    self.format = format
    self.path = path
  }
}

/// A report target that cannot be understood.
struct ReportTargetError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
