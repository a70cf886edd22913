public import EmbeddingSets

/// One file to be read: its name, its bytes, and what the user said about it.
public struct FormatInput: Sendable {
  /// What messages call it: the path as given, or `standard input`.
  public let name: String
  /// Where it is; nil for standard input and other streams, which have no neighbours.
  public let path: String?
  /// What the user said.
  public let options: ReadOptions
  let file: MappedFile
  /// The first bytes, enough to recognise a format.
  let leading: [UInt8]

  init(name: String, path: String?, options: ReadOptions, file: MappedFile) throws {
    self.name = name
    self.path = path
    self.options = options
    self.file = file
    leading = try file.elements(UInt8.self, at: 0, count: min(1 << 16, file.byteCount))
  }

  /// Number of bytes.
  public var byteCount: Int { file.byteCount }

  /// The part of the name after its last dot, in lower case.
  var fileExtension: String { FilePath.fileExtension(name) }

  /// An error about this file.
  func error(
    _ place: FormatError.Place = .file, expected: String, found: String = "", remedy: String
  ) -> FormatError {
    FormatError(name, place, expected: expected, found: found, remedy: remedy)
  }

  /// Refuses `--dtype` where it contradicts what the file declares.
  func check(declared: ScalarType) throws {
    guard let asked = options.dtype, asked != declared else { return }
    throw error(
      expected: "--dtype says \(asked)", found: "the file says \(declared)",
      remedy: "Leave --dtype out: this format declares its type.")
  }

  /// Refuses `--dtype` for text, which has no stored type but its digits.
  func refuseDtype() throws {
    guard let asked = options.dtype else { return }
    throw error(
      expected: "--dtype \(asked) is for binary files", found: "this one is text",
      remedy: "Leave --dtype out.")
  }
}

/// How sure a format is that a file is its own.
public enum Recognition: Sendable, Hashable, Comparable {
  /// Nothing speaks for it.
  case no
  /// The name does.
  case byName
  /// The bytes do.
  case byContent
}

/// One way to store an embedding set.
///
/// A format is one type and one line of ``FormatCatalog``.
public protocol EmbeddingFormat: Sendable {
  /// The name that `--format` takes.
  var id: String { get }
  /// One line about it, for help and lists.
  var summary: String { get }
  /// The endings of its file names, in lower case and without the dot.
  var fileExtensions: [String] { get }
  /// Whether it is text, which gives way to binary files when a directory holds both.
  var isText: Bool { get }
  /// How sure it is that a file is its own, from its name and first bytes.
  func recognition(of input: FormatInput) -> Recognition
  /// The file to open when a directory as a whole is of this format, from the names in it.
  func mainFile(ofDirectory names: [String]) -> String?
  /// The set in a file; its header is checked now, its rows when they are read.
  ///
  /// - Throws: ``FormatError``.
  func open(_ input: FormatInput) throws -> any EmbeddingSource
  /// What is in a file, also where it cannot be opened as a set without more options.
  ///
  /// - Throws: ``FormatError``.
  func inspect(_ input: FormatInput) throws -> Inspection
}

extension EmbeddingFormat {
  /// Binary.
  public var isText: Bool { false }

  /// By name only.
  public func recognition(of input: FormatInput) -> Recognition {
    fileExtensions.contains(input.fileExtension) ? .byName : .no
  }

  /// None: a directory is a directory of files.
  public func mainFile(ofDirectory names: [String]) -> String? { nil }

  /// The set as one tensor, with the first identifiers.
  public func inspect(_ input: FormatInput) throws -> Inspection {
    try Inspection(of: try open(input), format: id, byteCount: input.byteCount)
  }
}
