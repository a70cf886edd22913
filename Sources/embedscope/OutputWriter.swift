import FoundationEssentials
import Glibc

/// Files that appear whole or not at all.
///
/// Each is written aside and renamed. Nothing is written before every file has been rendered, and
/// if one cannot be written those that this run made new are taken away again.
struct OutputWriter {
  private var files: [(path: String, contents: Data)] = []

  /// Checks that a file could be written at a path, before the work that fills it starts.
  ///
  /// The directory must be there already.
  static func checkFile(_ path: String) throws {
    switch try kind(of: path) {
    case .directory:
      throw OutputError("\(path): a file was asked for, but this is a directory.")
    case .file, .device:
      guard FileManager.default.isWritableFile(atPath: path) else {
        throw OutputError("\(path): cannot be written (permission denied); choose another path.")
      }
      if try kind(of: path) == .device { return }
    case .missing: break
    }
    try probe(directory: parent(of: resolved(path)), for: path)
  }

  /// Checks that files could be written into a directory, which may have to be made.
  static func checkDirectory(_ path: String) throws {
    var existing = path
    while try kind(of: existing) == .missing, existing != "/", existing != "." {
      existing = parent(of: existing)
    }
    guard try kind(of: existing) == .directory else {
      throw OutputError("\(path): cannot be made, because \(existing) is not a directory.")
    }
    try probe(directory: existing, for: path)
  }

  /// The file that a path leads to, which a finished one may take the place of.
  ///
  /// - Throws: an error where it cannot, as for a pipe.
  static func replaceableFile(_ path: String) throws -> String {
    try checkFile(path)
    guard try kind(of: path) != .device else {
      throw OutputError(
        "\(path): rows appear whole or not at all, so they need a regular file; choose a path.")
    }
    return resolved(path)
  }

  /// Whether a path is an existing directory.
  static func isDirectory(_ path: String) throws -> Bool { try kind(of: path) == .directory }

  /// Whether a path exists and is no directory.
  static func isFile(_ path: String) throws -> Bool {
    let kind = try kind(of: path)
    return kind == .file || kind == .device
  }

  /// Takes a file up for `commit`.
  mutating func add(_ path: String, _ text: String) {
    files.append((path, Data(text.utf8)))
  }

  /// Takes a binary file up for `commit`.
  mutating func add(_ path: String, _ bytes: [UInt8]) {
    files.append((path, Data(bytes)))
  }

  /// Writes every file that was added.
  func commit() throws {
    var madeNew: [String] = []
    do {
      for file in files {
        let directory = Self.parent(of: file.path)
        try FileManager.default.createDirectory(
          atPath: directory, withIntermediateDirectories: true)
        let target = Self.resolved(file.path)
        switch try Self.kind(of: file.path) {
        case .missing:
          try file.contents.write(to: URL(filePath: target), options: .atomic)
          madeNew.append(target)
        case .file:
          try file.contents.write(to: URL(filePath: target), options: .atomic)
        case .device, .directory:
          // A pipe or /dev/null must not be replaced by a file of its name.
          try file.contents.write(to: URL(filePath: file.path))
        }
      }
    } catch {
      var leftBehind = ""
      for path in madeNew {
        do {
          try FileManager.default.removeItem(atPath: path)
        } catch {
          leftBehind += " \(path) could not be taken away again."
        }
      }
      let name = files.count == 1 ? files[0].path : "the reports"
      throw OutputError(
        "\(name): cannot be written (\(SystemErrorText.describe(error)))."
          + " Make room or choose another path.\(leftBehind)")
    }
  }

  private enum Kind { case missing, file, directory, device }

  private static func kind(of path: String) throws -> Kind {
    guard FileManager.default.fileExists(atPath: path) else { return .missing }
    let target = resolved(path)
    // A link into a pipe (`>(command)` of a shell) can be opened, but leads to no name.
    guard FileManager.default.fileExists(atPath: target) else { return .device }
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: target)
      switch attributes[.type] as? FileAttributeType {
      case .typeRegular?: return .file
      case .typeDirectory?: return .directory
      default: return .device
      }
    } catch {
      throw OutputError("\(path): cannot be looked at (\(SystemErrorText.describe(error))).")
    }
  }

  /// The path with symbolic links followed, so that a link to a file stays a link.
  private static func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path
  }

  private static func parent(of path: String) -> String {
    let parent = URL(filePath: path).deletingLastPathComponent().path
    return parent.isEmpty ? "." : parent
  }

  /// Makes and removes an empty file, because permission bits alone do not tell (root, read-only
  /// and special file systems).
  private static func probe(directory: String, for path: String) throws {
    let probe = URL(filePath: directory).appending(path: ".embedscope-\(getpid())-probe")
    do {
      try Data().write(to: probe)
      try FileManager.default.removeItem(at: probe)
    } catch {
      throw OutputError(
        "\(path): cannot be written (\(SystemErrorText.describe(error)))."
          + " Make the directory \(directory), or choose another path.")
    }
  }
}
