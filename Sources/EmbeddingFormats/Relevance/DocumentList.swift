import EmbeddingSets

/// The documents of a collection, as a user names them: a number, a corpus, identifiers, or vectors.
public enum DocumentList {
  /// What an argument says about the documents that there are.
  ///
  /// * a whole number: so many documents;
  /// * JSON lines with `_id` (a corpus of BEIR), lines of text, or a one-dimensional `.npy`: their
  ///   identifiers;
  /// * any embedding set: as many documents as it has rows, named by `identifiers` where given.
  ///
  /// - Parameters:
  ///   - argument: what the user wrote.
  ///   - identifiers: a file of identifiers for the rows of an embedding set.
  /// - Throws: ``FormatError``.
  public static func read(
    _ argument: String, identifiers: String? = nil
  ) throws -> RelevanceOptions.Documents {
    if let count = Int(argument), FilePath.kind(argument) == .missing {
      guard count > 0 else {
        throw FormatError(
          argument, expected: "a number of documents", found: "it is not positive",
          remedy: "Give the size of the whole collection.")
      }
      return .count(count)
    }
    if let identifiers {
      let count = try EmbeddingSetReader.open(argument).shape.rowCount
      return .identifiers(try names(identifiers, rowCount: count))
    }
    if FilePath.kind(argument) == .file {
      let file = try MappedFile(path: argument)
      let leading = try file.elements(UInt8.self, at: 0, count: min(6, file.byteCount))
      let isVector = try leading == NumpyHeader.magic && header(file).shape.count == 1
      let isLines = ["txt", "ids", ""].contains(FilePath.fileExtension(argument))
      if isVector || isLines || leading.first == 0x7B {
        return .identifiers(try names(argument, rowCount: nil))
      }
    }
    return .count(try EmbeddingSetReader.open(argument).shape.rowCount)
  }

  /// The identifiers in a file, each once: a corpus of JSON lines, lines of text, or a `.npy`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - rowCount: how many there have to be; nil where that is not known.
  /// - Throws: ``FormatError``.
  public static func names(_ path: String, rowCount: Int?) throws -> [String] {
    let file = try MappedFile(path: path)
    let isCorpus = try file.elements(UInt8.self, at: 0, count: min(1, file.byteCount)).first == 0x7B
    let names =
      isCorpus ? try corpus(file) : try IdentifierFile.read(path, rowCount: rowCount)
    if let rowCount, names.count != rowCount {
      throw FormatError(
        path, expected: "\(grouped(rowCount)) documents, one for each row",
        found: "there are \(grouped(names.count))",
        remedy: "Give the corpus that the vectors were made from, in their order.")
    }
    var seen: Set<String> = []
    for (index, name) in names.enumerated() where !seen.insert(name).inserted {
      throw FormatError(
        path, .line(index + 1), expected: "each identifier once",
        found: "'\(name)' is here for the second time", remedy: "Leave repeated lines out.")
    }
    return names
  }

  private static func header(_ file: MappedFile) throws -> NumpyHeader {
    try NumpyHeader(name: file.name, available: file.byteCount) { range in
      try file.elements(UInt8.self, at: range.lowerBound, count: range.count)
    }
  }

  private static func corpus(_ file: MappedFile) throws -> [String] {
    var lines = try TextLines(file)
    var names: [String] = []
    while let line = try lines.next() {
      if Fields.isBlank(lines.buffer.span, line) { continue }
      let value: JSONValue
      do throws(JSONFault) {
        value = try JSONValue(parsing: Array(lines.buffer[line]))
      } catch {
        throw FormatError(
          file.name, .cell(line: lines.lineNumber, column: error.offset + 1),
          expected: error.expected, found: error.found,
          remedy: "Give a corpus with one JSON object to a line, or identifiers as lines of text.")
      }
      switch value["_id"] ?? value["id"] {
      case .string(let name)?: names.append(name)
      case .number(let number)? where Int(exactly: number) != nil: names.append(String(Int(number)))
      default:
        throw FormatError(
          file.name, .line(lines.lineNumber), expected: "an object with '_id'",
          found: "it has none",
          remedy: "Give a corpus as BEIR writes it, or identifiers as lines of text.")
      }
    }
    return names
  }
}
