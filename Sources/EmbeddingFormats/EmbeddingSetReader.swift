public import EmbeddingSets

/// Opens embedding sets by what a user names: a file, a directory or pattern of shards, or `-`.
public enum EmbeddingSetReader {
  /// The set that an argument names.
  ///
  /// Several files are one set: their rows one after the other, files in byte order of their paths.
  /// They have to agree on columns and stored type.
  ///
  /// - Parameters:
  ///   - argument: a file; a directory, of which all files of one format are read; a shell pattern;
  ///     or `-`, standard input, which needs ``ReadOptions/format``.
  ///   - options: what the files do not say.
  /// - Throws: ``FormatError``.
  public static func open(
    _ argument: String, options: ReadOptions = ReadOptions()
  ) throws -> any EmbeddingSource {
    let files = try SetFiles(argument, options: options)
    let source = try joined(try files.openAll(), argument)
    if options.idsPath == nil, files.warnings.isEmpty { return source }
    return try AnnotatedSource(source, idsPath: options.idsPath, notices: files.warnings)
  }

  /// What is in the files that an argument names.
  ///
  /// - Throws: ``FormatError`` if nothing can be said about one of them; a file that holds several
  ///   sets is listed instead.
  public static func inspect(
    _ argument: String, options: ReadOptions = ReadOptions()
  ) throws -> Inspection {
    let files = try SetFiles(argument, options: options)
    var inspection = try inspect(files, argument)
    if let idsPath = options.idsPath {
      inspection.firstIdentifiers = Array(
        try IdentifierFile.read(idsPath, rowCount: inspection.shape?.rowCount).prefix(5))
    }
    return inspection
  }

  private static func inspect(_ files: SetFiles, _ argument: String) throws -> Inspection {
    if files.paths.count == 1, let path = files.paths.first {
      let (format, input) = try files.input(path)
      var inspection = try format.inspect(input)
      inspection.warnings += files.warnings
      return inspection
    }
    var parts: [Inspection] = []
    for path in files.paths {
      let (format, input) = try files.input(path)
      parts.append(try format.inspect(input))
    }
    let source = try joined(try files.openAll(), argument)
    var inspection = Inspection(
      format: parts[0].format, byteCount: parts.reduce(0) { $0 + $1.byteCount },
      tensors: zip(files.paths, parts).flatMap { path, part in
        part.tensors.map { tensor in
          Inspection.Tensor(
            name: tensor.name.isEmpty ? path : "\(path)[\(tensor.name)]", shape: tensor.shape,
            dtype: tensor.dtype, byteCount: tensor.byteCount, order: tensor.order)
        }
      },
      shape: source.shape, firstIdentifiers: parts[0].firstIdentifiers,
      warnings: zip(files.paths, parts).flatMap { path, part in
        part.warnings.map { "\(path): \($0)" }
      } + files.warnings)
    inspection.files = files.paths
    return inspection
  }

  private static func joined(
    _ parts: [any EmbeddingSource], _ name: String
  ) throws -> any EmbeddingSource {
    if parts.count == 1 { return parts[0] }
    do {
      return try ConcatenatedSource(parts, name: name)
    } catch let mismatch as PartMismatch {
      throw FormatError(
        mismatch.other,
        expected: "\(grouped(mismatch.firstShape.columnCount)) columns of "
          + "\(mismatch.firstShape.storedAs), as in \(mismatch.first)",
        found: "this file holds \(grouped(mismatch.otherShape.columnCount)) columns of "
          + "\(mismatch.otherShape.storedAs)",
        remedy: "Name the files of one set with a pattern, or read them apart.")
    }
  }
}

/// The files that an argument names, in the order they are read.
struct SetFiles {
  /// Paths; `-` for standard input.
  let paths: [String]
  /// What was left out on the way.
  private(set) var warnings: [String] = []
  private let options: ReadOptions
  private let chosenFormat: (any EmbeddingFormat)?

  /// More files than this and the limit of open files is raised first.
  private static let manyFiles = 200

  init(_ argument: String, options: ReadOptions) throws {
    self.options = options
    chosenFormat = try Self.format(named: options.format, for: argument)
    guard argument != "-" else {
      guard chosenFormat != nil else {
        throw FormatError(
          "standard input", expected: "its format has to be given", found: "--format is missing",
          remedy: "Add --format ID, one of \(Self.ids).")
      }
      paths = ["-"]
      return
    }
    switch FilePath.kind(argument) {
    case .file: paths = [argument]
    case .directory:
      (paths, warnings) = try Self.shards(inDirectory: argument, chosenFormat)
    case .missing:
      let isPattern = argument.contains { "*?[".contains($0) }
      let matches = isPattern ? FilePath.matches(argument) : []
      let files = matches.filter { FilePath.kind($0) == .file }
      guard !isPattern || !files.isEmpty else {
        throw FormatError(
          argument, expected: "the pattern should match files",
          found: matches.isEmpty ? "it matches none" : "it matches directories only",
          remedy: "Check the path; the directory itself can be named too.")
      }
      paths = isPattern ? files : [argument]
    }
    if paths.count > Self.manyFiles { FilePath.raiseDescriptorLimit() }
  }

  private static var ids: String { FormatCatalog.all.map(\.id).joined(separator: ", ") }

  private static func format(
    named id: String?, for argument: String
  ) throws -> (any EmbeddingFormat)? {
    guard let id else { return nil }
    guard let format = FormatCatalog.format(id: id) else {
      throw FormatError(
        argument, expected: "--format takes one of \(ids)", found: "it says '\(id)'",
        remedy: "Correct the name, or leave --format out.")
    }
    return format
  }

  /// The files of a directory that make up a set.
  ///
  /// A format may claim the directory as a whole. Otherwise the files of one format are read, told by
  /// their endings; text gives way to binary files, beside which it usually says something about them.
  private static func shards(
    inDirectory directory: String, _ chosen: (any EmbeddingFormat)?
  ) throws -> (paths: [String], warnings: [String]) {
    let names = try FilePath.names(inDirectory: directory).filter {
      FilePath.kind(FilePath.join(directory, $0)) == .file
    }
    let formats = chosen.map { [$0] } ?? FormatCatalog.all
    for format in formats {
      if let main = format.mainFile(ofDirectory: names) {
        return ([FilePath.join(directory, main)], [])
      }
    }
    let groups = formats.compactMap { format in
      let own = names.filter { format.fileExtensions.contains(FilePath.fileExtension($0)) }
      return own.isEmpty ? nil : (format: format, names: own)
    }
    let binary = groups.filter { !$0.format.isText }
    let candidates = binary.isEmpty ? groups : binary
    guard let group = candidates.first else {
      throw FormatError(
        directory, expected: "a directory of embedding files",
        found: names.isEmpty
          ? "it holds no files" : "none of its \(grouped(names.count)) files has a known ending",
        remedy: "Name the files with a pattern, and their format with --format.")
    }
    guard candidates.count == 1 else {
      throw FormatError(
        directory, expected: "files of one format",
        found: "it holds "
          + candidates.map { "\(grouped($0.names.count)) of \($0.format.id)" }
          .joined(separator: " and "),
        remedy: "Choose with --format, or name the files with a pattern such as "
          + "'\(FilePath.join(directory, "*.\(FilePath.fileExtension(group.names[0]))"))'.")
    }
    let leftOut = names.count - group.names.count
    return (
      group.names.map { FilePath.join(directory, $0) },
      leftOut == 0
        ? []
        : [
          "\(grouped(leftOut)) \(leftOut == 1 ? "file that is" : "files that are") not "
            + "\(group.format.id) left out"
        ]
    )
  }

  /// A file and the format to read it with.
  func input(_ path: String) throws -> (format: any EmbeddingFormat, input: FormatInput) {
    let isStandardInput = path == "-"
    let name = isStandardInput ? "standard input" : path
    let file =
      isStandardInput
      ? try MappedFile(standardInputNamed: name) : try MappedFile(path: path)
    let input = try FormatInput(
      name: name, path: isStandardInput ? nil : path, options: options, file: file)
    if let chosenFormat { return (chosenFormat, input) }
    guard let format = FormatCatalog.recognised(input) else {
      throw input.error(
        .byte(0), expected: "a file in one of the formats \(Self.ids)",
        found: input.leading.isEmpty
          ? "the file is empty"
          : "neither its name nor its first bytes (\(hex(input.leading.prefix(8)))) tell which",
        remedy: "Say what it is with --format ID.")
    }
    return (format, input)
  }

  func openAll() throws -> [any EmbeddingSource] {
    try paths.map { path in
      let (format, input) = try input(path)
      return try format.open(input)
    }
  }
}
